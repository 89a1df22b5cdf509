// SPDX-License-Identifier: Apache-2.0
package org.packetloom.message;

import java.time.Duration;
import java.util.Optional;

/**
 * What an endpoint has counted and measured at one moment; incubating.
 *
 * <p>Bytes of datagrams are those of UDP payload. Rates and loss are of a sliding window of some
 * seconds.
 *
 * @param roundTrip smoothed round-trip time; zero before the first measurement
 * @param leastRoundTrip the least lately seen; zero before the first measurement
 * @param jitter smoothed deviation of the round-trip time
 * @param loss share of the datagrams sent that were lost, 0 to 1
 * @param packetsSent datagrams sent
 * @param packetsReceived datagrams accepted
 * @param packetsAcked datagrams sent that were acknowledged
 * @param packetsLost datagrams sent that were given up
 * @param packetsRejected datagrams that were not accepted, whatever the reason
 * @param bytesSent bytes of datagrams sent
 * @param bytesReceived bytes of datagrams accepted
 * @param sendRate bytes of datagrams sent per second
 * @param receiveRate bytes of datagrams accepted per second
 * @param paceRate bytes per second that may be sent now, with headers of UDP and IP; {@link
 *     Long#MAX_VALUE} if nothing holds back
 * @param messagesSent messages taken to be sent
 * @param messagesReceived messages delivered to the application's queues
 * @param messagesAcked messages acknowledged
 * @param messagesLost messages given up
 * @param piecesResent messages, or fragments of them, that were sent once more after a loss
 * @param piecesRedundant those that were sent once more beforehand
 * @param messagesDropped messages that arrived and were dropped: late in a sequence, or no room
 * @param bytesInFlight bytes of datagrams sent that are neither acknowledged nor given up
 * @param bytesQueued bytes of messages that wait on all channels, to be sent or acknowledged
 * @param clockOffset the other side's clock less ours, of the measurement with the least round
 *     trip; right within half of that; empty before the first
 */
public record ConnectionStats(
    Duration roundTrip,
    Duration leastRoundTrip,
    Duration jitter,
    double loss,
    long packetsSent,
    long packetsReceived,
    long packetsAcked,
    long packetsLost,
    long packetsRejected,
    long bytesSent,
    long bytesReceived,
    double sendRate,
    double receiveRate,
    long paceRate,
    long messagesSent,
    long messagesReceived,
    long messagesAcked,
    long messagesLost,
    long piecesResent,
    long piecesRedundant,
    long messagesDropped,
    long bytesInFlight,
    long bytesQueued,
    Optional<Duration> clockOffset) {}
