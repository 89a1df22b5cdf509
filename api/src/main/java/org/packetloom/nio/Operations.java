// SPDX-License-Identifier: Apache-2.0
package org.packetloom.nio;

import java.nio.channels.SelectionKey;
import org.packetloom.event.Events;

/** Which events of a connector make which operations of a channel ready. */
final class Operations {
  private static final int BY_READ = SelectionKey.OP_READ | SelectionKey.OP_ACCEPT;
  private static final int BY_WRITE = SelectionKey.OP_WRITE | SelectionKey.OP_CONNECT;

  private Operations() {}

  /** The events that bring about operations. */
  static long events(int operations) {
    long read = (operations & BY_READ) != 0 ? Events.READ : 0;
    long write = (operations & BY_WRITE) != 0 ? Events.WRITE : 0;
    return read | write;
  }

  /** Those of some operations that events bring about; whatever is wrong brings all about. */
  static int ready(int operations, long events) {
    boolean isWrong = (events & ~(Events.READ | Events.WRITE)) != 0;
    boolean isReadable = isWrong || (events & Events.READ) != 0;
    boolean isWritable = isWrong || (events & Events.WRITE) != 0;
    return operations & ((isReadable ? BY_READ : 0) | (isWritable ? BY_WRITE : 0));
  }
}
