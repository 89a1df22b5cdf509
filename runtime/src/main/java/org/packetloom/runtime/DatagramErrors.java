// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.packetloom.DatagramError;
import org.packetloom.platform.Errors;
import org.packetloom.platform.MessageError;
import org.packetloom.platform.MessageTransfer;

/**
 * Tells a listener of the errors that wait in a socket's queue.
 *
 * <p>The kernel announces such an error twice: the next call fails with it, whatever that call is
 * about, and an event says that there is an error until the queue is empty. So who receives or
 * sends empties the queue when its call fails, then makes its attempt again; and before it waits,
 * as otherwise a poller that tells levels would tell this one again and again.
 */
final class DatagramErrors {
  private final MessageTransfer messages;
  private final Errors names;
  private final ReentrantLock queueLock = new ReentrantLock();

  /** Null as long as nobody listens. */
  private volatile @Nullable Consumer<DatagramError> listener;

  DatagramErrors(MessageTransfer messages, Errors names) {
    this.messages = messages;
    this.names = names;
  }

  void listener(Consumer<DatagramError> chosen) {
    listener = chosen;
  }

  /** Whether somebody listens. */
  boolean isOn() {
    return listener != null;
  }

  /**
   * Tells the listener of all errors that wait.
   *
   * @return whether there were any, or another thread is at it
   */
  boolean tell() {
    Consumer<DatagramError> chosen = listener;
    if (chosen == null) {
      return false;
    }
    if (!queueLock.tryLock()) {
      return true;
    }
    try {
      return messages.takeErrors(error -> chosen.accept(toPublic(error))) > 0;
    } finally {
      queueLock.unlock();
    }
  }

  private DatagramError toPublic(MessageError error) {
    DatagramError.Origin origin =
        switch (error.origin()) {
          case LOCAL -> DatagramError.Origin.LOCAL;
          case ICMP -> DatagramError.Origin.ICMP;
          case ICMP6 -> DatagramError.Origin.ICMP6;
          case OTHER -> DatagramError.Origin.OTHER;
        };
    return new DatagramError(
        DescriptorDatagrams.nameOf(error.peer()),
        names.name(error.number()),
        error.number(),
        origin,
        error.type(),
        error.code(),
        error.info(),
        DescriptorDatagrams.nameOf(error.offender()));
  }
}
