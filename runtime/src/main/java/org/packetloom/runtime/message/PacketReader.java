// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.message;

import org.packetloom.message.ChannelConfig;
import org.packetloom.message.ReceiveResult;

/**
 * Reads the frames of a packet and checks each, without changing anything: a packet is taken whole
 * or not at all. Where the frames are is left in a {@link Scratch}.
 *
 * <p>Fails by setting {@link #failure}, never by an exception, whatever the bytes.
 */
final class PacketReader {
  private static final int MOST_FRAGMENTS = 1 << 18;

  private final Channels channels;
  private final SentPackets sent;
  private final Scratch scratch;

  /** Counts packets that were read, those that failed too. */
  private long passes;

  private byte[] bytes = {};
  private int at;
  private int end;
  private boolean isBad;
  private ReceiveResult failure = ReceiveResult.ACCEPTED;
  private boolean isEliciting;

  PacketReader(Channels channels, SentPackets sent, Scratch scratch) {
    this.channels = channels;
    this.sent = sent;
    this.scratch = scratch;
  }

  /** Whether the packet that was read asks for an acknowledgement. */
  boolean isEliciting() {
    return isEliciting;
  }

  /** Reads a packet's frames; ACCEPTED if all may be taken. */
  ReceiveResult read(byte[] packet, int from, int to) {
    passes++;
    bytes = packet;
    at = from;
    end = to;
    isBad = false;
    failure = ReceiveResult.ACCEPTED;
    isEliciting = false;
    scratch.frames = 0;
    while (at < end && !isBad && failure == ReceiveResult.ACCEPTED) {
      int head = bytes[at++];
      if (head < 0) {
        piece(head);
      } else {
        control(head);
      }
    }
    bytes = Endpoint.NO_BYTES;
    return isBad ? ReceiveResult.MALFORMED : failure;
  }

  private void piece(int head) {
    isEliciting = true;
    int id = head & Wire.CHANNEL_MASK;
    if (id == Wire.FAR_CHANNEL) {
      id = need(1) ? bytes[at++] & 0xFF : -1;
    }
    Channel channel = channels.find(id);
    if (channel == null) {
      isBad = true;
      return;
    }
    if (channel.readPass != passes) {
      channel.receiving.beginCheck();
    }
    long sequence = sequence(head, channel);
    int index = 0;
    int count = 1;
    int total = 0;
    if ((head & Wire.FRAGMENT) != 0) {
      index = var(MOST_FRAGMENTS);
      count = var(MOST_FRAGMENTS);
      total = var(ChannelConfig.MAX_MESSAGE_SIZE);
      isBad |= count < 2 || index >= count;
    }
    int length = (head & Wire.TO_END) != 0 ? end - at : var(end - at);
    if (isBad || sequence < 0 || !need(length)) {
      isBad = true;
      return;
    }
    total = count == 1 ? length : total;
    failure = channel.receiving.check(sequence, index, count, total, length);
    channel.readPass = passes;
    channel.readPiece = sequence;
    int slot = frame(Wire.PIECE, at);
    scratch.channels[slot] = channel.index;
    scratch.sequences[slot] = sequence;
    scratch.indexes[slot] = index;
    scratch.counts[slot] = count;
    scratch.totals[slot] = total;
    scratch.lengths[slot] = length;
    at += length;
  }

  private long sequence(int head, Channel channel) {
    if ((head & Wire.HAS_SEQUENCE) == 0) {
      return channel.readPass == passes ? channel.readPiece + 1 : -1;
    }
    if (!need(2)) {
      return -1;
    }
    long near = channel.receiving.near();
    int shortOne = Wire.getShort(bytes, at);
    if (shortOne < 0x8000) {
      at += 2;
      return Wire.expand(near, shortOne, 15);
    }
    if (!need(4)) {
      return -1;
    }
    at += 4;
    return Wire.expand(near, Wire.getInt(bytes, at - 4) & 0x7FFFFFFF, 31);
  }

  private void control(int type) {
    if (type == Wire.PADDING) {
      return;
    }
    int slot = frame(type, at);
    switch (type) {
      case Wire.PING -> isEliciting = true;
      case Wire.ACK -> acknowledgement();
      case Wire.WINDOW -> {
        isEliciting = true;
        Channel channel = need(1) ? channels.find(bytes[at++] & 0xFF) : null;
        isBad |= channel == null;
        scratch.channels[slot] = isBad ? 0 : channel.index;
        scratch.sequences[slot] = longVar();
      }
      case Wire.TIME, Wire.PATH_CHALLENGE, Wire.PATH_RESPONSE -> fixed(8);
      case Wire.TIME_REPLY -> fixed(20);
      case Wire.CLOSE -> {
        boolean wasEliciting = isEliciting;
        fixed(3);
        isEliciting = wasEliciting;
      }
      default -> isBad = true;
    }
  }

  private void fixed(int size) {
    isEliciting = true;
    if (need(size)) {
      at += size;
    }
  }

  /** An acknowledgement may tell of numbers that were sent only. */
  private void acknowledgement() {
    if (!need(4)) {
      return;
    }
    long largest = Wire.expand(sent.next(), Wire.getInt(bytes, at) & 0xFFFFFFFFL, 32);
    at += 4;
    var(1 << 14);
    int ranges = need(1) ? bytes[at++] : -1;
    long low = largest - var(Integer.MAX_VALUE);
    for (int i = 0; i < ranges && !isBad; i++) {
      low -= 1L + var(Integer.MAX_VALUE) + 1L + var(Integer.MAX_VALUE);
    }
    isBad |= ranges < 0 || largest >= sent.next() || low < sent.firstNumber();
  }

  private int frame(int type, int start) {
    scratch.ensureFrame();
    scratch.types[scratch.frames] = type;
    scratch.starts[scratch.frames] = start;
    return scratch.frames++;
  }

  private boolean need(int count) {
    if (count < 0 || end - at < count) {
      isBad = true;
      return false;
    }
    return true;
  }

  private int var(int most) {
    long value = longVar();
    if (value > most) {
      isBad = true;
      return 0;
    }
    return (int) value;
  }

  private long longVar() {
    long value = 0;
    for (int shift = 0; shift < 63; shift += 7) {
      if (!need(1)) {
        return 0;
      }
      byte b = bytes[at++];
      value |= (long) (b & 0x7F) << shift;
      if (b >= 0) {
        return value;
      }
    }
    isBad = true;
    return 0;
  }
}
