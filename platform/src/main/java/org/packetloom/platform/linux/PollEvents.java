// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.linux;

import org.packetloom.platform.DescriptorKind;
import org.packetloom.platform.Readiness;
import org.packetloom.platform.Transfer;

/** Translates between events of poll(2) and readiness. */
final class PollEvents {
  private PollEvents() {}

  /** The readiness that events stand for. */
  static int readiness(int found) {
    int readiness = 0;
    if ((found & Constants.POLLIN) != 0) {
      readiness |= Readiness.READABLE;
    }
    if ((found & Constants.POLLOUT) != 0) {
      readiness |= Readiness.WRITABLE;
    }
    if ((found & Constants.POLLRDHUP) != 0) {
      readiness |= Readiness.READABLE | Readiness.HANGUP;
    }
    // POLLNVAL, a descriptor closed by mistake, becomes the EBADF of the next attempt.
    if ((found & (Constants.POLLHUP | Constants.POLLERR | Constants.POLLNVAL)) != 0) {
      readiness |= Readiness.READABLE | Readiness.WRITABLE | Readiness.HANGUP;
    }
    return readiness;
  }

  /**
   * What to ask for in a direction. POLLRDHUP goes with reads alone: with the level of a
   * half-closed peer a writer would be told of it again and again. POLLPRI is of no use, as more to
   * read is told of anyway.
   */
  static int asked(DescriptorKind kind, int direction) {
    if (direction == Transfer.WRITE) {
      return Constants.POLLOUT;
    }
    return switch (kind) {
      case TCP, LOCAL_STREAM, SHARED_SOCKET, SEQPACKET -> Constants.POLLIN | Constants.POLLRDHUP;
      case DATAGRAM, PIPE, DEVICE, LISTENER, POLLER -> Constants.POLLIN;
    };
  }

  /** The events whose asking is answered by telling some readiness. */
  static int answered(int readiness) {
    int events = 0;
    if ((readiness & Readiness.READABLE) != 0) {
      events |= Constants.POLLIN | Constants.POLLRDHUP;
    }
    if ((readiness & Readiness.WRITABLE) != 0) {
      events |= Constants.POLLOUT;
    }
    return events;
  }
}
