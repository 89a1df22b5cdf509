// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform;

import java.util.OptionalInt;

/**
 * One kernel notification object, and the transfers and watches attached to it.
 *
 * <p>{@link #await} and {@link #dispatch} are called by one thread at a time, the runner, which may
 * change if the hand-over is ordered by other means. Everything else is safe for use by any thread.
 */
public interface Poller extends AutoCloseable {
  /**
   * The poller's name.
   *
   * @return such as {@code epoll}
   */
  String name();

  /**
   * Makes the transfer of a descriptor; it tells nothing before {@link Transfer#register()}.
   *
   * @param descriptor non-blocking, not attached to any poller; the caller keeps owning it
   * @param kind what it is
   * @param readiness is told of its events
   * @return the transfer
   */
  Transfer attach(int descriptor, DescriptorKind kind, Readiness readiness);

  /**
   * Makes the watch of a descriptor, which tells readiness and nothing else; it tells nothing
   * before {@link Watch#ask}.
   *
   * @param descriptor not attached to this poller; the caller keeps owning it
   * @param watcher is told of its events
   * @return the watch
   */
  Watch watch(int descriptor, Watcher watcher);

  /**
   * Takes a transfer over from another poller of the same kind, before it is registered. The caller
   * sees to it that nobody uses the transfer meanwhile.
   *
   * @param transfer made by another poller's {@link #attach}
   * @return false if it has to stay where it is
   */
  default boolean adopt(Transfer transfer) {
    return false;
  }

  /**
   * Called by a platform thread that runs this poller from now on and alone, until another one
   * calls this: a poller may be cheaper to run so. The runner before it, if any, has returned from
   * its last call, and makes no other. A poller that was run by somebody who has not called this
   * may take no notice.
   */
  default void own() {}

  /**
   * Whether {@link #await} would find events. Takes none of them, and may be asked while another
   * thread is about to begin or to end a wait.
   *
   * @return true also where that cannot be known
   */
  default boolean hasEvents() {
    return true;
  }

  /**
   * Waits for events and keeps them for {@link #dispatch()}.
   *
   * @param timeoutNanos 0 not to wait, negative to wait without limit; rounded up to the clock of
   *     the call
   * @return the number of events, 0 after a timeout or a {@link #wake()}
   * @throws PollerException if the poller is broken
   */
  int await(long timeoutNanos) throws PollerException;

  /** Tells the {@link Readiness} or {@link Watcher} of each event the last {@link #await} kept. */
  void dispatch();

  /**
   * As {@link #dispatch()}, of the first of them that have not been told yet.
   *
   * @param most how many to tell, at least 1; more are told by a poller that has no such choice
   * @return whether there are more
   */
  default boolean dispatch(int most) {
    dispatch();
    return false;
  }

  /** Has a waiting {@link #await}, or else the next one, return at once. */
  void wake();

  /**
   * A descriptor that is readable while this poller has events.
   *
   * @return empty if the poller has no such descriptor
   */
  OptionalInt descriptor();

  /**
   * Gives the poller up: tells every attached {@link Readiness} and {@link Watcher}, now and those
   * registered later, that it failed.
   *
   * @param cause what ended it
   */
  void fail(Throwable cause);

  /** Frees the kernel's object; call it when the runner is gone and nothing attached is in use. */
  @Override
  void close();
}
