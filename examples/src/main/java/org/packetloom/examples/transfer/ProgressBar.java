// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.transfer;

import java.io.PrintWriter;
import java.util.function.Consumer;
import org.packetloom.examples.echo.Figures;
import org.packetloom.examples.message.StatusLine;

/** Shows how far a transfer is: as a bar on a terminal, elsewhere as a line each second. */
public final class ProgressBar implements Consumer<TransferState>, AutoCloseable {
  private static final int WIDTH = 25;
  private static final long BAR_NANOS = 100_000_000;
  private static final long LINE_NANOS = 1_000_000_000;

  private final PrintWriter out;
  private final boolean isTerminal;
  private final long startNanos = System.nanoTime();
  private long due;
  private boolean isDrawn;

  /**
   * A bar.
   *
   * @param out where it is shown
   * @param isTerminal whether one line can be drawn again and again
   */
  public ProgressBar(PrintWriter out, boolean isTerminal) {
    this.out = out;
    this.isTerminal = isTerminal;
    this.due = startNanos + (isTerminal ? 0 : LINE_NANOS);
  }

  @Override
  public void accept(TransferState state) {
    long now = System.nanoTime();
    if (now - due < 0) {
      return;
    }
    due = now + (isTerminal ? BAR_NANOS : LINE_NANOS);
    double seconds = Math.max(1, now - startNanos) / 1e9;
    int full = WIDTH * state.percent() / 100;
    var line =
        "[%s%s] %3d %%, %s of %s, %s/s; %s"
            .formatted(
                "#".repeat(full),
                "-".repeat(WIDTH - full),
                state.percent(),
                Figures.bytes(state.doneBytes()),
                Figures.bytes(state.totalBytes()),
                Figures.bytes(Math.round(state.doneBytes() / seconds)),
                StatusLine.of(state.stats()));
    if (isTerminal) {
      out.print("\r" + line + "\033[K");
      out.flush();
      isDrawn = true;
    } else {
      out.println(line);
    }
  }

  /** Leaves the line of the bar. */
  @Override
  public void close() {
    if (isDrawn) {
      out.println();
    }
  }
}
