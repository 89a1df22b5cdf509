// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.message;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.packetloom.ConnectorTimeoutException;
import org.packetloom.Deadline;
import org.packetloom.FailureDetail;
import org.packetloom.InterruptPolicy;
import org.packetloom.message.ChannelConfig;
import org.packetloom.message.ConnectionEndedException;
import org.packetloom.message.ConnectionStats;
import org.packetloom.message.DisconnectReason;
import org.packetloom.message.FlushPolicy;
import org.packetloom.message.MessageChannel;
import org.packetloom.message.MessageConfig;
import org.packetloom.message.MessageConnection;
import org.packetloom.message.ReceivedMessage;

/**
 * A connection that a driver serves: what it shares with its channels, whose threads wait under the
 * driver's lock.
 */
final class DrivenConnection extends TimedConnection implements Line.Owner {
  private static final String RECEIVE = "receive";
  private static final String DRAIN = "drain";

  private final Driver driver;
  private final Endpoint endpoint;
  private final LentMessage.Returned returned = new LentMessage.Returned();
  private final List<DrivenChannel> channels = new ArrayList<>();
  private final Line receivers;
  private final Line drainers;

  /** Where the search for a message of any channel begins; guarded by lock. */
  private int nextChannel;

  private FlushPolicy flushPolicy; // guarded by lock
  private boolean isClosedHere; // guarded by lock

  /** What made the socket fail, or the last that went wrong with it; guarded by lock. */
  private Optional<IOException> cause = Optional.empty();

  /** Written once, under lock. */
  private volatile Optional<DisconnectReason> ended = Optional.empty();

  DrivenConnection(
      Driver driver,
      PeerIdentity identity,
      Endpoint endpoint,
      FlushPolicy flushPolicy,
      InterruptPolicy policy) {
    super(driver.endpointLock, identity, policy);
    this.driver = driver;
    this.endpoint = endpoint;
    this.flushPolicy = flushPolicy;
    for (ChannelConfig each : endpoint.config().channels()) {
      channels.add(new DrivenChannel(this, each));
    }
    receivers = new Line(lock, reading, this);
    drainers = new Line(lock, writing, this);
  }

  Driver driver() {
    return driver;
  }

  Endpoint endpoint() {
    return endpoint;
  }

  LentMessage.Returned returned() {
    return returned;
  }

  // ---- what the driver and the channels call, with the lock held

  /** A message was queued. */
  void queued(long now) {
    driver.touch(this);
    if (flushPolicy.isAutomatic()) {
      if (flushPolicy.delay().isZero()) {
        driver.send(now);
      } else {
        driver.sendBy(now + flushPolicy.delay().toNanos());
      }
    }
  }

  /** Sends what is queued, whatever the flush policy. */
  void flushNow() {
    driver.touch(this);
    driver.send(System.nanoTime());
  }

  /** A message was taken from a channel whose sender may wait to be told so. */
  void tookMessage() {
    long now = System.nanoTime();
    endpoint.at(now);
    if (isOpen() && endpoint.nextDeadline() <= now) {
      driver.touch(this);
      driver.send(now);
    }
  }

  /** Something has arrived, or was due: wakes those who wait for it. */
  void settle() {
    boolean hasAny = false;
    for (DrivenChannel each : channels) {
      hasAny |= each.settle();
    }
    if (hasAny) {
      receivers.signalFirst();
    }
    if (!drainers.isEmpty() && endpoint.isFlushed()) {
      drainers.signalFirst();
    }
  }

  /** Datagrams may have left: wakes those who wait for room. */
  void relieve() {
    for (DrivenChannel each : channels) {
      each.relieve();
    }
  }

  void signalAny() {
    receivers.signalFirst();
  }

  /** It has ended; does nothing if it had. */
  void end(DisconnectReason reason, Optional<IOException> why) {
    if (ended.isPresent()) {
      return;
    }
    cause = why;
    ended = Optional.of(reason);
    channels.forEach(DrivenChannel::ended);
    receivers.signalAll();
    drainers.signalAll();
  }

  boolean isClosedHere() {
    return isClosedHere;
  }

  @Override
  public void ensureNotEnded(String operation, long elapsedNanos) throws IOException {
    if (ended.isPresent()) {
      throw endedException(operation, elapsedNanos);
    }
  }

  ConnectionEndedException endedException(String operation, long elapsedNanos) {
    DisconnectReason reason = ended.orElse(DisconnectReason.NORMAL);
    var failure =
        new ConnectionEndedException(
            new FailureDetail(operation, toString(), "ended, " + reason, 0, elapsedNanos, 0),
            reason);
    cause.ifPresent(failure::initCause);
    return failure;
  }

  // ---- who

  @Override
  public MessageConfig config() {
    return endpoint.config();
  }

  @Override
  public MessageChannel channel(int id) {
    for (DrivenChannel each : channels) {
      if (each.config().id() == id) {
        return each;
      }
    }
    throw new IllegalArgumentException("no channel " + id);
  }

  @Override
  public List<MessageChannel> channels() {
    return List.copyOf(channels);
  }

  // ---- receiving from any channel

  @Override
  public ReceivedMessage receive() throws IOException {
    lock.lock();
    try {
      receivers.begin(RECEIVE);
      ReceivedMessage message = receivers.isEmpty() ? takeAny() : null;
      if (message == null) {
        ensureNotEnded(RECEIVE, -1);
        message = receivers.await(RECEIVE, this::takeAny);
      }
      return message;
    } finally {
      lock.unlock();
    }
  }

  private ReceivedMessage takeAny() {
    for (int i = 0; i < channels.size(); i++) {
      DrivenChannel each = channels.get((nextChannel + i) % channels.size());
      ReceivedMessage message = each.isAwaited() ? null : each.take();
      if (message != null) {
        nextChannel = (nextChannel + i + 1) % channels.size();
        return message;
      }
    }
    return null;
  }

  @Override
  public Optional<ReceivedMessage> tryReceive() throws IOException {
    lock.lock();
    try {
      if (!receivers.isEmpty()) {
        return Optional.empty();
      }
      ReceivedMessage message = takeAny();
      if (message == null) {
        ensureNotEnded(RECEIVE, -1);
      }
      return Optional.ofNullable(message);
    } finally {
      lock.unlock();
    }
  }

  // ---- sending

  @Override
  public int sendBudget() {
    lock.lock();
    try {
      return endpoint.sendBudget(System.nanoTime());
    } finally {
      lock.unlock();
    }
  }

  @Override
  public MessageConnection flushPolicy(FlushPolicy changed) {
    lock.lock();
    try {
      flushPolicy = changed;
    } finally {
      lock.unlock();
    }
    return this;
  }

  @Override
  public void flush() {
    lock.lock();
    try {
      flushNow();
    } finally {
      lock.unlock();
    }
  }

  // ---- waiting

  @Override
  void readingChanged() {
    channels.forEach(DrivenChannel::readingChanged);
    receivers.signalAll();
  }

  @Override
  void writingChanged() {
    channels.forEach(DrivenChannel::writingChanged);
    drainers.signalAll();
  }

  // ---- life

  @Override
  public boolean isOpen() {
    return ended.isEmpty();
  }

  @Override
  public Optional<DisconnectReason> ended() {
    return ended;
  }

  @Override
  public ConnectionStats stats() {
    lock.lock();
    try {
      return endpoint.stats(System.nanoTime());
    } finally {
      lock.unlock();
    }
  }

  @Override
  public boolean drain(Deadline deadline) throws IOException {
    try {
      return deadline.call(this::drain);
    } catch (ConnectorTimeoutException e) {
      return false;
    }
  }

  private boolean drain() throws IOException {
    lock.lock();
    try {
      drainers.begin(DRAIN);
      flushNow();
      return drainers.await(
          DRAIN,
          () -> {
            ensureNotEnded(DRAIN, -1);
            return endpoint.isFlushed() ? true : null;
          });
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void disconnect(int code) {
    close(DisconnectReason.kicked(code));
  }

  @Override
  public void close(Duration linger) {
    try {
      drain(Deadline.after(linger));
    } catch (IOException _) {
      // interrupted, or ended: nothing more to wait for
    } finally {
      close();
    }
  }

  @Override
  public void close() {
    close(DisconnectReason.NORMAL);
  }

  private void close(DisconnectReason reason) {
    beginClose(reason);
    driver.awaitClosed(this);
  }

  private void beginClose(DisconnectReason reason) {
    lock.lock();
    try {
      if (isOpen()) {
        isClosedHere = true;
        driver.end(this, reason);
        end(reason, Optional.empty());
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void wake(Thread thread) {
    driver.wake(thread);
  }

  @Override
  public void closeByInterrupt() {
    beginClose(DisconnectReason.NORMAL);
  }

  @Override
  public String toString() {
    return driver.uri()
        + " <-> "
        + peerAddress().map(peer -> FailureDetail.printable(peer.toString())).orElse("?");
  }
}
