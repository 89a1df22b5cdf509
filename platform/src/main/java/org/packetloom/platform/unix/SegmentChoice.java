// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.unix;

import java.util.Optional;

/**
 * Whether datagrams of a batch go joined, for the kernel to cut, without being asked: the system
 * property {@code packetloom.segments} is {@code auto}, and they do, or {@code asked}, and only
 * entries do that have a size of segments. For whoever captures packets, or has a network driver
 * that cuts wrongly.
 */
public final class SegmentChoice {
  private static final String PROPERTY = "packetloom.segments";

  private static final boolean IS_AUTOMATIC = find();

  private SegmentChoice() {}

  private static boolean find() {
    String asked = System.getProperty(PROPERTY, "auto");
    return switch (asked) {
      case "auto" -> true;
      case "asked" -> false;
      default ->
          throw new IllegalArgumentException(
              "system property " + PROPERTY + ": \"" + asked + "\", not auto or asked");
    };
  }

  /** Whether they do. */
  public static boolean isAutomatic() {
    return IS_AUTOMATIC;
  }

  /** Why they do not; empty if they do. */
  public static Optional<String> missing() {
    return IS_AUTOMATIC
        ? Optional.empty()
        : Optional.of("only where asked for: the system property " + PROPERTY + " is asked");
  }
}
