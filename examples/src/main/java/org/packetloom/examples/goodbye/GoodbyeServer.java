// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.goodbye;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.packetloom.ConnectorUri;
import org.packetloom.Deadline;
import org.packetloom.Handler;
import org.packetloom.Server;
import org.packetloom.StreamConnector;
import org.packetloom.examples.asking.Line;

/**
 * Sends lines back, and says goodbye to each client before it ends.
 *
 * <p>A client is said goodbye to once, by whoever takes it out of the set: {@link #leave} for those
 * that are there, its own thread if it came too late for that.
 */
public final class GoodbyeServer implements AutoCloseable {
  private static final String GREETING = "welcome: what you say comes back";
  private static final String GOODBYE = "goodbye";

  private final PrintWriter log;
  private final AtomicInteger clients = new AtomicInteger();
  private final Set<StreamConnector> present = ConcurrentHashMap.newKeySet();

  /** Whether the server is about to end; set before the first goodbye. */
  private volatile boolean isLeaving;

  /** Set before the first client is served. */
  private Server server;

  private GoodbyeServer(PrintWriter log) {
    this.log = log;
  }

  /** Prepares the server that is underneath. */
  @FunctionalInterface
  public interface Preparation {
    /**
     * Prepares it.
     *
     * @param handler serves one client
     * @return where to listen, and the limits
     */
    Server.Builder prepare(Handler handler);
  }

  /**
   * Starts a server.
   *
   * @param preparation where it listens
   * @param log a line for whatever happens
   * @return the running server
   * @throws IOException if it cannot listen
   */
  public static GoodbyeServer start(Preparation preparation, PrintWriter log) throws IOException {
    GoodbyeServer started = new GoodbyeServer(log);
    started.server = preparation.prepare(started::serve).start();
    return started;
  }

  /**
   * Where it listens.
   *
   * @return with the ports
   */
  public List<ConnectorUri> uris() {
    return server.uris();
  }

  private void serve(StreamConnector client) throws IOException {
    String name = "client " + clients.incrementAndGet();
    log.println(name + " came");
    client.write(Line.of(GREETING));
    present.add(client);
    if (isLeaving) {
      sayGoodbye(client);
    }
    try {
      ByteBuffer line = Line.buffer();
      while (client.readUntil((byte) '\n', line.clear()) > 0) {
        log.println(name + " says " + Line.text(line));
        if (!isLeaving) {
          client.write(line.flip());
        }
      }
    } finally {
      present.remove(client);
      log.println(name + " left");
    }
  }

  private void sayGoodbye(StreamConnector client) throws IOException {
    if (present.remove(client)) {
      client.write(Line.of(GOODBYE));
      client.shutdownOutput(); // the client sees the end, and may still finish what it says
    }
  }

  /**
   * Says goodbye to everybody, accepts no more, and waits until they have left.
   *
   * @param deadline when to close the connections of those who stay
   */
  public void leave(Deadline deadline) {
    isLeaving = true;
    int count = present.size();
    log.println("goodbye to " + count + (count == 1 ? " client" : " clients"));
    for (StreamConnector client : present) {
      // one thread each, as a client that does not read must not keep the others waiting
      Thread.startVirtualThread(() -> deadline.run(() -> tryGoodbye(client)));
    }
    int stayed = server.drain(deadline);
    log.println(stayed == 0 ? "all left" : "closed " + stayed + " that stayed");
  }

  private void tryGoodbye(StreamConnector client) {
    try {
      sayGoodbye(client);
    } catch (IOException _) {
      // Gone, or too slow: draining sees to both.
    }
  }

  @Override
  public void close() {
    server.close();
  }
}
