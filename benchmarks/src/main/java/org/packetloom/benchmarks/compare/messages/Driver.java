// SPDX-License-Identifier: Apache-2.0
package org.packetloom.benchmarks.compare.messages;

import java.util.Arrays;
import java.util.Optional;

/** When an end gets its turn. */
public enum Driver {
  /** 60 times a second, as the loop of a game does. */
  LOOP("60hz"),
  /** Each millisecond. */
  MILLI("1ms"),
  /** Whenever something arrives or is due. */
  EVENT("event");

  private static final long SECOND = 1_000_000_000;
  private static final long FRAMES = 60;
  private static final long MILLIS = 1000;

  private final String word;

  Driver(String word) {
    this.word = word;
  }

  /** As people name it. */
  @Override
  public String toString() {
    return word;
  }

  static Optional<Driver> named(String word) {
    return Arrays.stream(values()).filter(driver -> driver.word.equals(word)).findFirst();
  }

  /** The first turn that is not before some time, given what is due when. */
  long turn(long earliest, long due) {
    return switch (this) {
      case LOOP -> onGrid(earliest, FRAMES);
      case MILLI -> onGrid(earliest, MILLIS);
      case EVENT -> Math.max(earliest, due);
    };
  }

  private static long onGrid(long earliest, long perSecond) {
    long step = Math.ceilDiv(Math.multiplyExact(earliest, perSecond), SECOND);
    return at(step, perSecond);
  }

  /** When something that happens so often a second does for the n-th time. */
  static long at(long n, long perSecond) {
    return n * SECOND / perSecond;
  }
}
