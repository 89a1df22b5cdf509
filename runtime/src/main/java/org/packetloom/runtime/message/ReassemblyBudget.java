// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.message;

/**
 * What the unfinished messages of an endpoint may take, on channels that may lose some: a list, the
 * one that was touched longest ago first, which makes room for others whatever their channel.
 */
final class ReassemblyBudget {
  /** Bytes that each takes besides its own. */
  private static final int CHARGE = 2 * Wire.MESSAGE_CHARGE;

  private final int mostBytes;
  private final long timeoutNanos;

  /** Both null while there is none. */
  private Incoming oldest;

  private Incoming newest;
  private long used;

  ReassemblyBudget(int mostBytes, long timeoutNanos) {
    this.mostBytes = mostBytes;
    this.timeoutNanos = timeoutNanos;
  }

  /** Makes room for a message, which others may have to leave; false if it is too large. */
  boolean makeRoom(int size) {
    if (size > mostBytes) {
      return false;
    }
    while (oldest != null && used + size + CHARGE > mostBytes) {
      oldest.inbox.discard(oldest);
    }
    return true;
  }

  void add(Incoming message, long now) {
    used += message.size + CHARGE;
    append(message, now);
  }

  /** A piece of one of them came. */
  void touch(Incoming message, long now) {
    unlink(message);
    append(message, now);
  }

  void remove(Incoming message) {
    used -= message.size + CHARGE;
    unlink(message);
  }

  private void append(Incoming message, long now) {
    message.touched = now;
    message.older = newest;
    message.newer = null;
    if (newest == null) {
      oldest = message;
    } else {
      newest.newer = message;
    }
    newest = message;
  }

  private void unlink(Incoming message) {
    if (message.older == null) {
      oldest = message.newer;
    } else {
      message.older.newer = message.newer;
    }
    if (message.newer == null) {
      newest = message.older;
    } else {
      message.newer.older = message.older;
    }
    message.older = null;
    message.newer = null;
  }

  /** Discards what has not been touched for too long. */
  void expire(long now) {
    while (oldest != null && now - oldest.touched >= timeoutNanos) {
      oldest.inbox.discard(oldest);
    }
  }

  /** When {@link #expire} has something to do. */
  long nextExpiry() {
    return oldest == null ? Long.MAX_VALUE : oldest.touched + timeoutNanos;
  }

  void clear() {
    oldest = null;
    newest = null;
    used = 0;
  }
}
