// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.command;

import java.io.PrintWriter;
import java.time.Duration;
import org.packetloom.examples.echo.Figures;

/** Prints how far a splice is, every second and at the end. */
final class Progress implements AutoCloseable {
  private static final Duration INTERVAL = Duration.ofSeconds(1);

  private final Splice splice;
  private final PrintWriter err;
  private final long startNanos = System.nanoTime();
  private final Thread ticker =
      Thread.ofPlatform().name("packetloom-progress").daemon().unstarted(this::tick);

  private Progress(Splice splice, PrintWriter err) {
    this.splice = splice;
    this.err = err;
  }

  /** Starts to print; {@link #close()} prints the last line. */
  static Progress start(Splice splice, PrintWriter err) {
    Progress progress = new Progress(splice, err);
    progress.ticker.start();
    return progress;
  }

  private void tick() {
    try {
      while (true) {
        Thread.sleep(INTERVAL);
        print();
      }
    } catch (InterruptedException _) {
      // close() ends the thread this way.
    }
  }

  private void print() {
    long sent = splice.sentBytes();
    long received = splice.receivedBytes();
    double seconds = Math.max(1, System.nanoTime() - startNanos) / 1e9;
    err.println(
        "sent %s, received %s, %s/s"
            .formatted(
                Figures.bytes(sent),
                Figures.bytes(received),
                Figures.bytes((sent + received) / seconds)));
  }

  @Override
  public void close() {
    ticker.interrupt();
    print();
  }
}
