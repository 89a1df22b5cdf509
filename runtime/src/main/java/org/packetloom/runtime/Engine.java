// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.net.SocketAddress;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.stream.Stream;
import org.packetloom.PollerStatistics;
import org.packetloom.platform.DescriptorKind;
import org.packetloom.platform.NativeAddress;
import org.packetloom.platform.Platform;
import org.packetloom.platform.Readiness;
import org.packetloom.platform.Transfer;

/**
 * The pollers of a toolkit, and how their threads run.
 *
 * <p>Which engine serves a thread is a matter of speed, never of behaviour. Safe for use by any
 * thread.
 */
interface Engine extends AutoCloseable {
  /** The engine's name, such as {@code virtual}. */
  String name();

  /** The name of its pollers, such as {@code epoll}. */
  String poller();

  Platform platform();

  Failures failures();

  Timers timers();

  QueueLocks queueLocks();

  /** Makes virtual threads where connectors are served best. */
  ThreadFactory threadFactory();

  /** Makes virtual threads that share a home with those of equal groups, where threads have one. */
  default ThreadFactory threadFactory(Object group) {
    return threadFactory();
  }

  /** Attaches a descriptor to one of the pollers that live. */
  Transfer attach(int descriptor, DescriptorKind kind, Readiness readiness);

  /**
   * Has a transfer tell events from now on, near the calling thread, which is about to wait.
   *
   * @return 0, or the negated error number
   */
  default int register(Transfer transfer) {
    return transfer.register();
  }

  /**
   * The calling thread is about to connect a stream to this peer; {@link #connected} or {@link
   * #notConnected} follows.
   */
  default void connecting(NativeAddress peer) {}

  /** The calling thread has connected a stream, whose near end is this. */
  default void connected(SocketAddress near) {}

  /** The calling thread has not connected its stream, or not yet. */
  default void notConnected() {}

  /** A handle was made; {@link #close(int, boolean)} is called for it once. */
  void opened();

  /** Closes the descriptor of a handle that nobody uses any more; −1 if none is to be closed. */
  void close(int descriptor, boolean isSlow);

  /** What each of its pollers has done so far. */
  default List<PollerStatistics> pollers() {
    return List.of();
  }

  /** Words for people on what its threads do, a line each. */
  default Stream<String> describe() {
    return Stream.empty();
  }

  /** Ends the threads and frees the pollers, once every handle is gone. */
  @Override
  void close();
}
