// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.message;

import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.packetloom.FailureDetail;
import org.packetloom.MessageTooLargeException;
import org.packetloom.message.BackpressureException;
import org.packetloom.message.ConnectionStats;
import org.packetloom.message.DisconnectReason;
import org.packetloom.message.MessageConfig;
import org.packetloom.message.MessageEndpoint;
import org.packetloom.message.ReceiveResult;
import org.packetloom.message.ReceivedMessage;
import org.packetloom.message.SharedPayload;

/**
 * One side of a connection of messages: joins what was sent, what was received, and the channels.
 *
 * <p>Used by one thread at a time. Time is what the caller says, and never goes back.
 */
final class Endpoint implements MessageEndpoint {
  static final byte[] NO_BYTES = {};

  private final MessageConfig config;
  private final Channels channels;
  private final Scratch scratch;
  private final SentPackets sent;
  private final ReceivedPackets received;
  private final PacketReceiver receiver;
  private final PacketWriter writer;
  private final RateControl rate;
  private final PeerClock clock;
  private final long idleNanos;
  private final long keepaliveNanos;

  private long now;
  private long trimAt;

  /** Why it has ended; null while it has not. */
  private DisconnectReason ended;

  Endpoint(
      MessageConfig config,
      long now,
      PacketSeal outgoing,
      PacketSeal incoming,
      OptionalLong connectionId,
      Scratch scratch,
      long firstNumber) {
    this.config = config;
    this.now = now;
    this.scratch = scratch;
    idleNanos = config.idleTimeout().toNanos();
    keepaliveNanos = config.keepalive().toNanos();
    trimAt = now + keepaliveNanos;
    int idBytes = connectionId.isPresent() ? 8 : 0;
    int mostInPiece =
        config.maxDatagramSize()
            - (1 + idBytes + 4)
            - outgoing.overhead()
            - Composer.RESERVED
            - Composer.MOST_FRAME_HEAD;
    channels = new Channels(config, mostInPiece, firstNumber);
    received = new ReceivedPackets(firstNumber);
    rate = RateControls.of(config, now);
    clock = new PeerClock(now);
    sent =
        new SentPackets(
            new PieceFates(channels.all, received, this::tellWindowsAgain), firstNumber);
    writer =
        new PacketWriter(this, outgoing, connectionId.isPresent(), connectionId.orElse(0), now);
    receiver = new PacketReceiver(this, writer, incoming, connectionId, now);
  }

  /** One that is connected as soon as it exists. */
  static Endpoint bare(MessageConfig config, long now, long firstNumber) {
    return new Endpoint(
        config,
        now,
        new ChecksumSeal(config.protocolId()),
        new ChecksumSeal(config.protocolId()),
        OptionalLong.empty(),
        new Scratch(),
        firstNumber);
  }

  Channels channels() {
    return channels;
  }

  SentPackets sentPackets() {
    return sent;
  }

  ReceivedPackets receivedPackets() {
    return received;
  }

  RateControl rate() {
    return rate;
  }

  PeerClock peerClock() {
    return clock;
  }

  Scratch scratch() {
    return scratch;
  }

  @Override
  public MessageConfig config() {
    return config;
  }

  private long clock(long nowNanos) {
    if (nowNanos - now > 0) {
      now = nowNanos;
    }
    return now;
  }

  @Override
  public long send(int channel, ByteBuffer payload)
      throws MessageTooLargeException, BackpressureException {
    SendQueue queue = ensureRoom(channel, payload.remaining());
    return queue.add(payload, now);
  }

  @Override
  public long send(int channel, SharedPayload payload)
      throws MessageTooLargeException, BackpressureException {
    SendQueue queue = ensureRoom(channel, payload.size());
    return queue.add(payload, now);
  }

  private SendQueue ensureRoom(int channel, int size)
      throws MessageTooLargeException, BackpressureException {
    if (ended != null) {
      throw new IllegalStateException("the connection has ended: " + ended);
    }
    SendQueue queue = ensureSize(channel, size);
    if (!queue.hasRoom(size)) {
      throw new BackpressureException(
          channel, queue.queuedBytes(), size, queue.config.maxQueuedBytes());
    }
    return queue;
  }

  private SendQueue ensureSize(int channel, int size) throws MessageTooLargeException {
    SendQueue queue = channels.get(channel).sending;
    int most = queue.config.maxMessageSize();
    if (size > most) {
      throw new MessageTooLargeException(
          new FailureDetail("send", "channel " + channel, "EMSGSIZE", 90, 0, 0),
          size,
          OptionalLong.of(most));
    }
    return queue;
  }

  @Override
  public long trySend(int channel, ByteBuffer payload) throws MessageTooLargeException {
    SendQueue queue = ensureSize(channel, payload.remaining());
    return ended == null && queue.hasRoom(payload.remaining()) ? queue.add(payload, now) : -1;
  }

  @Override
  public boolean canSend(int channel, int size) {
    SendQueue queue = channels.get(channel).sending;
    return ended == null && size <= queue.config.maxMessageSize() && queue.hasRoom(size);
  }

  @Override
  public long queuedBytes(int channel) {
    return channels.get(channel).sending.queuedBytes();
  }

  @Override
  public int sendBudget(long nowNanos) {
    long time = clock(nowNanos);
    long unsent = channels.unsentBytes();
    return ended != null ? 0 : Math.clamp(writer.budget(time) - unsent, 0, Integer.MAX_VALUE);
  }

  @Override
  public ReceiveResult receive(ByteBuffer datagram, long nowNanos) {
    int size = datagram.remaining();
    byte[] bytes = scratch.bytes(size);
    datagram.get(bytes, 0, size);
    return receive(bytes, 0, size, nowNanos);
  }

  /** Takes a datagram in, which may be changed. */
  ReceiveResult receive(byte[] bytes, int from, int end, long nowNanos) {
    return ended != null
        ? ReceiveResult.CLOSED
        : receiver.receive(bytes, from, end, clock(nowNanos));
  }

  /** The other side says that it has ended. */
  void endedByPeer(DisconnectReason reason) {
    end(reason);
  }

  private void tellWindowsAgain() {
    channels.tellAgain();
    writer.lookAtWindows();
  }

  @Override
  public void advance(long nowNanos) {
    long time = clock(nowNanos);
    if (ended != null) {
      return;
    }
    if (time - receiver.heardAt() >= idleNanos) {
      end(DisconnectReason.of(DisconnectReason.Kind.TIMED_OUT));
      return;
    }
    long lostBefore = sent.lostBytes();
    if (time >= sent.nextDeadline() && sent.advance(time)) {
      writer.probe();
    }
    if (sent.lostBytes() != lostBefore) {
      rate.lost(time, sent.lostBytes() - lostBefore, sent.inFlight());
    }
    channels.advance(time);
    if (time >= trimAt) {
      trim(time);
    }
  }

  /** Gives memory back if nothing has been going on. */
  private void trim(long time) {
    trimAt = time + keepaliveNanos;
    if (time - receiver.tookAt() < keepaliveNanos || !isFlushed() || sent.isAnyInFlight()) {
      return;
    }
    sent.trim();
    channels.trim();
  }

  @Override
  public boolean transmit(ByteBuffer into, long nowNanos) {
    long time = clock(nowNanos);
    int size = config.maxDatagramSize();
    if (into.remaining() < size) {
      throw new BufferOverflowException();
    }
    if (into.hasArray()) {
      int at = into.arrayOffset() + into.position();
      int end = transmit(into.array(), at, time);
      into.position(into.position() + end - at);
      return end > at;
    }
    byte[] bytes = scratch.bytes(size);
    int end = transmit(bytes, 0, time);
    into.put(bytes, 0, end);
    return end > 0;
  }

  /** Composes the next datagram into an array with room for it; returns where it ends. */
  int transmit(byte[] into, int at, long nowNanos) {
    long time = clock(nowNanos);
    if (ended == null) {
      advance(time);
    }
    return ended != null ? writer.writeClose(into, at, time) : writer.write(into, at, time);
  }

  @Override
  public int transmitAll(long nowNanos, Consumer<ByteBuffer> sink) {
    ByteBuffer datagram = scratch.datagram(config.maxDatagramSize());
    int count = 0;
    while (transmit(datagram, nowNanos)) {
      sink.accept(datagram.flip());
      datagram.clear();
      count++;
    }
    return count;
  }

  /** Composes a datagram that asks whether a path leads to the other side. */
  int pathChallenge(byte[] into, int at, long token, long nowNanos) {
    return writer.writePathChallenge(into, at, token, clock(nowNanos));
  }

  /** What the other side answered to such a question since it was asked last, 0 if nothing. */
  long takePathResponse() {
    return receiver.takePathResponse();
  }

  @Override
  public long nextDeadline() {
    if (ended != null) {
      return writer.nextClose();
    }
    return Math.min(
        Math.min(receiver.heardAt() + idleNanos, sent.nextDeadline()),
        Math.min(writer.nextDeadline(now), channels.nextDeadline()));
  }

  /** Takes note of the time. */
  void at(long nowNanos) {
    clock(nowNanos);
  }

  /** Whether {@link #poll} has a message of a channel. */
  boolean hasMessage(int channel) {
    return !channels.get(channel).receiving.ready.isEmpty();
  }

  @Override
  public Optional<ReceivedMessage> poll(int channel) {
    Incoming message = take(channels.get(channel).receiving);
    return message == null ? Optional.empty() : message.asOptional;
  }

  private Incoming take(Inbox inbox) {
    Incoming message = inbox.poll();
    if (message != null && inbox.wantsToTell()) {
      writer.lookAtWindows();
    }
    return message;
  }

  @Override
  public int drain(int channel, Consumer<ReceivedMessage> consumer) {
    Inbox inbox = channels.get(channel).receiving;
    int count = 0;
    for (Incoming message = take(inbox); message != null; message = take(inbox)) {
      count++;
      try {
        consumer.accept(message);
      } finally {
        message.close();
      }
    }
    return count;
  }

  @Override
  public int drainAcked(int channel, LongConsumer ids) {
    return channels.get(channel).sending.fates.drainAcked(ids);
  }

  @Override
  public int drainLost(int channel, LongConsumer ids) {
    return channels.get(channel).sending.fates.drainLost(ids);
  }

  @Override
  public boolean isFlushed() {
    return channels.isFlushed();
  }

  @Override
  public void close(DisconnectReason reason, long nowNanos) {
    if (ended == null) {
      writer.close(reason, clock(nowNanos));
      end(reason);
    }
  }

  /** The other side goes on after it was told of the end: whether it is told again. */
  boolean closeAgain(long nowNanos) {
    return writer.closeAgain(clock(nowNanos));
  }

  private void end(DisconnectReason reason) {
    ended = reason;
    channels.clear();
  }

  @Override
  public Optional<DisconnectReason> ended() {
    return Optional.ofNullable(ended);
  }

  @Override
  public ConnectionStats stats(long nowNanos) {
    return EndpointStats.of(this, receiver, writer, clock(nowNanos));
  }
}
