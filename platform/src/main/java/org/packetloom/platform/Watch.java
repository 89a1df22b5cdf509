// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform;

/**
 * Tells what a descriptor is ready for, and moves no bytes: readiness without a {@link Transfer}.
 *
 * <p>A descriptor may be watched at several pollers, and be a transfer at another one at the same
 * time; at one poller it is attached once.
 *
 * <p>The calls of one watch are ordered by the caller. They may be made by any thread, by the
 * runner as well, inside {@link Poller#dispatch()} or not, and while another thread is in {@link
 * Poller#await}, which then heeds the change. No lock that a {@link Watcher} takes should be held
 * during {@link #end}, which may have to let the runner go on.
 */
public interface Watch {
  /** A read or accept gets somewhere, if only to the end or an error: {@code POLLIN}. */
  int READABLE = 1;

  /** A write gets somewhere, or a connect has an outcome: {@code POLLOUT}. */
  int WRITABLE = 2;

  /** Urgent data is to be read: {@code POLLPRI}. */
  int URGENT = 4;

  /** The peer ended its writing; told only where the system tells it: {@code POLLRDHUP}. */
  int PEER_ENDED = 8;

  /** Both directions have ended, or the other end of a pipe left: {@code POLLHUP}. */
  int HANGUP = 16;

  /** An error waits to be taken, or the descriptor is not open: {@code POLLERR, POLLNVAL}. */
  int ERROR = 32;

  /**
   * The descriptor.
   *
   * @return as given to {@link Poller#watch}
   */
  int descriptor();

  /**
   * Chooses what is told from now on. What holds when this returns is told by a later dispatch, as
   * is what comes to hold.
   *
   * <p>It is told for as long as it holds (level-triggered), by each dispatch that gets to it, or
   * once: then nothing is told any more until asked again. A telling that begins after this was
   * called heeds it, and counts for it.
   *
   * <p>The first call registers: if the poller has failed, the watcher is told so then. After
   * {@link #end} nothing is done.
   *
   * @param events an or of the constants here. With any of them {@link #HANGUP} and {@link #ERROR}
   *     are told as well, and just those with one of these two alone. With 0 nothing is told, and a
   *     descriptor that hung up costs nothing
   * @param isOnce whether it is told once
   * @return 0, or the negated error number: a regular file is always readable and writable for a
   *     poller that can watch one, and a failure of kind {@link ErrorKind#ACCESS} for one that
   *     cannot
   */
  int ask(int events, boolean isOnce);

  /**
   * Ends it: nothing is told to dispatches that begin after this has returned; a telling that goes
   * on in another thread may still end. Once the descriptor is closed after this, nothing of the
   * poller's keeps the open file: peers see the end, and addresses are free. Called while the
   * descriptor is open; does nothing if repeated, or if nothing was ever asked.
   *
   * @param isShared whether the open file may live on: if another process or descriptor may hold
   *     it, or the descriptor is not about to be closed
   */
  void end(boolean isShared);
}
