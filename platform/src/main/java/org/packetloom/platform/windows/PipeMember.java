// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.windows;

import org.packetloom.platform.Readiness;

/**
 * What transfers over pipes have in common. Their operations have no outcome to take, but tell when
 * an attempt may get somewhere; they are made at the poller whose port the handle is associated
 * with, its home, which may be another one's: that of the listener for a pipe that was accepted.
 */
abstract class PipeMember extends IocpMember {
  PipeMember(Attachment attachment, IocpPoller poller, WindowsSystem system) {
    super(attachment, poller, system);
  }

  /** What goes on takes nothing that a caller gave or wants back. */
  @Override
  public final int cancel(int direction) {
    return 0;
  }

  /** Cancels an operation, and leaves it to its poller. */
  static void withdraw(IocpOperation operation, HandleEntry entry) {
    IocpPoller home = operation.poller();
    if (operation.isPending()) {
      home.cancel(operation, entry);
    }
    if (!operation.orphan() && !home.isClosed()) {
      home.release(operation);
    }
  }

  /** A failed read or write: an end or an error is there for the next attempt. */
  static int events(int direction, int outcome) {
    boolean isFailure =
        outcome < 0
            && outcome != -WindowsErrors.ERROR_OPERATION_ABORTED
            && outcome != -WindowsErrors.ERROR_MORE_DATA;
    return isFailure ? direction | Readiness.HANGUP : direction;
  }
}
