// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.message;

import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.packetloom.Deadline;
import org.packetloom.InterruptPolicy;
import org.packetloom.message.MessageConnection;

/**
 * The part of a connection that says who is on the other side, how long calls wait, and what
 * interrupts do.
 */
abstract class TimedConnection implements MessageConnection {
  final ReentrantLock lock;
  final Terms reading = new Terms();
  final Terms writing = new Terms();

  private final PeerIdentity identity;

  private volatile InterruptPolicy policy;

  TimedConnection(ReentrantLock lock, PeerIdentity identity, InterruptPolicy policy) {
    this.lock = lock;
    this.identity = identity;
    this.policy = policy;
  }

  final PeerIdentity identity() {
    return identity;
  }

  @Override
  public final long id() {
    return identity.id();
  }

  @Override
  public final Optional<SocketAddress> peerAddress() {
    return identity.address();
  }

  @Override
  public final long clientId() {
    return identity.clientId();
  }

  @Override
  public final ByteBuffer userData() {
    return identity.userData();
  }

  /** Has all look again that wait for messages; the lock is held. */
  abstract void readingChanged();

  /** Has all look again that wait for room or acknowledgements; the lock is held. */
  abstract void writingChanged();

  @Override
  public final MessageConnection readDeadline(Deadline deadline) {
    changeReading(() -> reading.deadline = deadline);
    return this;
  }

  @Override
  public final MessageConnection writeDeadline(Deadline deadline) {
    changeWriting(() -> writing.deadline = deadline);
    return this;
  }

  @Override
  public final MessageConnection readTimeout(Duration timeout) {
    long nanos = Terms.nanos(timeout);
    changeReading(() -> reading.timeoutNanos = nanos);
    return this;
  }

  @Override
  public final MessageConnection writeTimeout(Duration timeout) {
    long nanos = Terms.nanos(timeout);
    changeWriting(() -> writing.timeoutNanos = nanos);
    return this;
  }

  private void changeReading(Runnable change) {
    lock.lock();
    try {
      change.run();
      readingChanged();
    } finally {
      lock.unlock();
    }
  }

  private void changeWriting(Runnable change) {
    lock.lock();
    try {
      change.run();
      writingChanged();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public final InterruptPolicy interruptPolicy() {
    return policy;
  }

  @Override
  public final MessageConnection interruptPolicy(InterruptPolicy changed) {
    policy = changed;
    return this;
  }
}
