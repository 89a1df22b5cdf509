// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.windows;

import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.packetloom.platform.NamedPipes.Mode;
import org.packetloom.platform.Transfer;
import org.packetloom.platform.Watcher;

/**
 * A watch of a pipe, or of the listener of one.
 *
 * <p>The runner looks at the pipe in a turn, which is an operation of the poller that has ended as
 * soon as it begins. If there is something to tell, that is told, and there is another turn for as
 * long as it is asked for; if not, a turn is brought about by what may change it: a read of no
 * bytes, which ends when there are some or the peer has left; the end of a write; a client. These
 * may come to the runner of another poller, that of the handle's port, and so tell nothing
 * themselves.
 *
 * <p>Callers bring a turn about. {@code turnLock} guards the two operations, and that none is begun
 * after the end. That a peer has left is not told beside bytes that nobody asks for.
 */
final class PipeWatch extends PortWatch {
  private final WindowsSystem system;
  private final PipeEnd end;
  private final @Nullable PipeListener listener; // null for one end of a pipe
  private final Runnable changed = this::look;
  private final AtomicBoolean isTurnDue = new AtomicBoolean();

  private @Nullable IocpOperation turn; // guarded by turnLock
  private @Nullable IocpOperation probe; // guarded by turnLock

  PipeWatch(
      int descriptor, HandleEntry entry, Watcher watcher, IocpPoller poller, WindowsSystem system) {
    super(descriptor, entry, watcher, poller);
    this.system = system;
    this.end = PipeEnd.of(entry).orElseGet(PipeEnd::ofReader);
    this.listener = entry.extra().orElse(null) instanceof PipeListener known ? known : null;
  }

  /** As of files on other systems. */
  @Override
  int refusal() {
    boolean isPipe = entry().type() == HandleEntry.Type.PIPE;
    return isPipe ? 0 : -WindowsErrors.ERROR_ACCESS_DENIED;
  }

  @Override
  void begin() {
    if (listener != null) {
      listener.tell(changed);
    } else {
      end.tell(changed);
    }
  }

  @Override
  void follow() {
    if (wanted() != 0) {
      look();
    }
  }

  @Override
  void leave() {
    if (listener != null) {
      listener.tellNoMore(changed);
    } else {
      end.tellNoMore(changed);
    }
    turnLock.lock();
    try {
      IocpOperation lastTurn = turn;
      if (lastTurn != null && !lastTurn.orphan() && !poller().isClosed()) {
        poller().release(lastTurn);
      }
      IocpOperation lastProbe = probe;
      if (lastProbe != null) {
        PipeMember.withdraw(lastProbe, entry());
      }
      turn = null;
      probe = null;
    } finally {
      turnLock.unlock();
    }
  }

  /** Has the runner look at the pipe. */
  private void look() {
    if (!isTurnDue.compareAndSet(false, true)) {
      return;
    }
    turnLock.lock();
    try {
      if (!hasEnded() && !poller().isClosed()) {
        if (turn == null) {
          turn = poller().operation(this, 0);
        }
        turn.prepare(IocpOperation.PROBE);
        poller().settle(turn, 0);
      }
    } finally {
      turnLock.unlock();
    }
  }

  // ---- the runner's

  /** What brings a turn about does so before the runner returns: so it may be told at once. */
  @Override
  public boolean isSilent(IocpOperation operation) {
    return operation.direction() != 0;
  }

  @Override
  public void completed(IocpOperation operation, boolean wasPoll, int outcome) {
    if (operation.direction() != 0) {
      noteEmptyMessage(outcome);
      look();
      return;
    }
    isTurnDue.set(false);
    int found = PipeLook.found(entry(), end, system);
    int due = tell(found);
    if (due != 0 && wanted() != 0) {
      look();
    } else if (wanted() != 0) {
      expect((found & READABLE) == 0);
    }
  }

  /** Has a turn brought about by what changes. */
  private void expect(boolean isEmpty) {
    boolean isQuiet;
    if (listener != null) {
      isQuiet = listener.expect(poller());
    } else {
      boolean wasWriting = (wanted() & WRITABLE) != 0; // else it would have been told
      isQuiet = (!wasWriting || end.isWriting()) && (!isEmpty || isProbing());
    }
    if (!isQuiet) {
      look();
    }
  }

  /** Has a read of no bytes go on; false if it has ended. */
  private boolean isProbing() {
    turnLock.lock();
    try {
      IocpPoller home = PipeEnd.home(entry(), poller());
      if (hasEnded() || home == null || home.isClosed()) {
        return true;
      }
      if (probe == null) {
        probe = home.operation(this, Transfer.READ);
      }
      return probe.isPending() || isPending(probe);
    } finally {
      turnLock.unlock();
    }
  }

  private boolean isPending(IocpOperation operation) {
    operation.prepare(IocpOperation.PROBE);
    Scratch scratch = system.scratches().take();
    try {
      long block = operation.address(IocpOperation.OVERLAPPED);
      int status =
          NtFiles.read(entry().handle(), block, block, scratch.segment(), 0, scratch.state());
      if (status == NtStatus.STATUS_PENDING || status >= 0 && !entry().skips()) {
        return true;
      }
      if (status == NtStatus.STATUS_BUFFER_OVERFLOW) {
        probe = null; // a message that came since the look
        operation.poller().leaveInDoubt(operation);
      } else {
        operation.undo();
        noteEmptyMessage(status);
      }
      return false;
    } finally {
      system.scratches().give(scratch);
    }
  }

  private void noteEmptyMessage(int outcome) {
    if (outcome == 0 && end.mode() == Mode.MESSAGE) {
      end.reachEnd();
    }
  }
}
