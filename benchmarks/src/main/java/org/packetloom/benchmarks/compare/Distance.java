// SPDX-License-Identifier: Apache-2.0
package org.packetloom.benchmarks.compare;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/**
 * How far apart the processors of load and server are, and that it stays so while something is
 * measured.
 *
 * <p>The host of a virtual machine moves its processors about. While two of them are on one die a
 * cache line goes from one to the other and back in about 100 ns, otherwise in 500; a round trip
 * over loopback, whose every packet is a few dozen such lines, then costs two to three times as
 * much, whoever serves it. Such phases last from a tenth of a second to some seconds. So the
 * distance is looked at before and after each window, and a window during which it was not as
 * wanted, or changed, is repeated, as is one during which the host ran somebody else in their
 * place.
 *
 * <p>What near is, only the run itself can tell: less than twice the least that was seen. Two
 * processors that are put on one core for a moment take 40 ns, and nothing else would be near ever
 * after; so after a wait for near ones that was in vain a least that was hardly ever seen is
 * forgotten.
 */
final class Distance {
  /** How its figure is called. */
  static final String FIGURE = "core_to_core_ns";

  /** What is wanted. */
  enum Wanted {
    /** As near as they have been in this run. */
    NEAR,
    /** Clearly farther apart. */
    FAR,
    /** However it is: nothing is looked at, nothing repeated. */
    ANY
  }

  /** Farther than the least by this much is far. */
  static final double FAR_FACTOR = 2.2;

  /** So much of the processors' time may be given to others: one tick in a short window. */
  private static final double MOST_STOLEN = 0.02;

  private static final int FIRST_LOOKS = 60; // over so many, some are near on most machines
  private static final int MOST_REPEATS = 10;
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10); // for each window
  private static final long LONG_NANOS = PATIENCE_NANOS / 2; // a wait that tells something
  private static final int FEW_LOOKS = 3; // so few may be by chance
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  /** Looks at the distance. */
  @FunctionalInterface
  interface Probe {
    /** Nanoseconds that a cache line takes there and back. */
    double nanos() throws IOException, InterruptedException, MissingException;
  }

  /** The time, and how it passes. */
  interface Clock {
    /** That of this machine. */
    Clock SYSTEM =
        new Clock() {
          @Override
          public long nanos() {
            return System.nanoTime();
          }

          @Override
          public void pause(long nanos) {
            LockSupport.parkNanos(nanos);
          }
        };

    /** As {@link System#nanoTime}. */
    long nanos();

    /** Waits about so long. */
    void pause(long nanos);
  }

  /**
   * What is measured within one window.
   *
   * @param <T> what it gives
   */
  @FunctionalInterface
  interface Attempt<T> {
    /** Measures. */
    T measure() throws IOException, InterruptedException, MissingException;
  }

  private final Wanted wanted;
  private final Probe probe;
  private final LongSupplier stolenTicks;
  private final Clock clock;
  private final List<Double> taken = new ArrayList<>();
  private double least = Double.POSITIVE_INFINITY;
  private int nearLooks; // of those that were near as that is now
  private long patience; // nanoseconds, left for the run
  private int repeated;
  private int otherwise;
  private int forgotten;

  /**
   * A watch over processors.
   *
   * @param probe empty if there are not two of them: then nothing is looked at
   * @param stolenTicks as {@link Steal#begin} wants them
   * @param patience how long the whole run may take longer for it
   */
  Distance(
      Wanted wanted,
      Optional<Probe> probe,
      LongSupplier stolenTicks,
      Duration patience,
      Clock clock) {
    this.stolenTicks = stolenTicks;
    this.patience = patience.toNanos();
    this.clock = clock;
    this.wanted = probe.isEmpty() ? Wanted.ANY : wanted;
    this.probe = probe.orElse(() -> Double.NaN);
  }

  /** Measures while the distance is as wanted, as far as patience goes. */
  <T> T hold(Attempt<T> attempt) throws IOException, InterruptedException, MissingException {
    if (wanted == Wanted.ANY) {
      return attempt.measure();
    }
    if (least == Double.POSITIVE_INFINITY) {
      findLeast();
    }
    long begin = clock.nanos();
    long giveUp = begin + Math.min(patience, PATIENCE_NANOS);
    for (int i = 0; ; i++) {
      double before = awaitWanted(giveUp);
      long attempted = clock.nanos();
      Steal steal = Steal.begin(stolenTicks);
      T measured = attempt.measure();
      double after = look();
      boolean isAsWanted = isWanted(before) && isWanted(after) && steal.part() <= MOST_STOLEN;
      if (isAsWanted || i == MOST_REPEATS || clock.nanos() - giveUp >= 0) {
        otherwise += isAsWanted ? 0 : 1;
        patience = Math.max(0, patience - (attempted - begin));
        taken.add(Math.max(before, after));
        return measured;
      }
      repeated++;
    }
  }

  private void findLeast() throws IOException, InterruptedException, MissingException {
    for (int i = 0; i < FIRST_LOOKS; i++) {
      look();
      clock.pause(PAUSE_NANOS);
    }
  }

  private double look() throws IOException, InterruptedException, MissingException {
    double nanos = probe.nanos();
    if (nanos * FAR_FACTOR <= least) {
      nearLooks = 0;
    }
    least = Math.min(least, nanos);
    nearLooks += isNear(nanos) ? 1 : 0;
    return nanos;
  }

  private double awaitWanted(long giveUp)
      throws IOException, InterruptedException, MissingException {
    long begin = clock.nanos();
    double nanos = look();
    double leastHere = nanos;
    while (!isWanted(nanos) && clock.nanos() - giveUp < 0) {
      clock.pause(PAUSE_NANOS);
      nanos = look();
      leastHere = Math.min(leastHere, nanos);
    }
    boolean isInVain = wanted == Wanted.NEAR && !isWanted(nanos);
    if (isInVain && giveUp - begin >= LONG_NANOS && nearLooks <= FEW_LOOKS) {
      least = leastHere;
      nearLooks = FEW_LOOKS + 1; // that was no chance
      forgotten++;
    }
    return nanos;
  }

  private boolean isWanted(double nanos) {
    return isNear(nanos) == (wanted == Wanted.NEAR);
  }

  private boolean isNear(double nanos) {
    return nanos < least * FAR_FACTOR;
  }

  /** The largest distance since this was last asked, of windows that count; empty if none did. */
  OptionalDouble largest() {
    OptionalDouble largest = taken.stream().mapToDouble(Double::doubleValue).max();
    taken.clear();
    return largest;
  }

  /** What a reader must know. */
  List<String> notes() {
    if (wanted == Wanted.ANY || least == Double.POSITIVE_INFINITY) {
      return List.of();
    }
    String side = wanted == Wanted.NEAR ? "less than" : "at least";
    String note =
        "Measured while a cache line took %s %.0f ns from processor to processor and back (the least"
            + " was %.0f), and the host took none of their time: %d windows were repeated because it"
            + " was otherwise, %d count although.";
    String remark =
        forgotten == 0
            ? ""
            : " Hardly ever were they as near as the least before, which was forgotten %d times."
                .formatted(forgotten);
    return List.of(note.formatted(side, least * FAR_FACTOR, least, repeated, otherwise) + remark);
  }
}
