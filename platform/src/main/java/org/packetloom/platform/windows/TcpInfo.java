// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.windows;

import static java.lang.foreign.MemoryLayout.PathElement.groupElement;
import static java.lang.foreign.MemoryLayout.paddingLayout;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.StructLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.packetloom.platform.TcpFigure;

/** Reads {@code TCP_INFO_v1} of mstcpip.h, of which {@code TCP_INFO_v0} is the beginning. */
final class TcpInfo {
  /** Number of the newest version known here. */
  static final int NEWEST = 1;

  static final StructLayout TCP_INFO_v1 =
      MemoryLayout.structLayout(
              JAVA_INT.withName("State"),
              JAVA_INT.withName("Mss"),
              JAVA_LONG.withName("ConnectionTimeMs"),
              JAVA_BYTE.withName("TimestampsEnabled"),
              paddingLayout(3),
              JAVA_INT.withName("RttUs"),
              JAVA_INT.withName("MinRttUs"),
              JAVA_INT.withName("BytesInFlight"),
              JAVA_INT.withName("Cwnd"),
              JAVA_INT.withName("SndWnd"),
              JAVA_INT.withName("RcvWnd"),
              JAVA_INT.withName("RcvBuf"),
              JAVA_LONG.withName("BytesOut"),
              JAVA_LONG.withName("BytesIn"),
              JAVA_INT.withName("BytesReordered"),
              JAVA_INT.withName("BytesRetrans"),
              JAVA_INT.withName("FastRetrans"),
              JAVA_INT.withName("DupAcksIn"),
              JAVA_INT.withName("TimeoutEpisodes"),
              JAVA_BYTE.withName("SynRetrans"),
              paddingLayout(3),
              JAVA_INT.withName("SndLimTransRwin"),
              JAVA_INT.withName("SndLimTimeRwin"),
              JAVA_LONG.withName("SndLimBytesRwin"),
              JAVA_INT.withName("SndLimTransCwnd"),
              JAVA_INT.withName("SndLimTimeCwnd"),
              JAVA_LONG.withName("SndLimBytesCwnd"),
              JAVA_INT.withName("SndLimTransSnd"),
              JAVA_INT.withName("SndLimTimeSnd"),
              JAVA_LONG.withName("SndLimBytesSnd"))
          .withName("TCP_INFO_v1");

  /** Bytes of the newest version. */
  static final int SIZE = (int) TCP_INFO_v1.byteSize();

  private static final int MICROS_PER_MILLI = 1000;

  /** TCPSTATE of mstcpip.h, from 0 on, as {@link TcpFigure#STATE} numbers them. */
  private static final int[] STATES = {7, 10, 2, 3, 1, 4, 5, 8, 11, 9, 6};

  private TcpInfo() {}

  /** A figure, −1 if Windows, or this version of it, does not tell it. */
  static long read(TcpFigure figure, byte[] info, int length) {
    return switch (figure) {
      case STATE -> state(number("State", info, length));
      case OPTIONS -> Math.min(1, number("TimestampsEnabled", info, length));
      case SEND_SEGMENT_SIZE -> number("Mss", info, length);
      case ROUND_TRIP -> number("RttUs", info, length);
      case SHORTEST_ROUND_TRIP -> number("MinRttUs", info, length);
      case CONGESTION_WINDOW -> segments("Cwnd", info, length);
      case UNACKNOWLEDGED -> segments("BytesInFlight", info, length);
      case SEND_WINDOW -> number("SndWnd", info, length);
      case RECEIVE_SPACE -> number("RcvBuf", info, length);
      case BYTES_SENT -> number("BytesOut", info, length);
      case BYTES_RECEIVED -> number("BytesIn", info, length);
      case BYTES_RETRANSMITTED -> number("BytesRetrans", info, length);
      case RECEIVE_WINDOW_LIMITED_TIME -> micros("SndLimTimeRwin", info, length);
      case SEND_BUFFER_LIMITED_TIME -> micros("SndLimTimeSnd", info, length);
      default -> -1;
    };
  }

  private static long state(long number) {
    return number >= 0 && number < STATES.length ? STATES[(int) number] : -1;
  }

  /** Bytes as segments, begun ones included. */
  private static long segments(String member, byte[] info, int length) {
    long bytes = number(member, info, length);
    long segment = number("Mss", info, length);
    return bytes < 0 || segment <= 0 ? -1 : Math.ceilDiv(bytes, segment);
  }

  private static long micros(String member, byte[] info, int length) {
    long millis = number(member, info, length);
    return millis < 0 ? -1 : millis * MICROS_PER_MILLI;
  }

  /** A member, −1 if it is not within the length. */
  private static long number(String member, byte[] info, int length) {
    int offset = (int) TCP_INFO_v1.byteOffset(groupElement(member));
    int size = (int) TCP_INFO_v1.select(groupElement(member)).byteSize();
    if (offset + size > length) {
      return -1;
    }
    ByteBuffer bytes = ByteBuffer.wrap(info).order(ByteOrder.LITTLE_ENDIAN);
    return switch (size) {
      case Byte.BYTES -> Byte.toUnsignedLong(bytes.get(offset));
      case Integer.BYTES -> Integer.toUnsignedLong(bytes.getInt(offset));
      default -> bytes.getLong(offset);
    };
  }
}
