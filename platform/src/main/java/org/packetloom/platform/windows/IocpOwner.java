// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.windows;

/** What an {@link IocpOperation} belongs to. Called by the runner. */
interface IocpOwner {
  /**
   * Whether the end of an operation, still to be completed, has nobody to be told.
   *
   * @param operation one of this
   */
  boolean isSilent(IocpOperation operation);

  /**
   * An operation has ended.
   *
   * @param operation one of this
   * @param wasPoll whether it was a poll, and so may be in use again
   * @param outcome a count, the events of a poll, or the negated error number
   */
  void completed(IocpOperation operation, boolean wasPoll, int outcome);

  /**
   * An operation that was done has an outcome that waits still: it is told once more.
   *
   * @param operation one of this
   */
  void remind(IocpOperation operation);

  /**
   * The poller closes: an operation that is with Windows is to be cancelled and left to it.
   *
   * @param operation one of this
   */
  void abandon(IocpOperation operation);
}
