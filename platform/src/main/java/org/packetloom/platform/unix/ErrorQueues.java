// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.unix;

import java.util.function.Consumer;
import org.packetloom.platform.MessageError;

/** Opens a socket's queue of errors about datagrams that are gone, where the system keeps one. */
@FunctionalInterface
public interface ErrorQueues {
  /** Of a system that keeps none. */
  ErrorQueues NONE = (_, _) -> _ -> 0;

  /** The queue of a socket. */
  Queue of(int descriptor, UnixCalls calls);

  /** A queue of errors. Belongs to one thread at a time. */
  @FunctionalInterface
  interface Queue {
    /** Gives all errors that wait to the taker; tells how many there were. */
    int take(Consumer<MessageError> taker);
  }
}
