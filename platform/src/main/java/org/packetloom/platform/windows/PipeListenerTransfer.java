// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.windows;

import org.packetloom.platform.NativeAddress;

/**
 * Accepts the clients of a pipe. Whether an instance has a client is asked of the system; who waits
 * has each instance tell when it gets one.
 */
final class PipeListenerTransfer extends PipeMember {
  private final PipeListener listener;

  PipeListenerTransfer(
      IocpTransfer.Attachment attachment,
      PipeListener listener,
      IocpPoller poller,
      WindowsSystem system) {
    super(attachment, poller, system);
    this.listener = listener;
    listener.whenRefilled(() -> tell(READ));
  }

  @Override
  public int tryAccept(NativeAddress.Box peer) {
    peer.put(NativeAddress.None.NONE);
    return listener.tryAccept(PipeListenerTransfer::withdraw);
  }

  /** A packet that is still to come finds nobody. */
  private static void withdraw(PipeListener.Instance instance) {
    IocpOperation operation = instance.operation();
    if (operation != null) {
      instance.operation(null);
      if (!operation.orphan() && !operation.poller().isClosed()) {
        operation.poller().release(operation);
      }
    }
  }

  @Override
  int arm(int direction) {
    boolean isReady = false;
    for (PipeListener.Instance instance : listener.waiting()) {
      isReady |= !isListening(instance);
    }
    if (isReady) {
      tell(READ);
    }
    return 0;
  }

  /** Has an instance tell when a client has come; false if there is one, or it fails. */
  private boolean isListening(PipeListener.Instance instance) {
    IocpPoller home = PipeEnd.home(instance.entry(), poller());
    if (home == null) {
      return false;
    }
    IocpOperation known = instance.operation();
    IocpOperation operation = known == null ? home.operation(this, READ) : known;
    instance.operation(operation);
    if (operation.isPending()) {
      return true;
    }
    operation.prepare(IocpOperation.PROBE);
    Scratch scratch = system().scratches().take();
    try {
      long block = operation.address(IocpOperation.OVERLAPPED);
      int request = PipeConstants.FSCTL_PIPE_LISTEN;
      int status =
          NtFiles.control(instance.entry().handle(), block, block, request, scratch.state());
      boolean isPending =
          status == NtStatus.STATUS_PENDING || status >= 0 && !instance.entry().skips();
      if (!isPending) {
        operation.undo();
      }
      return isPending;
    } finally {
      system().scratches().give(scratch);
    }
  }

  @Override
  void leave() {
    listener.whenRefilled(() -> {});
    for (PipeListener.Instance instance : listener.waiting()) {
      IocpOperation operation = instance.operation();
      if (operation != null) {
        instance.operation(null);
        withdraw(operation, instance.entry());
      }
    }
  }

  // ---- the runner's

  @Override
  public void completed(IocpOperation operation, boolean wasPoll, int outcome) {
    tell(READ);
  }

  @Override
  public void abandon(IocpOperation operation) {
    boolean unused = operation.orphan(); // ended by the end of its handle
  }
}
