// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.unix;

import org.packetloom.platform.DescriptorKind;
import org.packetloom.platform.Readiness;
import org.packetloom.platform.Transfer;

/** Translates between events of poll(2) and readiness. */
public final class PollEvents {
  /** 0 where there is none. */
  private final int rdhup;

  /**
   * The events of a system.
   *
   * @param rdhup its POLLRDHUP, 0 if it has none
   */
  public PollEvents(int rdhup) {
    this.rdhup = rdhup;
  }

  /** All that there is to be told of a descriptor now. */
  int everything() {
    return Posix.POLLIN | Posix.POLLOUT | rdhup;
  }

  /** The readiness that events stand for. */
  public int readiness(int found) {
    int readiness = 0;
    if ((found & Posix.POLLIN) != 0) {
      readiness |= Readiness.READABLE;
    }
    if ((found & Posix.POLLOUT) != 0) {
      readiness |= Readiness.WRITABLE;
    }
    if ((found & rdhup) != 0) {
      readiness |= Readiness.READABLE | Readiness.HANGUP;
    }
    // POLLNVAL, a descriptor closed by mistake, becomes the EBADF of the next attempt.
    if ((found & (Posix.POLLHUP | Posix.POLLERR | Posix.POLLNVAL)) != 0) {
      readiness |= Readiness.READABLE | Readiness.WRITABLE | Readiness.HANGUP;
    }
    return readiness;
  }

  /**
   * What to ask for in a direction. POLLRDHUP goes with reads alone: with the level of a
   * half-closed peer a writer would be told of it again and again. POLLPRI is of no use, as more to
   * read is told of anyway.
   */
  public int asked(DescriptorKind kind, int direction) {
    if (direction == Transfer.WRITE) {
      return Posix.POLLOUT;
    }
    return switch (kind) {
      case TCP, LOCAL_STREAM, SHARED_SOCKET, SEQPACKET -> Posix.POLLIN | rdhup;
      case DATAGRAM, PIPE, DEVICE, LISTENER, POLLER -> Posix.POLLIN;
    };
  }

  /** The events whose asking is answered by telling some readiness. */
  public int answered(int readiness) {
    int events = 0;
    if ((readiness & Readiness.READABLE) != 0) {
      events |= Posix.POLLIN | rdhup;
    }
    if ((readiness & Readiness.WRITABLE) != 0) {
      events |= Posix.POLLOUT;
    }
    return events;
  }
}
