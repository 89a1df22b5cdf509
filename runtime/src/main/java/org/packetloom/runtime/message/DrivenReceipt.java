// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.message;

import java.io.IOException;
import org.packetloom.message.MessageLostException;
import org.packetloom.message.MessageReceipt;

/** What is known of one message that was sent. */
final class DrivenReceipt implements MessageReceipt {
  private static final String AWAIT = "await acknowledgement";

  private final DrivenChannel sender;
  private final long id;

  /** Written once, under the connection's lock. */
  private volatile State state = State.PENDING;

  /** Null until somebody waits; guarded by the connection's lock. */
  private Line waiting;

  DrivenReceipt(DrivenChannel sender, long id) {
    this.sender = sender;
    this.id = id;
  }

  /** The fate is known; does nothing if it was. The connection's lock is held. */
  void resolve(State fate) {
    if (state == State.PENDING) {
      state = fate;
      if (waiting != null) {
        waiting.signalAll();
      }
    }
  }

  /** The terms of waiting have changed. */
  void lookAgain() {
    if (waiting != null) {
      waiting.signalAll();
    }
  }

  @Override
  public long id() {
    return id;
  }

  @Override
  public int channel() {
    return sender.config().id();
  }

  @Override
  public State state() {
    return state;
  }

  @Override
  public void await() throws IOException {
    State fate = state == State.PENDING ? awaitFate() : state;
    switch (fate) {
      case ACKED -> {}
      case LOST -> throw new MessageLostException(channel(), id);
      case UNKNOWN, PENDING -> throw sender.connection().endedException(AWAIT, -1);
    }
  }

  private State awaitFate() throws IOException {
    DrivenConnection connection = sender.connection();
    connection.lock.lock();
    try {
      if (waiting == null) {
        waiting = new Line(connection.lock, connection.writing, connection);
      }
      if (state == State.PENDING) {
        waiting.begin(AWAIT);
      }
      return waiting.await(AWAIT, () -> state == State.PENDING ? null : state);
    } finally {
      connection.lock.unlock();
    }
  }

  @Override
  public String toString() {
    return "message %d of channel %d: %s".formatted(id, channel(), state);
  }
}
