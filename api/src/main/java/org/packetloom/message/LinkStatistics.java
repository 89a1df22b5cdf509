// SPDX-License-Identifier: Apache-2.0
package org.packetloom.message;

/**
 * What has become of the datagrams of a simulated link, from its beginning on.
 *
 * <p>Nothing gets lost uncounted: {@code sent + duplicated} always equals {@code delivered + lost +
 * droppedByQueue + inFlight}. Sizes are those of the datagrams, without overhead, unless it says
 * so.
 *
 * @param sent datagrams that were sent
 * @param delivered datagrams that have arrived and were taken, copies included
 * @param lost datagrams that the link lost
 * @param droppedByQueue datagrams that came when the queue before the bottleneck was full
 * @param duplicated copies that the link made
 * @param corrupted datagrams that the link damaged, copies included
 * @param reordered delivered datagrams that were sent before another one, and delivered after it
 * @param inFlight datagrams that are on their way, or could be taken
 * @param sentBytes bytes of those that were sent
 * @param wireBytes the same with the overhead of each
 * @param deliveredBytes bytes of those that were delivered
 */
public record LinkStatistics(
    long sent,
    long delivered,
    long lost,
    long droppedByQueue,
    long duplicated,
    long corrupted,
    long reordered,
    long inFlight,
    long sentBytes,
    long wireBytes,
    long deliveredBytes) {}
