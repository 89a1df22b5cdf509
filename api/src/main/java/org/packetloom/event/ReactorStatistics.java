// SPDX-License-Identifier: Apache-2.0
package org.packetloom.event;

/**
 * What a reactor is doing. The numbers are taken one after another, not at one moment.
 *
 * @param workers the most handlers that run at once; 0 in pump mode
 * @param queued what waits for a worker, or for {@link Reactor#processEvents}
 * @param active workers that run handlers
 * @param idle workers that could
 * @param handled calls of handlers so far, failed ones included
 * @param failed how many of them threw
 * @param connectors connectors with registrations
 * @param timers timers that are due some time
 */
public record ReactorStatistics(
    int workers,
    int queued,
    int active,
    int idle,
    long handled,
    long failed,
    int connectors,
    int timers) {}
