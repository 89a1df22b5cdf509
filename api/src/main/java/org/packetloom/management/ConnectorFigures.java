// SPDX-License-Identifier: Apache-2.0
package org.packetloom.management;

import java.util.Objects;

/**
 * An open connector over descriptors, as it was at some moment.
 *
 * @param number which one of its toolkit: grows with every connector
 * @param descriptor the descriptor that is read, or the only one; −1 if there is none
 * @param scheme such as {@code tcp}
 * @param ends both addresses, or what there is to tell of them
 * @param ageMillis how long it has been open
 * @param bytesRead bytes read so far
 * @param bytesWritten bytes written so far
 * @param parkedMillis how long the thread that waits in it has waited, the longest if several do;
 *     −1 if none does
 * @param parked who waits, for what and until when; empty if nobody does
 */
public record ConnectorFigures(
    long number,
    int descriptor,
    String scheme,
    String ends,
    long ageMillis,
    long bytesRead,
    long bytesWritten,
    long parkedMillis,
    String parked) {
  /** Checks that nothing is missing. */
  public ConnectorFigures {
    Objects.requireNonNull(scheme, "scheme");
    Objects.requireNonNull(ends, "ends");
    Objects.requireNonNull(parked, "parked");
  }
}
