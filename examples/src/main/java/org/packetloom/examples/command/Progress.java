// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.command;

import java.io.PrintWriter;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.packetloom.examples.echo.Figures;

/** Prints how far a splice is, every second and at the end. */
final class Progress implements AutoCloseable {
  private static final int INTERVAL_SECONDS = 1;

  private final Splice splice;
  private final PrintWriter err;
  private final long startNanos = System.nanoTime();
  private final CountDownLatch closed = new CountDownLatch(1);

  private Progress(Splice splice, PrintWriter err) {
    this.splice = splice;
    this.err = err;
  }

  /** Starts to print; {@link #close()} prints the last line. */
  static Progress start(Splice splice, PrintWriter err) {
    Progress progress = new Progress(splice, err);
    Thread.ofPlatform().name("packetloom-progress").daemon().start(progress::tick);
    return progress;
  }

  private void tick() {
    try {
      while (!closed.await(INTERVAL_SECONDS, TimeUnit.SECONDS)) {
        print("");
      }
    } catch (InterruptedException _) {
      // Nobody interrupts this thread, and nothing is lost if somebody does.
    }
  }

  private void print(String before) {
    long sent = splice.sentBytes();
    long received = splice.receivedBytes();
    double seconds = Math.max(1, System.nanoTime() - startNanos) / 1e9;
    err.println(
        "%ssent %s, received %s, %s/s"
            .formatted(
                before,
                Figures.bytes(sent),
                Figures.bytes(received),
                Figures.bytes(Math.round((sent + received) / seconds))));
  }

  @Override
  public void close() {
    closed.countDown();
    print("total: ");
  }
}
