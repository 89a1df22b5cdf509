// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform;

/** What a system tells of a TCP connection; each is a number, times are in microseconds. */
public enum TcpFigure {
  /** State: 1 established, then as numbered in RFC 793's successors on Linux, to 12. */
  STATE,
  /** State of congestion control: 0 open, 1 disorder, 2 reduced, 3 recovery, 4 loss. */
  CONGESTION_STATE,
  /** Timeouts in a row of the segment in question. */
  RETRANSMITS,
  /** Unanswered probes. */
  PROBES,
  /** Doublings of the timeout. */
  BACKOFF,
  /** Bits: 1 timestamps, 2 selective acknowledgement, 4 window scaling, 8 ECN, 32 early data. */
  OPTIONS,
  /** Retransmission timeout. */
  RETRANSMISSION_TIMEOUT,
  /** Delayed acknowledgement timeout. */
  ACKNOWLEDGEMENT_TIMEOUT,
  /** Bytes per segment sent. */
  SEND_SEGMENT_SIZE,
  /** Bytes per segment received. */
  RECEIVE_SEGMENT_SIZE,
  /** Segments sent and not acknowledged. */
  UNACKNOWLEDGED,
  /** Segments acknowledged selectively. */
  SELECTIVELY_ACKNOWLEDGED,
  /** Segments believed lost. */
  LOST,
  /** Segments sent again and not acknowledged. */
  RETRANSMITTED,
  /** Since data was sent last. */
  SINCE_SENT,
  /** Since data was received last. */
  SINCE_RECEIVED,
  /** Since an acknowledgement was received last. */
  SINCE_ACKNOWLEDGED,
  /** Bytes per packet that the path takes. */
  PATH_MTU,
  /** Bytes at which the receive window stops growing fast. */
  RECEIVE_THRESHOLD,
  /** Smoothed round trip. */
  ROUND_TRIP,
  /** Its mean deviation. */
  ROUND_TRIP_VARIATION,
  /** Segments at which slow start ends. */
  SLOW_START_THRESHOLD,
  /** Segments that may be under way. */
  CONGESTION_WINDOW,
  /** Segments by which order may be off before loss is believed. */
  REORDERING,
  /** Round trip as seen by the receiver. */
  RECEIVER_ROUND_TRIP,
  /** Bytes of space the receiver aims at. */
  RECEIVE_SPACE,
  /** Segments sent again so far. */
  TOTAL_RETRANSMITTED,
  /** Bytes per second at which segments are paced. */
  PACING_RATE,
  /** Bytes acknowledged so far. */
  BYTES_ACKNOWLEDGED,
  /** Bytes received so far. */
  BYTES_RECEIVED,
  /** Segments sent so far. */
  SEGMENTS_SENT,
  /** Segments received so far. */
  SEGMENTS_RECEIVED,
  /** Bytes written and not sent. */
  UNSENT_BYTES,
  /** Shortest round trip of late. */
  SHORTEST_ROUND_TRIP,
  /** Bytes per second that arrive. */
  DELIVERY_RATE,
  /** Time spent sending. */
  BUSY_TIME,
  /** Time of it spent waiting for the peer's window. */
  RECEIVE_WINDOW_LIMITED_TIME,
  /** Time of it spent waiting for room in the send buffer. */
  SEND_BUFFER_LIMITED_TIME,
  /** Segments delivered so far. */
  SEGMENTS_DELIVERED,
  /** Of these with a congestion mark. */
  SEGMENTS_MARKED,
  /** Bytes sent so far, those sent again included. */
  BYTES_SENT,
  /** Bytes sent again so far. */
  BYTES_RETRANSMITTED,
  /** Segments received twice by the peer. */
  DUPLICATES,
  /** Times that order was off. */
  REORDERINGS_SEEN,
  /** Segments received out of order. */
  OUT_OF_ORDER,
  /** Bytes that the peer has room for. */
  SEND_WINDOW
}
