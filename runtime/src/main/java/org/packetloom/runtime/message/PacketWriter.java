// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.message;

import org.packetloom.message.DisconnectReason;

/**
 * Decides whether a packet is to be sent now, and composes it: acknowledgements, then what keeps
 * the connection going, then pieces of messages.
 *
 * <p>An acknowledgement is due at once if a packet is missing, if it is the second packet, or if
 * none came for a while; packets that come in quick succession are acknowledged together. Packets
 * with acknowledgements alone are not acknowledged, but every {@link #ACKS_BEFORE_PING}th asks for
 * it, so that what must be told stays short.
 */
@SuppressWarnings("EnumOrdinal") // kinds are sent as ordinals
final class PacketWriter {
  private static final long QUICK_NANOS = 4_000_000;
  private static final long TOGETHER_NANOS = 2_000_000;
  private static final int ACKS_BEFORE_PING = 24;
  private static final int MOST_ACK = 160;
  private static final int CLOSES = 3;

  /** Bytes of a packet that asks about a path, always the same: head, id, number, frame. */
  static final int PATH_CHALLENGE_BYTES = 1 + 8 + 4 + 9;

  private final Channel[] channels;
  private final SentPackets sent;
  private final ReceivedPackets received;
  private final RateControl rate;
  private final Pacer pacer;
  private final Composer composer;
  private final PeerClock clock;
  private final PacketSeal seal;
  private final long connectionId;
  private final boolean hasId;
  private final int datagramSize;
  private final long keepaliveNanos;
  private final long ackDelayNanos;
  private final Traffic traffic = new Traffic();

  /** When an acknowledgement must go at the latest; the end of time if none is asked for. */
  private long ackDueAt = Long.MAX_VALUE;

  /** Packets that asked for an acknowledgement since the last was sent. */
  private int unacked;

  private long lastAskedAt = Long.MIN_VALUE / 2;
  private boolean hasNews;
  private int acksAlone;
  private boolean isProbeDue;
  private boolean hasWindows;

  /** Whether the packet that is composed tells limits of channels. */
  private boolean tellsWindows;

  private boolean hasPathAnswer;
  private long pathAnswer;
  private long lastSentAt;

  private DisconnectReason closing = DisconnectReason.NORMAL;
  private boolean isClosing;
  private int closesLeft;
  private long closeAt;

  PacketWriter(Endpoint endpoint, PacketSeal seal, boolean hasId, long connectionId, long now) {
    channels = endpoint.channels().all;
    sent = endpoint.sentPackets();
    received = endpoint.receivedPackets();
    rate = endpoint.rate();
    clock = endpoint.peerClock();
    this.seal = seal;
    this.hasId = hasId;
    this.connectionId = connectionId;
    datagramSize = endpoint.config().maxDatagramSize();
    keepaliveNanos = endpoint.config().keepalive().toNanos();
    ackDelayNanos = endpoint.config().ackDelay().toNanos();
    composer = new Composer(channels, sent, datagramSize);
    pacer = new Pacer(rate, datagramSize + RateControl.HEADERS, now);
    lastSentAt = now;
  }

  Traffic traffic() {
    return traffic;
  }

  /** A packet arrived. */
  void arrived(boolean isEliciting, boolean isNext, boolean hasGap, long now) {
    hasNews = true;
    if (isEliciting) {
      unacked++;
      boolean isQuick = now - lastAskedAt < QUICK_NANOS;
      lastAskedAt = now;
      long due = now + (isQuick ? Math.max(TOGETHER_NANOS, ackDelayNanos) : ackDelayNanos);
      ackDueAt = !isNext || unacked >= 2 ? now : Math.min(ackDueAt, due);
    } else if (hasGap) {
      ackDueAt = now;
    }
  }

  void probe() {
    isProbeDue = true;
  }

  /** The application has taken messages, or limits may not have arrived. */
  void lookAtWindows() {
    hasWindows = true;
  }

  void answerPath(long token) {
    hasPathAnswer = true;
    pathAnswer = token;
  }

  /** Tells of the end once more, if that was told and not just now. */
  boolean closeAgain(long now) {
    if (!isClosing || closesLeft > 0 || now < closeAt) {
      return false;
    }
    closesLeft = 1;
    return true;
  }

  void close(DisconnectReason reason, long now) {
    isClosing = true;
    closing = reason;
    closesLeft = CLOSES;
    closeAt = now;
  }

  /** Bytes of messages that could leave now, not counting what waits. */
  long budget(long now) {
    long room = rate.window() == Long.MAX_VALUE ? Long.MAX_VALUE : rate.window() - sent.inFlight();
    return Math.max(0, Math.min(room, pacer.allowance(now)));
  }

  private boolean mayGo(long now) {
    return pacer.mayGo(now) && sent.inFlight() < rate.window();
  }

  /** When there is something to send if nothing else happens. */
  long nextDeadline(long now) {
    if (isProbeDue || hasPathAnswer || hasWindows) {
      return now;
    }
    long deadline = Math.min(ackDueAt, lastSentAt + keepaliveNanos);
    if (sent.inFlight() < rate.window() && composer.isReady()) {
      deadline = Math.min(deadline, Math.max(now, pacer.dueAt()));
    }
    return deadline;
  }

  long nextClose() {
    return closesLeft > 0 ? closeAt : Long.MAX_VALUE;
  }

  /**
   * Composes the next packet.
   *
   * @param into has room for a datagram from {@code at} on
   * @return where it ends; {@code at} if there is nothing to send now
   */
  int write(byte[] into, int at, long now) {
    pacer.ask(now);
    boolean hasPieces = mayGo(now) && composer.isReady() || isProbeDue;
    boolean isKeepalive = now - lastSentAt >= keepaliveNanos;
    if (!hasPieces && !isKeepalive && now < ackDueAt && !hasPathAnswer && !hasWindows) {
      return at;
    }
    long number = sent.next();
    int bodyFrom = header(into, at, number);
    int limit = at + datagramSize - seal.overhead();
    int ackEnd = hasNews ? writeAck(into, bodyFrom, limit, hasPieces, now) : bodyFrom;
    boolean hasAck = ackEnd > bodyFrom;
    int end = controls(into, ackEnd, limit, hasPieces || isKeepalive, now);
    int flags = end > ackEnd ? SentPackets.ELICITING : 0;
    if (tellsWindows) {
      flags |= SentPackets.WINDOWS;
    }
    if (hasPieces) {
      int filled = composer.fill(into, end, limit, number, now);
      if (filled > end) {
        flags |= SentPackets.ELICITING;
        end = composer.fillCopies(into, filled, limit, number, spareForCopies(filled - at, now));
      }
    }
    if (flags == 0 && (isKeepalive || isProbeDue || hasAck && acksAlone >= ACKS_BEFORE_PING)) {
      into[end++] = Wire.PING;
      flags = SentPackets.ELICITING;
    }
    if (end == bodyFrom) {
      return at;
    }
    if (!composer.isReady()) {
      flags |= SentPackets.APP_LIMITED;
    }
    return finish(into, at, bodyFrom, end, flags, hasAck, now);
  }

  private long spareForCopies(int used, long now) {
    long allowance = composer.makesCopies() ? pacer.allowance(now) : 0;
    return allowance == Long.MAX_VALUE ? allowance : allowance - used;
  }

  private int finish(
      byte[] into, int at, int bodyFrom, int end, int flags, boolean hasAck, long now) {
    long number = sent.next();
    seal.seal(number, into, at, bodyFrom, end);
    int packetEnd = end + seal.overhead();
    int bytes = packetEnd - at + RateControl.HEADERS;
    sent.sent(bytes, flags, hasAck ? received.highest() : SentPackets.NOTHING, now);
    if ((flags & SentPackets.ELICITING) != 0) {
      rate.sent(now, bytes, sent.inFlight());
    }
    pacer.sent(bytes, now);
    traffic.add(packetEnd - at, now);
    lastSentAt = now;
    isProbeDue = false;
    if ((flags & SentPackets.ELICITING) != 0) {
      acksAlone = 0;
    } else {
      acksAlone++;
    }
    if (hasAck) {
      ackDueAt = Long.MAX_VALUE;
      unacked = 0;
      hasNews = false;
    }
    return packetEnd;
  }

  private int header(byte[] into, int at, long number) {
    boolean isLong = number - sent.largestAcked() >= Wire.SHORT_SPAN;
    into[at] =
        (byte)
            (Wire.DATA
                | (hasId ? Wire.HAS_ID : 0)
                | (isLong ? Wire.LONG_NUMBER : 0)
                | Wire.VERSION_BITS);
    int next = hasId ? Wire.putLong(into, at + 1, connectionId) : at + 1;
    return isLong ? Wire.putInt(into, next, (int) number) : Wire.putShort(into, next, (int) number);
  }

  private int writeAck(byte[] into, int at, int limit, boolean hasPieces, long now) {
    int room = hasPieces ? Composer.RESERVED : MOST_ACK;
    return received.writeAck(into, at, Math.min(limit, at + room), now);
  }

  private int controls(byte[] into, int at, int limit, boolean isAsking, long now) {
    int next = at;
    tellsWindows = false;
    if (hasPathAnswer) {
      hasPathAnswer = false;
      into[next++] = Wire.PATH_RESPONSE;
      next = Wire.putLong(into, next, pathAnswer);
    }
    if (hasWindows) {
      next = windows(into, next, limit);
    }
    if (clock.hasAnswer() && limit - next > 21) {
      into[next++] = Wire.TIME_REPLY;
      next = clock.answer(into, next, now);
    }
    if (isAsking && clock.wantsToAsk(now) && limit - next > 9) {
      clock.asked(now);
      into[next++] = Wire.TIME;
      next = Wire.putLong(into, next, now);
    }
    return next;
  }

  private int windows(byte[] into, int at, int limit) {
    int next = at;
    for (Channel each : channels) {
      if (limit - next < 12) {
        return next; // the others in the next packet
      }
      long told = each.receiving.limitToTell();
      if (told >= 0) {
        into[next++] = Wire.WINDOW;
        into[next++] = (byte) each.id();
        next = Wire.putVar(into, next, told);
        tellsWindows = true;
      }
    }
    hasWindows = false;
    return next;
  }

  /** Composes a packet that says that the connection has ended, if it is time for one. */
  int writeClose(byte[] into, int at, long now) {
    if (closesLeft == 0 || now < closeAt) {
      return at;
    }
    closesLeft--;
    closeAt = now + Math.max(sent.roundTrips().smoothed() / 2, 50_000_000);
    int bodyFrom = header(into, at, sent.next());
    into[bodyFrom] = Wire.CLOSE;
    into[bodyFrom + 1] = (byte) closing.kind().ordinal();
    int end = Wire.putShort(into, bodyFrom + 2, closing.code());
    return finish(into, at, bodyFrom, end, 0, false, now);
  }

  /** Composes a packet that asks whether a path leads to the other side. */
  int writePathChallenge(byte[] into, int at, long token, long now) {
    int bodyFrom = header(into, at, sent.next());
    into[bodyFrom] = Wire.PATH_CHALLENGE;
    int end = Wire.putLong(into, bodyFrom + 1, token);
    int unsealed = at + (hasId ? PATH_CHALLENGE_BYTES : PATH_CHALLENGE_BYTES - 8);
    while (end < unsealed) {
      into[end++] = Wire.PADDING;
    }
    return finish(into, at, bodyFrom, end, 0, false, now);
  }
}
