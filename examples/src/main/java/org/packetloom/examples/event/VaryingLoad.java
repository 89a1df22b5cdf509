// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.event;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.packetloom.Packetloom;
import org.packetloom.Pair;
import org.packetloom.StreamConnector;
import org.packetloom.event.Events;
import org.packetloom.event.Reactor;
import org.packetloom.examples.echo.Latencies;

/**
 * Clients that come and go. Those who are there ask one question after another, of handlers that
 * wait some time before they answer, as one does who asks a database.
 */
public final class VaryingLoad implements AutoCloseable {
  private static final Duration ANSWERING = Duration.ofMillis(5);
  private static final Duration AWAY = Duration.ofMillis(10);

  private final Consumer<Throwable> failures;
  private final List<Pair> pairs = new ArrayList<>();
  private final List<Thread> clients = new ArrayList<>();
  private final List<Latencies> latencies = new ArrayList<>(); // each its client's until that ends

  private volatile int present; // how many clients ask; written by the owner
  private volatile boolean isOver; // written by the owner

  private VaryingLoad(Consumer<Throwable> failures) {
    this.failures = failures;
  }

  /**
   * Starts clients, who are all away at first.
   *
   * @param loom connects them
   * @param reactor calls the handlers that answer; in worker mode, as they wait
   * @param count how many clients
   * @param failures hears of those that end before their time
   * @return the load
   * @throws IOException if there are no connections for so many
   */
  public static VaryingLoad start(
      Packetloom loom, Reactor reactor, int count, Consumer<Throwable> failures)
      throws IOException {
    VaryingLoad load = new VaryingLoad(failures);
    try {
      for (int i = 0; i < count; i++) {
        Pair pair = loom.pair("local://");
        load.pairs.add(pair);
        load.latencies.add(new Latencies());
        reactor.register(pair.second(), Events.READ, _ -> answer(pair.second()));
      }
    } catch (Throwable e) {
      load.close();
      throw e;
    }
    for (int i = 0; i < count; i++) {
      int number = i;
      load.clients.add(loom.threadFactory().newThread(() -> load.ask(number)));
    }
    load.clients.forEach(Thread::start);
    return load;
  }

  private static void answer(StreamConnector connection) throws Exception {
    ByteBuffer question = ByteBuffer.allocate(1);
    int count = connection.tryRead(question);
    if (count > 0) {
      pass(ANSWERING);
      connection.write(question.flip());
    } else if (count < 0) {
      connection.close(); // or the end would be told for ever
    }
  }

  /** Lets time pass, as a database or a person at the other end would. */
  private static void pass(Duration time) throws InterruptedException {
    long end = System.nanoTime() + time.toNanos();
    for (long left = time.toNanos(); left > 0; left = end - System.nanoTime()) {
      LockSupport.parkNanos(left);
      if (Thread.interrupted()) {
        throw new InterruptedException("while time passed");
      }
    }
  }

  private void ask(int number) {
    StreamConnector connection = pairs.get(number).first();
    Latencies own = latencies.get(number);
    byte[] question = new byte[1];
    try {
      while (!isOver) {
        if (number < present) {
          long begin = System.nanoTime();
          connection.write(question);
          connection.readFully(question);
          own.add(System.nanoTime() - begin);
        } else {
          pass(AWAY);
        }
      }
    } catch (IOException | InterruptedException e) {
      failures.accept(e);
    }
  }

  /**
   * Has some of the clients come or go.
   *
   * @param count how many are to be there
   */
  public void present(int count) {
    present = count;
  }

  /**
   * Has all clients leave once their last question is answered.
   *
   * @return how long answers took
   * @throws InterruptedException if the caller is interrupted
   */
  public Latencies end() throws InterruptedException {
    isOver = true;
    Latencies all = new Latencies();
    for (int i = 0; i < clients.size(); i++) {
      clients.get(i).join();
      all.addAll(latencies.get(i));
    }
    return all;
  }

  @Override
  public void close() {
    isOver = true;
    pairs.forEach(pair -> EventEcho.closeQuietly(pair.first())); // handlers close the others
  }
}
