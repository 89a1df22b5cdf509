// SPDX-License-Identifier: Apache-2.0
package org.packetloom.benchmarks.compare.server;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Phaser;
import java.util.concurrent.TimeUnit;

/**
 * Clients on virtual threads in the server's own process. They start together and stop together, so
 * that nothing runs outside a measurement.
 */
final class PingPong implements Work {
  private static final int PATIENCE_SECONDS = 20; // for answers that never come
  private static final int LEAVING_MILLIS = 100; // for the server's ends of connections

  private final PeerServer server;
  private final int port;
  private final int messageBytes;
  private final List<Pair> pairs = new ArrayList<>(); // touched by the thread that obeys only
  private final List<Thread> clients = new ArrayList<>(); // touched by the thread that obeys only
  private volatile boolean isRunning; // written by the thread that obeys only
  private volatile CountDownLatch finished; // replaced between runs only

  /** Of the clients' threads, which wait for the next run in it, and of the one that obeys. */
  private Phaser gate;

  PingPong(PeerServer server, int port, int messageBytes) {
    this.server = server;
    this.port = port;
    this.messageBytes = messageBytes;
  }

  @Override
  public void open(int count) throws InterruptedException {
    closeAll();
    gate = new Phaser(1);
    for (int i = 0; i < count; i++) {
      var pair = new Pair(gate);
      gate.register();
      pairs.add(pair);
      Thread client = server.threads().newThread(pair);
      clients.add(client);
      client.start();
    }
  }

  @Override
  public String run(long millis) throws InterruptedException {
    finished = new CountDownLatch(pairs.size());
    pairs.forEach(pair -> pair.trips = 0);
    isRunning = true;
    long began = System.nanoTime();
    gate.arrive();
    Pause.millis(millis);
    isRunning = false;
    boolean isDone = finished.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    long stuck = isDone ? 0 : finished.getCount();
    long nanos = System.nanoTime() - began;
    long trips = pairs.stream().mapToLong(pair -> pair.trips).sum();
    long failed = pairs.stream().filter(pair -> pair.hasFailed).count();
    long starved = pairs.stream().filter(pair -> !pair.hasFailed && pair.trips == 0).count();
    return "count=%d nanos=%d errors=%d starved=%d"
        .formatted(trips, nanos, failed + stuck, starved);
  }

  /** Those that leave are not in the way of those that come: where these live is decided once. */
  private void closeAll() throws InterruptedException {
    if (gate == null) {
      return;
    }
    gate.forceTermination();
    for (Thread client : clients) {
      client.join(Duration.ofSeconds(PATIENCE_SECONDS));
    }
    Pause.millis(LEAVING_MILLIS);
    clients.clear();
    pairs.clear();
  }

  /** One client. */
  private final class Pair implements Runnable {
    private final Phaser phases;
    private long trips; // written by its own thread in a run, and before it by the one that obeys
    private boolean hasFailed; // written by its own thread, read after the run

    Pair(Phaser phases) {
      this.phases = phases;
    }

    @Override
    public void run() {
      byte[] message = new byte[messageBytes];
      try (PingClient client = server.connect(port, messageBytes)) {
        while (phases.arriveAndAwaitAdvance() >= 0) {
          ask(client, message);
          finished.countDown();
        }
      } catch (Exception _) {
        hasFailed = true; // not connected
        while (phases.arriveAndAwaitAdvance() >= 0) {
          finished.countDown();
        }
      }
    }

    private void ask(PingClient client, byte[] message) {
      try {
        while (isRunning && !hasFailed) {
          client.roundTrip(message);
          trips++;
        }
      } catch (IOException _) {
        hasFailed = true;
      }
    }
  }
}
