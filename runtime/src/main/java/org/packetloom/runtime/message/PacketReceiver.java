// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.message;

import java.util.OptionalLong;
import org.packetloom.message.DisconnectReason;
import org.packetloom.message.ReceiveResult;

/** Takes datagrams in: checks that they are genuine and whole, then does what they say. */
final class PacketReceiver {
  /** How far above the highest number a packet may be: more cannot have been lost in between. */
  private static final long MOST_AHEAD = 1 << 22;

  private final Endpoint endpoint;
  private final PacketWriter writer;
  private final SentPackets sent;
  private final ReceivedPackets received;
  private final Channel[] channels;
  private final RateControl rate;
  private final PeerClock clock;
  private final PacketSeal seal;
  private final PacketReader reader;
  private final Scratch scratch;
  private final boolean hasId;
  private final long connectionId;
  private final Traffic traffic = new Traffic();

  private long heardAt;
  private long tookAt;
  private long rejected;
  private long pathResponse;

  PacketReceiver(
      Endpoint endpoint, PacketWriter writer, PacketSeal seal, OptionalLong id, long now) {
    this.endpoint = endpoint;
    this.writer = writer;
    this.seal = seal;
    sent = endpoint.sentPackets();
    received = endpoint.receivedPackets();
    channels = endpoint.channels().all;
    rate = endpoint.rate();
    clock = endpoint.peerClock();
    scratch = endpoint.scratch();
    reader = new PacketReader(endpoint.channels(), sent, scratch);
    hasId = id.isPresent();
    connectionId = id.orElse(0);
    heardAt = now;
    tookAt = now;
  }

  /** When a genuine packet came last. */
  long heardAt() {
    return heardAt;
  }

  /** When one came last that had more than acknowledgements. */
  long tookAt() {
    return tookAt;
  }

  long rejected() {
    return rejected;
  }

  Traffic traffic() {
    return traffic;
  }

  long takePathResponse() {
    long response = pathResponse;
    pathResponse = 0;
    return response;
  }

  ReceiveResult receive(byte[] bytes, int from, int end, long now) {
    ReceiveResult result = take(bytes, from, end, now);
    if (result == ReceiveResult.ACCEPTED) {
      traffic.add(end - from, now);
    } else {
      rejected++;
    }
    return result;
  }

  private ReceiveResult take(byte[] bytes, int from, int end, long now) {
    int head = end > from ? bytes[from] & 0xFF : 0;
    boolean isLong = (head & Wire.LONG_NUMBER) != 0;
    int numberAt = from + (hasId ? 9 : 1);
    int bodyFrom = numberAt + (isLong ? 4 : 2);
    if ((head & Wire.DATA) == 0
        || (head & Wire.VERSION_MASK) != Wire.VERSION_BITS
        || bodyFrom + seal.overhead() > end) {
      return ReceiveResult.MALFORMED;
    }
    if (hasId != ((head & Wire.HAS_ID) != 0)
        || hasId && Wire.getLong(bytes, from + 1) != connectionId) {
      return ReceiveResult.UNAUTHENTICATED;
    }
    long near = received.highest() + 1;
    long number =
        isLong
            ? Wire.expand(near, Wire.getInt(bytes, numberAt) & 0xFFFFFFFFL, 32)
            : Wire.expand(near, Wire.getShort(bytes, numberAt), 16);
    if (number < received.firstNumber() || number > near + MOST_AHEAD) {
      return ReceiveResult.UNAUTHENTICATED;
    }
    if (received.isStale(number)) {
      return ReceiveResult.STALE;
    }
    if (received.has(number)) {
      return ReceiveResult.DUPLICATE;
    }
    int bodyEnd = seal.open(number, bytes, from, bodyFrom, end);
    if (bodyEnd < 0) {
      return ReceiveResult.UNAUTHENTICATED;
    }
    ReceiveResult result = reader.read(bytes, bodyFrom, bodyEnd);
    if (result != ReceiveResult.ACCEPTED) {
      return result;
    }
    boolean hasGap = number > near;
    boolean isNext = received.add(number, now);
    heardAt = now;
    if (reader.isEliciting()) {
      tookAt = now;
    }
    writer.arrived(reader.isEliciting(), isNext, hasGap, now);
    apply(bytes, now);
    return ReceiveResult.ACCEPTED;
  }

  private void apply(byte[] bytes, long now) {
    boolean hasPieces = false;
    for (int i = 0; i < scratch.frames; i++) {
      int at = scratch.starts[i];
      switch (scratch.types[i]) {
        case Wire.PIECE -> {
          channels[scratch.channels[i]].receiving.take(
              scratch.sequences[i],
              scratch.indexes[i],
              scratch.counts[i],
              scratch.totals[i],
              bytes,
              at,
              scratch.lengths[i],
              now);
          hasPieces = true;
        }
        case Wire.ACK -> acknowledged(bytes, at, now);
        case Wire.WINDOW -> channels[scratch.channels[i]].sending.grant(scratch.sequences[i]);
        case Wire.TIME -> clock.question(Wire.getLong(bytes, at), now);
        case Wire.TIME_REPLY -> clock.answered(bytes, at, now);
        case Wire.CLOSE -> endpoint.endedByPeer(reason(bytes, at));
        case Wire.PATH_CHALLENGE -> writer.answerPath(Wire.getLong(bytes, at));
        case Wire.PATH_RESPONSE -> pathResponse = Wire.getLong(bytes, at);
        default -> {}
      }
    }
    if (hasPieces) {
      lookAtWindows();
    }
  }

  private void lookAtWindows() {
    for (Channel each : channels) {
      if (each.receiving.wantsToTell()) {
        writer.lookAtWindows();
        return;
      }
    }
  }

  private void acknowledged(byte[] bytes, int at, long now) {
    RateControl.AckSample sample = sent.acked(bytes, at, now);
    if (sample.ackedBytes > 0 || sample.lostBytes > 0) {
      rate.acked(sample);
    }
  }

  private static DisconnectReason reason(byte[] bytes, int at) {
    var kinds = DisconnectReason.Kind.values();
    int kind = bytes[at] & 0xFF;
    return new DisconnectReason(
        kind < kinds.length - 1 ? kinds[kind] : DisconnectReason.Kind.NORMAL,
        Wire.getShort(bytes, at + 1));
  }
}
