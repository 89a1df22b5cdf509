// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.game;

import java.io.PrintWriter;
import java.util.List;
import java.util.function.Supplier;

/** Prints what happens, line by line, and each second how it goes: where there is no terminal. */
public final class Journal implements Runnable {
  private static final long INTERVAL_NANOS = 1_000_000_000;

  private final Supplier<List<String>> news;
  private final PrintWriter out;
  private final Supplier<String> status;
  private long due = System.nanoTime() + INTERVAL_NANOS;

  /**
   * A journal.
   *
   * @param news gives what has happened since it was asked last
   * @param out where it is printed
   * @param status gives a line for each second
   */
  public Journal(Supplier<List<String>> news, PrintWriter out, Supplier<String> status) {
    this.news = news;
    this.out = out;
    this.status = status;
  }

  @Override
  public void run() {
    news.get().forEach(out::println);
    long now = System.nanoTime();
    if (now - due >= 0) {
      due = now + INTERVAL_NANOS;
      out.println(status.get());
    }
  }
}
