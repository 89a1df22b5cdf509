// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.message;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.packetloom.message.DisconnectReason;

/**
 * The datagrams of the handshake as {@code WIRE.md} has them, big-endian.
 *
 * <p>All begin with type, version and the client's nonce, and end with a CRC-32C over the rest.
 * Those of clients have at least {@link #LEAST_OF_CLIENT} bytes, more than any answer.
 */
@SuppressWarnings("EnumOrdinal") // kinds are sent as ordinals
final class HandshakeWire {
  /** Version of the handshake, and of the data packets that follow it. */
  static final int VERSION = 1;

  static final int REQUEST = 1;
  static final int CHALLENGE = 2;
  static final int RESPONSE = 3;
  static final int ACCEPTED = 4;
  static final int REFUSED = 5;

  // How the connection is protected.
  static final int PLAIN = 0;
  static final int ENCRYPTED = 1;
  static final int PINNED = 2;
  static final int TOKEN = 3;

  /** Bytes of the client's nonce. */
  static final int NONCE = 16;

  /** Bytes of a public key. */
  static final int KEY = 32;

  /** Bytes of a proof to have the same keys. */
  static final int PROOF = 16;

  static final int VERSION_AT = 1;
  static final int NONCE_AT = 2;

  // Of requests and responses.
  static final int MODE_AT = 18;
  static final int PROTOCOL_AT = 20;

  // Of responses.
  static final int RESPONSE_COOKIE_AT = 28;
  static final int RESPONSE_BODY_AT = 36;

  // Of challenges.
  static final int COOKIE_AT = 18;
  static final int CHALLENGE_END = 26;

  // Of acceptances.
  static final int ID_AT = 18;
  static final int ACCEPTED_BODY_AT = 26;

  // Of refusals.
  static final int KIND_AT = 18;
  static final int CODE_AT = 19;
  static final int SERVER_PROTOCOL_AT = 21;
  static final int REFUSED_END = 29;

  /** Bytes of the sum at the end. */
  static final int SUM = 4;

  /** The least bytes of a client's datagram. */
  static final int LEAST_OF_CLIENT = 128;

  /** The most bytes of a datagram. */
  static final int MOST = 576;

  /** The most bytes of an answer. */
  static final int MOST_OF_SERVER = ACCEPTED_BODY_AT + KEY + PROOF + SUM;

  private static final int LEAST = NONCE_AT + NONCE + SUM;

  private HandshakeWire() {}

  /** A buffer for one datagram. */
  static ByteBuffer buffer() {
    return ByteBuffer.allocate(MOST);
  }

  /**
   * Copies a datagram and checks its sum.
   *
   * @param datagram its position moves to its limit
   * @param into of {@link #buffer}; its limit becomes where the sum begins
   * @return false if it is damaged, or no datagram of a handshake
   */
  static boolean read(ByteBuffer datagram, ByteBuffer into) {
    int size = datagram.remaining();
    if (size < LEAST || size > MOST) {
      datagram.position(datagram.limit());
      return false;
    }
    into.clear().put(datagram).flip().limit(size - SUM);
    return into.array()[0] >= REQUEST
        && into.array()[0] <= REFUSED
        && sum(into.array(), size - SUM) == intAt(into, size - SUM);
  }

  /** Of a buffer whose limit is before it. */
  private static int intAt(ByteBuffer buffer, int at) {
    int limit = buffer.limit();
    int value = buffer.limit(at + SUM).getInt(at);
    buffer.limit(limit);
    return value;
  }

  /** Begins a datagram, with all that all have. */
  static ByteBuffer begin(ByteBuffer into, int type, byte[] nonce, int nonceAt) {
    return into.clear().put((byte) type).put((byte) VERSION).put(nonce, nonceAt, NONCE);
  }

  /**
   * Ends a datagram: pads it, and puts the sum.
   *
   * @param least bytes it has at least, sum and all
   * @return the buffer, to be read
   */
  static ByteBuffer end(ByteBuffer into, int least) {
    while (into.position() < least - SUM) {
      into.put((byte) 0);
    }
    return into.putInt(sum(into.array(), into.position())).flip();
  }

  private static int sum(byte[] bytes, int end) {
    var sum = new CRC32C();
    sum.update(bytes, 0, end);
    return (int) sum.getValue();
  }

  /** Composes a refusal of the client whose packet is given. */
  static ByteBuffer refuse(
      ByteBuffer into, byte[] packet, DisconnectReason reason, long protocolId) {
    return end(
        begin(into, REFUSED, packet, NONCE_AT)
            .put((byte) reason.kind().ordinal())
            .putShort((short) reason.code())
            .putLong(protocolId),
        0);
  }

  /** The reason of a refusal, null if there is none that a server may give. */
  static DisconnectReason refusal(ByteBuffer packet) {
    int kind = packet.get(KIND_AT);
    int code = packet.getShort(CODE_AT) & 0xFFFF;
    for (DisconnectReason.Kind each : DisconnectReason.Kind.values()) {
      if (each.ordinal() == kind && isRefusal(each)) {
        return new DisconnectReason(each, code);
      }
    }
    return null;
  }

  private static boolean isRefusal(DisconnectReason.Kind kind) {
    return switch (kind) {
      case PROTOCOL_MISMATCH, SERVER_FULL, DENIED, TOKEN_REJECTED -> true;
      case NORMAL, HANDSHAKE_TIMEOUT, TIMED_OUT, KICKED, SOCKET_FAILED -> false;
    };
  }
}
