// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.linux;

import java.lang.foreign.MemoryLayout.PathElement;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.EnumMap;
import java.util.Map;
import org.packetloom.platform.TcpFigure;

/**
 * Reads {@code struct tcp_info}, which has grown at its end with the kernel: what lies beyond the
 * length that a kernel writes is not told by it.
 */
final class TcpInfoLayout {
  /** Bytes of the newest version known here. */
  static final int SIZE = (int) Layouts.tcp_info.byteSize();

  private static final int MICROS_PER_MILLI = 1000;

  /** linux/tcp.h says {@code 0x7fffffff} where slow start has no end yet. */
  private static final long INFINITE_THRESHOLD = Integer.MAX_VALUE;

  private static final Map<TcpFigure, Member> MEMBERS = new EnumMap<>(TcpFigure.class);

  static {
    """
    STATE tcpi_state
    CONGESTION_STATE tcpi_ca_state
    RETRANSMITS tcpi_retransmits
    PROBES tcpi_probes
    BACKOFF tcpi_backoff
    OPTIONS tcpi_options
    RETRANSMISSION_TIMEOUT tcpi_rto
    ACKNOWLEDGEMENT_TIMEOUT tcpi_ato
    SEND_SEGMENT_SIZE tcpi_snd_mss
    RECEIVE_SEGMENT_SIZE tcpi_rcv_mss
    UNACKNOWLEDGED tcpi_unacked
    SELECTIVELY_ACKNOWLEDGED tcpi_sacked
    LOST tcpi_lost
    RETRANSMITTED tcpi_retrans
    SINCE_SENT tcpi_last_data_sent
    SINCE_RECEIVED tcpi_last_data_recv
    SINCE_ACKNOWLEDGED tcpi_last_ack_recv
    PATH_MTU tcpi_pmtu
    RECEIVE_THRESHOLD tcpi_rcv_ssthresh
    ROUND_TRIP tcpi_rtt
    ROUND_TRIP_VARIATION tcpi_rttvar
    SLOW_START_THRESHOLD tcpi_snd_ssthresh
    CONGESTION_WINDOW tcpi_snd_cwnd
    REORDERING tcpi_reordering
    RECEIVER_ROUND_TRIP tcpi_rcv_rtt
    RECEIVE_SPACE tcpi_rcv_space
    TOTAL_RETRANSMITTED tcpi_total_retrans
    PACING_RATE tcpi_pacing_rate
    BYTES_ACKNOWLEDGED tcpi_bytes_acked
    BYTES_RECEIVED tcpi_bytes_received
    SEGMENTS_SENT tcpi_segs_out
    SEGMENTS_RECEIVED tcpi_segs_in
    UNSENT_BYTES tcpi_notsent_bytes
    SHORTEST_ROUND_TRIP tcpi_min_rtt
    DELIVERY_RATE tcpi_delivery_rate
    BUSY_TIME tcpi_busy_time
    RECEIVE_WINDOW_LIMITED_TIME tcpi_rwnd_limited
    SEND_BUFFER_LIMITED_TIME tcpi_sndbuf_limited
    SEGMENTS_DELIVERED tcpi_delivered
    SEGMENTS_MARKED tcpi_delivered_ce
    BYTES_SENT tcpi_bytes_sent
    BYTES_RETRANSMITTED tcpi_bytes_retrans
    DUPLICATES tcpi_dsack_dups
    REORDERINGS_SEEN tcpi_reord_seen
    OUT_OF_ORDER tcpi_rcv_ooopack
    SEND_WINDOW tcpi_snd_wnd
    """
        .lines()
        .map(line -> line.split(" "))
        .forEach(row -> MEMBERS.put(TcpFigure.valueOf(row[0]), Member.named(row[1])));
  }

  private TcpInfoLayout() {}

  /** Where a member stands. */
  private record Member(int offset, int size) {
    static Member named(String name) {
      PathElement path = PathElement.groupElement(name);
      long size = Layouts.tcp_info.select(path).byteSize();
      return new Member((int) Layouts.tcp_info.byteOffset(path), (int) size);
    }
  }

  /** A figure, −1 if it is not within the length or has no value yet. */
  static long read(TcpFigure figure, byte[] info, int length) {
    Member member = MEMBERS.get(figure);
    if (member.offset + member.size > length) {
      return -1;
    }
    ByteBuffer bytes = ByteBuffer.wrap(info).order(ByteOrder.nativeOrder());
    long value =
        switch (member.size) {
          case Byte.BYTES -> Byte.toUnsignedLong(bytes.get(member.offset));
          case Integer.BYTES -> Integer.toUnsignedLong(bytes.getInt(member.offset));
          default -> Math.max(-1, bytes.getLong(member.offset)); // all bits set: no limit
        };
    return switch (figure) {
      case SINCE_SENT, SINCE_RECEIVED, SINCE_ACKNOWLEDGED -> value * MICROS_PER_MILLI;
      case SHORTEST_ROUND_TRIP -> value == 0xffff_ffffL ? -1 : value; // none seen yet
      case SLOW_START_THRESHOLD -> value == INFINITE_THRESHOLD ? -1 : value;
      default -> value;
    };
  }
}
