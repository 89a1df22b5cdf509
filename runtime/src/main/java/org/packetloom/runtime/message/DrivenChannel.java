// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.message;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongConsumer;
import org.packetloom.FailureDetail;
import org.packetloom.MessageTooLargeException;
import org.packetloom.message.BackpressureException;
import org.packetloom.message.ChannelConfig;
import org.packetloom.message.MessageChannel;
import org.packetloom.message.MessageReceipt;
import org.packetloom.message.ReceivedMessage;
import org.packetloom.message.SharedPayload;

/** A channel of a connection that a driver serves; all of it is guarded by the driver's lock. */
final class DrivenChannel implements MessageChannel {
  private static final String SEND = "send";
  private static final String RECEIVE = "receive";

  private final DrivenConnection connection;
  private final ChannelConfig config;
  private final int id;
  private final ReentrantLock lock;
  private final Endpoint endpoint;
  private final Line senders;
  private final Line receivers;
  private final Receipts receipts = new Receipts();
  private final LongConsumer acked = each -> receipts.resolve(each, MessageReceipt.State.ACKED);
  private final LongConsumer lost = each -> receipts.resolve(each, MessageReceipt.State.LOST);

  /** Bytes of the message that the first of the senders has no room for. */
  private int wantedBytes;

  DrivenChannel(DrivenConnection connection, ChannelConfig config) {
    this.connection = connection;
    this.config = config;
    this.id = config.id();
    this.lock = connection.lock;
    this.endpoint = connection.endpoint();
    this.senders = new Line(lock, connection.writing, connection);
    this.receivers = new Line(lock, connection.reading, connection);
  }

  @Override
  public ChannelConfig config() {
    return config;
  }

  @Override
  public DrivenConnection connection() {
    return connection;
  }

  // ---- sending

  @Override
  public MessageReceipt send(ByteBuffer payload) throws IOException {
    lock.lock();
    try {
      return receipt(queue(payload));
    } finally {
      lock.unlock();
    }
  }

  private MessageReceipt receipt(long message) {
    var receipt = new DrivenReceipt(this, message);
    receipts.add(receipt);
    return receipt;
  }

  @Override
  public Optional<MessageReceipt> trySend(ByteBuffer payload) throws IOException {
    lock.lock();
    try {
      long message = tryQueue(payload);
      return message < 0 ? Optional.empty() : Optional.of(receipt(message));
    } finally {
      lock.unlock();
    }
  }

  @Override
  public long post(ByteBuffer payload) throws IOException {
    lock.lock();
    try {
      return queue(payload);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public boolean tryPost(ByteBuffer payload) throws IOException {
    lock.lock();
    try {
      return tryQueue(payload) >= 0;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public long post(SharedPayload payload) throws IOException {
    ensureSize(payload.size());
    lock.lock();
    try {
      senders.begin(SEND);
      connection.ensureNotEnded(SEND, -1);
      long message = senders.isEmpty() ? put(payload) : -1;
      return message >= 0 ? message : senders.await(SEND, () -> putWaiting(payload));
    } finally {
      lock.unlock();
    }
  }

  private void ensureSize(int size) throws MessageTooLargeException {
    int most = config.maxMessageSize();
    if (size > most) {
      throw new MessageTooLargeException(
          FailureDetail.atOnce(SEND, "channel " + id + " of " + connection, "EMSGSIZE"),
          size,
          java.util.OptionalLong.of(most));
    }
  }

  /** Queues a message, waiting for room if need be; its id. */
  private long queue(ByteBuffer payload) throws IOException {
    ensureSize(payload.remaining());
    senders.begin(SEND);
    connection.ensureNotEnded(SEND, -1);
    long message = senders.isEmpty() ? put(payload) : -1;
    return message >= 0 ? message : senders.await(SEND, () -> putWaiting(payload));
  }

  /** Queues a message if there is room and nobody waits for it; its id or −1. */
  private long tryQueue(ByteBuffer payload) throws IOException {
    ensureSize(payload.remaining());
    connection.ensureNotEnded(SEND, -1);
    return senders.isEmpty() ? put(payload) : -1;
  }

  private long put(ByteBuffer payload) throws IOException {
    long now = System.nanoTime();
    endpoint.at(now);
    long message = endpoint.trySend(id, payload);
    if (message >= 0) {
      connection.queued(now);
    }
    return message;
  }

  /** The id, or null if there is no room. */
  private Long putWaiting(ByteBuffer payload) throws IOException {
    long message = connection.isOpen() ? put(payload) : -1;
    if (message < 0) {
      isFull(payload.remaining());
      message = connection.isOpen() ? put(payload) : -1;
    }
    return message < 0 ? null : message;
  }

  private long put(SharedPayload payload) throws IOException {
    if (!endpoint.canSend(id, payload.size())) {
      return -1;
    }
    long now = System.nanoTime();
    endpoint.at(now);
    try {
      long message = endpoint.send(id, payload);
      connection.queued(now);
      return message;
    } catch (BackpressureException e) {
      return -1;
    }
  }

  private Long putWaiting(SharedPayload payload) throws IOException {
    long message = connection.isOpen() ? put(payload) : -1;
    if (message < 0) {
      isFull(payload.size());
      message = connection.isOpen() ? put(payload) : -1;
    }
    return message < 0 ? null : message;
  }

  /** What is queued has to go, whatever the flush policy. */
  private void isFull(int size) {
    wantedBytes = size;
    connection.flushNow();
  }

  /** Has the first sender try again if there is room for it. */
  void relieve() {
    if (!senders.isEmpty() && endpoint.canSend(id, wantedBytes)) {
      senders.signalFirst();
    }
  }

  @Override
  public long queuedBytes() {
    lock.lock();
    try {
      return endpoint.queuedBytes(id);
    } finally {
      lock.unlock();
    }
  }

  // ---- receiving

  @Override
  public ReceivedMessage receive() throws IOException {
    lock.lock();
    try {
      receivers.begin(RECEIVE);
      ReceivedMessage message = receivers.isEmpty() ? take() : null;
      if (message == null) {
        connection.ensureNotEnded(RECEIVE, -1);
        message = receivers.await(RECEIVE, this::take);
      }
      return message;
    } finally {
      tellOthers();
      lock.unlock();
    }
  }

  /** Those who take messages of any channel may have what nobody waits for here. */
  private void tellOthers() {
    if (receivers.isEmpty() && endpoint.hasMessage(id)) {
      connection.signalAny();
    }
  }

  @Override
  public Optional<ReceivedMessage> tryReceive() throws IOException {
    lock.lock();
    try {
      if (!receivers.isEmpty()) {
        return Optional.empty();
      }
      ReceivedMessage message = take();
      if (message == null) {
        connection.ensureNotEnded(RECEIVE, -1);
      }
      return Optional.ofNullable(message);
    } finally {
      lock.unlock();
    }
  }

  /** The next message, null if there is none. */
  ReceivedMessage take() {
    if (connection.isClosedHere()) {
      return null;
    }
    connection.returned().settle();
    Optional<ReceivedMessage> next = endpoint.poll(id);
    if (next.isEmpty()) {
      return null;
    }
    var message = new LentMessage(next.get(), connection.returned());
    if (config.delivery().isLossless()) {
      connection.tookMessage();
    }
    return message;
  }

  /** Whether threads wait for messages of this channel. */
  boolean isAwaited() {
    return !receivers.isEmpty();
  }

  /** Takes note of what became of messages; whether there are some that nobody waits for here. */
  boolean settle() {
    endpoint.drainAcked(id, acked);
    endpoint.drainLost(id, lost);
    if (!endpoint.hasMessage(id)) {
      return false;
    }
    receivers.signalFirst();
    return receivers.isEmpty();
  }

  // ---- terms and end

  void readingChanged() {
    receivers.signalAll();
  }

  void writingChanged() {
    senders.signalAll();
    receipts.lookAgain();
  }

  void ended() {
    receipts.resolveAll(MessageReceipt.State.UNKNOWN);
    senders.signalAll();
    receivers.signalAll();
  }

  @Override
  public String toString() {
    return "channel " + id + " of " + connection;
  }
}
