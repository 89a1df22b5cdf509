// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.windows;

import org.jspecify.annotations.Nullable;
import org.packetloom.platform.Transfer;

/** An instance of a pipe that waits for a client, or to be accepted. Guarded by its listener. */
final class PipeInstance {
  private final HandleEntry entry;
  private @Nullable IocpOperation operation; // tells when a client has come; null until asked

  PipeInstance(HandleEntry entry) {
    this.entry = entry;
  }

  HandleEntry entry() {
    return entry;
  }

  /** Whether it has a client. One that has left already counts: what it wrote is to be read. */
  boolean hasClient(WindowsSystem system) {
    int state = WindowsPipes.information(entry.handle(), WindowsPipes.STATE, system);
    return state != PipeConstants.FILE_PIPE_LISTENING_STATE && state >= 0;
  }

  /**
   * Has the end of an operation tell when a client has come.
   *
   * @param owner whose operation it is
   * @param wanted whose port tells, unless the handle is associated already
   * @return false if there is a client, or it fails
   */
  boolean isListening(IocpOwner owner, IocpPoller wanted, WindowsSystem system) {
    IocpPoller home = PipeEnd.home(entry, wanted);
    if (home == null) {
      return false;
    }
    if (operation == null) {
      operation = home.operation(owner, Transfer.READ);
    }
    if (operation.isPending()) {
      return true;
    }
    operation.prepare(IocpOperation.PROBE);
    Scratch scratch = system.scratches().take();
    try {
      long block = operation.address(IocpOperation.OVERLAPPED);
      int request = PipeConstants.FSCTL_PIPE_LISTEN;
      int status = NtFiles.control(entry.handle(), block, block, request, scratch.state());
      boolean isPending = status == NtStatus.STATUS_PENDING || status >= 0 && !entry.skips();
      if (!isPending) {
        operation.undo();
      }
      return isPending;
    } finally {
      system.scratches().give(scratch);
    }
  }

  /** It waits no more: a packet that is still to come finds nobody. */
  void withdraw() {
    IocpOperation last = operation;
    operation = null;
    if (last != null && !last.orphan() && !last.poller().isClosed()) {
      last.poller().release(last);
    }
  }
}
