// SPDX-License-Identifier: Apache-2.0
package org.packetloom.message;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Declarations of every kind that codecs accept. */
sealed interface Sample {
  /** A few constants. */
  enum Colour {
    RED,
    GREEN,
    BLUE
  }

  /** Nothing at all. */
  record Empty() implements Sample {}

  /** Every primitive. */
  record Primitives(byte b, boolean z, char c, short s, int i, long j, float f, double d)
      implements Sample {}

  /** Every value that consists of no others. */
  record Simple(
      String text, Colour colour, UUID id, Duration duration, Instant instant, Integer boxed)
      implements Sample {}

  /** Collections. */
  record Many(
      List<String> texts,
      Set<Integer> numbers,
      Map<String, List<Point>> points,
      Optional<Point> maybe,
      List<Empty> empties,
      List<? extends Sample> samples)
      implements Sample {}

  /** A part of others. */
  record Point(int x, int y) {}

  /** A tree. */
  record Tree(int value, List<Tree> children) implements Sample {}

  /** A nested sealed interface, whose records have tags among those of the outer one. */
  sealed interface Range extends Sample {
    /** One that does not accept everything. */
    record Ordered(int low, int high) implements Range {
      public Ordered {
        if (low > high) {
          throw new IllegalArgumentException(low + " > " + high);
        }
      }
    }
  }

  /** Arrays, which records compare by identity. */
  record Arrays(
      byte[] bytes,
      boolean[] booleans,
      char[] chars,
      short[] shorts,
      int[] ints,
      long[] longs,
      float[] floats,
      double[] doubles,
      String[] texts,
      int[][] table,
      List<Point>[] lists) {}
}
