// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.asking;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongFunction;
import org.packetloom.ConnectorUri;
import org.packetloom.Packetloom;
import org.packetloom.Server;
import org.packetloom.StreamConnector;

/** Answers questions on the loopback interface, sooner or later. */
public final class LineServer implements AutoCloseable {
  private final String name;
  private final LongFunction<Duration> delays;
  private final AtomicLong questions = new AtomicLong();
  private final CountDownLatch closing = new CountDownLatch(1);

  /** Set before the first connection. */
  private final Server server;

  private LineServer(Packetloom loom, String name, LongFunction<Duration> delays)
      throws IOException {
    this.name = name;
    this.delays = delays;
    this.server =
        loom.server(this::serve)
            .listen("tcp4://127.0.0.1:0")
            .onFailure((_, _) -> {}) // a client that does not wait for its answer resets
            .start();
  }

  /**
   * Starts a server whose answers are its name and the question.
   *
   * @param loom serves it
   * @param name begins each answer
   * @param delays how long it takes to answer, by the number of the question, from 1 on
   * @return the running server
   * @throws IOException if it cannot listen
   */
  public static LineServer start(Packetloom loom, String name, LongFunction<Duration> delays)
      throws IOException {
    return new LineServer(loom, name, delays);
  }

  /**
   * Where it listens.
   *
   * @return with its port
   */
  public ConnectorUri uri() {
    return server.uri();
  }

  private void serve(StreamConnector connection) throws IOException, InterruptedException {
    ByteBuffer question = Line.buffer();
    while (connection.readUntil((byte) '\n', question.clear()) > 0 && Line.isWhole(question)) {
      Duration delay = delays.apply(questions.incrementAndGet());
      if (closing.await(TimeUnit.NANOSECONDS.convert(delay), TimeUnit.NANOSECONDS)) {
        return;
      }
      connection.write(Line.of(name + ": " + Line.text(question)));
    }
  }

  @Override
  public void close() {
    closing.countDown();
    server.close();
  }
}
