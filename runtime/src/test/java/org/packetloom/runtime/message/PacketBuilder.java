// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.message;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * Makes data packets byte by byte as {@code WIRE.md} has them, with a valid checksum, and with any
 * nonsense in their frames. Shares no code with what it tests.
 */
final class PacketBuilder {
  private final long protocol;
  private final long number;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  private PacketBuilder(long protocol, long number, boolean isLong) {
    this.protocol = protocol;
    this.number = number;
    bytes.write(isLong ? 0xA4 : 0x84);
    put(number, isLong ? 4 : 2);
  }

  /** A packet of protocol 0, with two bytes of its number. */
  static PacketBuilder packet(long number) {
    return new PacketBuilder(0, number, false);
  }

  static PacketBuilder longPacket(long number) {
    return new PacketBuilder(0, number, true);
  }

  static PacketBuilder packet(long protocol, long number) {
    return new PacketBuilder(protocol, number, false);
  }

  private void put(long value, int size) {
    for (int shift = 8 * (size - 1); shift >= 0; shift -= 8) {
      bytes.write((int) (value >>> shift));
    }
  }

  PacketBuilder raw(int... values) {
    for (int value : values) {
      bytes.write(value);
    }
    return this;
  }

  PacketBuilder raw(byte[] some) {
    bytes.writeBytes(some);
    return this;
  }

  PacketBuilder var(long value) {
    long rest = value;
    while (rest < 0 || rest > 0x7F) {
      bytes.write((int) (rest | 0x80));
      rest >>>= 7;
    }
    bytes.write((int) rest);
    return this;
  }

  PacketBuilder fixed(long value, int size) {
    put(value, size);
    return this;
  }

  private PacketBuilder head(int flags, int channel) {
    bytes.write(0x80 | flags | Math.min(channel, 15));
    if (channel >= 15) {
      bytes.write(channel);
    }
    return this;
  }

  private PacketBuilder sequence(long sequence) {
    if (sequence >= 0 && sequence < 0x4000) {
      put(sequence, 2);
    } else {
      put(sequence & 0x7FFFFFFF | 0x80000000L, 4);
    }
    return this;
  }

  /** A whole message. */
  PacketBuilder piece(int channel, long sequence, byte... content) {
    return head(0x40, channel).sequence(sequence).var(content.length).raw(content);
  }

  /** A whole message whose number is that of the one before and one. */
  PacketBuilder next(int channel, byte... content) {
    return head(0, channel).var(content.length).raw(content);
  }

  /** A whole message that runs to the end. */
  PacketBuilder last(int channel, long sequence, byte... content) {
    return head(0x50, channel).sequence(sequence).raw(content);
  }

  PacketBuilder fragment(
      int channel, long sequence, long index, long count, long total, byte... content) {
    return head(0x60, channel)
        .sequence(sequence)
        .var(index)
        .var(count)
        .var(total)
        .var(content.length)
        .raw(content);
  }

  PacketBuilder ping() {
    return raw(0x01);
  }

  /** The largest number, the run below it, and gaps and runs in turn; each as it is on the wire. */
  PacketBuilder ack(long largest, long... runs) {
    raw(0x02).fixed(largest, 4).var(0).raw(runs.length / 2);
    Arrays.stream(runs).forEach(this::var);
    return this;
  }

  PacketBuilder window(int channel, long limit) {
    return raw(0x03, channel).var(limit);
  }

  PacketBuilder close(int kind, int code) {
    return raw(0x06, kind).fixed(code, 2);
  }

  /** The frames without header and checksum. */
  byte[] frames() {
    byte[] all = bytes.toByteArray();
    return Arrays.copyOfRange(all, (all[0] & 0x20) == 0 ? 3 : 5, all.length);
  }

  ByteBuffer build() {
    byte[] packet = bytes.toByteArray();
    var sum = new CRC32C();
    sum.update(ByteBuffer.allocate(16).putLong(protocol).putLong(number).flip());
    sum.update(packet);
    return ByteBuffer.allocate(packet.length + 4).put(packet).putInt((int) sum.getValue()).flip();
  }
}
