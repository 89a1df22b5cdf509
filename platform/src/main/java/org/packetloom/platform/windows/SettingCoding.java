// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.windows;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/** How Windows stores the value of a setting that is a number. */
enum SettingCoding {
  /** An int. */
  NUMBER,
  /** An int that is 0 or not; told in one byte by some options. */
  SWITCH,
  /** An int without a sign; all bits set for what the system chooses. */
  UNSIGNED,
  /** A {@code struct linger} of two shorts. */
  LINGER,
  /** The protocol in a {@code WSAPROTOCOL_INFOW}. */
  PROTOCOL,
  /** The number of an interface: in network order for version 4, where an address stands for it. */
  INTERFACE4,
  /** One of {@code PMTUD_STATE}. */
  MTU_DISCOVERY;

  /** Bytes that any number fits in. */
  static final int ROOM = 4;

  /** {@code sizeof(WSAPROTOCOL_INFOW)}; winsock2.h. */
  static final int PROTOCOL_INFO_ROOM = 628;

  /** Offset of {@code iProtocol} in it. */
  private static final int PROTOCOL_NUMBER = 92;

  private static final int MOST_LINGER = 0xffff;

  // What SocketSetting.MTU_DISCOVERY says for each PMTUD_STATE.
  private static final int NOT = 0;
  private static final int AS_ROUTES_SAY = 1;
  private static final int ALWAYS = 2;
  private static final int PROBING = 3;

  /** Bytes to be read. */
  int room() {
    return this == PROTOCOL ? PROTOCOL_INFO_ROOM : ROOM;
  }

  /** The number in zero bytes that the system has written to. */
  long decode(byte[] bytes) {
    ByteBuffer value = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int first = value.getInt(0);
    return switch (this) {
      case NUMBER -> first;
      case SWITCH -> first == 0 ? 0 : 1;
      case UNSIGNED -> first == -1 ? 0 : Integer.toUnsignedLong(first);
      case LINGER -> (short) first == 0 ? -1 : Short.toUnsignedLong(value.getShort(Short.BYTES));
      case PROTOCOL -> value.getInt(PROTOCOL_NUMBER);
      case INTERFACE4 -> MulticastInterfaces.number(bytes);
      case MTU_DISCOVERY -> mtuDiscovery(first);
    };
  }

  private static int mtuDiscovery(int state) {
    return switch (state) {
      case SocketOptions.IP_PMTUDISC_DO -> ALWAYS;
      case SocketOptions.IP_PMTUDISC_DONT -> NOT;
      case SocketOptions.IP_PMTUDISC_PROBE -> PROBING;
      default -> AS_ROUTES_SAY; // IP_PMTUDISC_NOT_SET
    };
  }

  /** The bytes of a number; empty if the system has no such value. */
  Optional<byte[]> encode(long value) {
    return switch (this) {
      case NUMBER, SWITCH, UNSIGNED -> Optional.of(bytes((int) value));
      case LINGER -> {
        int seconds = Math.clamp(value, 0, MOST_LINGER);
        yield Optional.of(bytes(seconds << Short.SIZE | (value < 0 ? 0 : 1)));
      }
      case INTERFACE4 -> Optional.of(MulticastInterfaces.request((int) value));
      case MTU_DISCOVERY -> pmtudState(value).map(SettingCoding::bytes);
      case PROTOCOL -> throw new IllegalArgumentException("not to be set: " + this);
    };
  }

  private static Optional<Integer> pmtudState(long value) {
    return switch ((int) value) {
      case NOT -> Optional.of(SocketOptions.IP_PMTUDISC_DONT);
      case AS_ROUTES_SAY -> Optional.of(SocketOptions.IP_PMTUDISC_NOT_SET);
      case ALWAYS -> Optional.of(SocketOptions.IP_PMTUDISC_DO);
      case PROBING -> Optional.of(SocketOptions.IP_PMTUDISC_PROBE);
      default -> Optional.empty();
    };
  }

  private static byte[] bytes(int value) {
    ByteBuffer bytes = ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    return bytes.putInt(value).array();
  }
}
