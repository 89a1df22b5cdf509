// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.util.List;
import org.packetloom.management.ConnectorFigures;
import org.packetloom.platform.Transfer;

/**
 * A connector as operators see it: what it is, what it has moved, who waits in it. It is looked at
 * from outside while others use and close it, so each part may be a moment older than the next.
 */
final class Portrait {
  private static final long NOBODY = -1;

  private final OpenConnector connector;

  Portrait(OpenConnector connector) {
    this.connector = connector;
  }

  /** How long the thread that has waited longest has done so; −1 if none waits. */
  static long longestNanos(OpenConnector connector) {
    long longest = NOBODY;
    for (int direction : new int[] {Transfer.READ, Transfer.WRITE}) {
      for (Parked each : connector.parked(direction)) {
        longest = Math.max(longest, each.nanos());
      }
    }
    return longest;
  }

  ConnectorFigures figures() {
    long longest = longestNanos(connector);
    return new ConnectorFigures(
        connector.number(),
        connector.descriptor(Transfer.READ),
        connector.uri().scheme(),
        connector.toString(),
        connector.ageNanos() / 1_000_000,
        connector.bytes(Transfer.READ),
        connector.bytes(Transfer.WRITE),
        longest == NOBODY ? NOBODY : longest / 1_000_000,
        waits(new StringBuilder()).toString());
  }

  /** Adds a line for people, without its end. */
  StringBuilder addTo(StringBuilder text) {
    text.append('#').append(connector.number()).append(" fd ");
    text.append(connector.descriptor(Transfer.READ));
    if (!connector.isOneHandle()) {
      text.append('/').append(connector.descriptor(Transfer.WRITE));
    }
    text.append(' ').append(connector);
    text.append(", ").append(connector.ageNanos() / 1_000_000).append(" ms old, ");
    text.append(connector.bytes(Transfer.READ)).append(" B in, ");
    text.append(connector.bytes(Transfer.WRITE)).append(" B out");
    int length = text.length();
    waits(text.append(", "));
    if (text.length() == length + 2) {
      text.setLength(length);
    }
    return text;
  }

  private StringBuilder waits(StringBuilder text) {
    String separator = "";
    for (int direction : new int[] {Transfer.READ, Transfer.WRITE}) {
      List<Parked> parked = connector.parked(direction);
      String operation = parked.isEmpty() ? "" : operation(direction);
      for (Parked each : parked) {
        text.append(separator).append(each.text(operation));
        separator = ", ";
      }
    }
    return text;
  }

  private String operation(int direction) {
    DescriptorConnector known = connector.get();
    return known != null
        ? known.operation(direction)
        : direction == Transfer.READ ? "read" : "write"; // only a thread's stack refers to it
  }
}
