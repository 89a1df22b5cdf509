// SPDX-License-Identifier: Apache-2.0
package org.packetloom;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * What the system knows of a TCP connection at one moment; the value of {@link
 * TcpOptions#TCP_INFO}.
 *
 * <p>What the system does not tell is −1, or empty: older kernels know less.
 *
 * @param state the state of the connection
 * @param congestionState the state of congestion control
 * @param retransmits timeouts in a row of the segment that is waited for
 * @param probes probes in a row without an answer
 * @param backoff how often the timeout was doubled
 * @param negotiated what both sides agreed on
 * @param retransmissionTimeout how long to wait for an acknowledgement
 * @param rtt the smoothed round trip
 * @param rttVariation its mean deviation
 * @param minRtt the shortest round trip of late
 * @param receiverRtt the round trip as the receiving side sees it, zero if it has not
 * @param sinceSent time since data was sent
 * @param sinceReceived time since data was received
 * @param sinceAcknowledged time since an acknowledgement was received
 * @param sendSegmentSize bytes of a segment to the peer
 * @param receiveSegmentSize bytes of a segment from the peer, as far as seen
 * @param pathMtu bytes of the largest packet that the path takes
 * @param unacknowledged segments sent and not acknowledged; of a listener, the connections that
 *     wait
 * @param selectivelyAcknowledged of these, acknowledged out of order; of a listener, how many may
 *     wait
 * @param lost of these, believed lost
 * @param retransmitted of these, sent again
 * @param totalRetransmitted segments sent again so far
 * @param congestionWindow segments that may be under way
 * @param slowStartThreshold segments at which slow start ends, −1 for none yet
 * @param sendWindow bytes that the peer has room for
 * @param receiveSpace bytes of room that the receiving side aims at
 * @param unsentBytes bytes written and not sent
 * @param pacingRate bytes per second at which segments are spaced, −1 for no limit
 * @param deliveryRate bytes per second that arrived of late
 * @param bytesSent bytes sent so far, those sent again included
 * @param bytesRetransmitted of these, sent again
 * @param bytesAcknowledged bytes acknowledged so far
 * @param bytesReceived bytes received so far
 * @param segmentsSent segments sent so far
 * @param segmentsReceived segments received so far
 * @param segmentsOutOfOrder of these, out of order
 * @param busyTime time spent with data to send
 * @param receiveWindowLimitedTime of this, waiting for the peer's window
 * @param sendBufferLimitedTime of this, waiting for the send buffer
 * @see <a href="https://man7.org/linux/man-pages/man7/tcp.7.html">tcp(7)</a>
 */
public record TcpInfo(
    State state,
    CongestionState congestionState,
    int retransmits,
    int probes,
    int backoff,
    Set<Negotiated> negotiated,
    Duration retransmissionTimeout,
    Duration rtt,
    Duration rttVariation,
    Optional<Duration> minRtt,
    Duration receiverRtt,
    Duration sinceSent,
    Duration sinceReceived,
    Duration sinceAcknowledged,
    int sendSegmentSize,
    int receiveSegmentSize,
    int pathMtu,
    long unacknowledged,
    long selectivelyAcknowledged,
    long lost,
    long retransmitted,
    long totalRetransmitted,
    long congestionWindow,
    long slowStartThreshold,
    long sendWindow,
    long receiveSpace,
    long unsentBytes,
    long pacingRate,
    long deliveryRate,
    long bytesSent,
    long bytesRetransmitted,
    long bytesAcknowledged,
    long bytesReceived,
    long segmentsSent,
    long segmentsReceived,
    long segmentsOutOfOrder,
    Optional<Duration> busyTime,
    Optional<Duration> receiveWindowLimitedTime,
    Optional<Duration> sendBufferLimitedTime) {
  /** The state of a connection, in the order of Linux. */
  public enum State {
    /** A number that is not known here. */
    UNKNOWN,
    /** Both directions are open. */
    ESTABLISHED,
    /** The request to connect was sent. */
    SYN_SENT,
    /** A request to connect was received. */
    SYN_RECEIVED,
    /** The end was sent. */
    FIN_WAIT_1,
    /** The end was sent and acknowledged. */
    FIN_WAIT_2,
    /** Both ends are known, and old packets run out. */
    TIME_WAIT,
    /** There is no connection. */
    CLOSED,
    /** The peer's end was received. */
    CLOSE_WAIT,
    /** Both ends were sent; ours is not acknowledged, after the peer's was received. */
    LAST_ACK,
    /** It waits for requests to connect. */
    LISTEN,
    /** Both ends were sent at the same time; ours is not acknowledged. */
    CLOSING,
    /** A request to connect was received and answered. */
    NEW_SYN_RECEIVED
  }

  /** The state of congestion control, in the order of Linux. */
  public enum CongestionState {
    /** All is well. */
    OPEN,
    /** Acknowledgements came out of order. */
    DISORDER,
    /** The window was reduced because of a mark or a full queue. */
    REDUCED,
    /** Lost segments are sent again. */
    RECOVERY,
    /** A timeout has passed, and all is sent again. */
    LOSS,
    /** A number that is not known here. */
    UNKNOWN
  }

  /** Extensions that both sides may agree on, in the order of Linux's bits. */
  public enum Negotiated {
    /** Time stamps. */
    TIMESTAMPS,
    /** Selective acknowledgements. */
    SELECTIVE_ACKNOWLEDGEMENTS,
    /** Windows beyond 64 KiB. */
    WINDOW_SCALING,
    /** Marks instead of loss. */
    CONGESTION_MARKS,
    /** A mark was seen. */
    CONGESTION_MARK_SEEN,
    /** Data in the request to connect was acknowledged. */
    EARLY_DATA
  }

  /** Copies the set. */
  public TcpInfo {
    negotiated = Set.copyOf(negotiated);
  }
}
