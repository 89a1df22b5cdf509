// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.windows;

import java.nio.ByteBuffer;
import org.packetloom.platform.NativeAddress;
import org.packetloom.platform.Readiness;
import org.packetloom.platform.Transfer;

/**
 * What transfers over pipes have in common. Their operations have no outcome to take, but tell when
 * an attempt may get somewhere; they are made at the poller whose port the handle is associated
 * with, its home, which may be another one's: that of the listener for a pipe that was accepted.
 */
abstract class PipeMember implements Transfer, Registry.Member {
  private final IocpTransfer.Attachment attachment;
  private final IocpPoller poller;
  private final WindowsSystem system;

  private volatile boolean isRegistered; // once it was; never taken back
  private volatile boolean hasLeft; // nothing is told any more

  PipeMember(IocpTransfer.Attachment attachment, IocpPoller poller, WindowsSystem system) {
    this.attachment = attachment;
    this.poller = poller;
    this.system = system;
  }

  final HandleEntry entry() {
    return attachment.entry();
  }

  final IocpPoller poller() {
    return poller;
  }

  final WindowsSystem system() {
    return system;
  }

  /** Whether nobody is to be told of anything any more. */
  final boolean hasLeft() {
    return hasLeft;
  }

  final void tell(int events) {
    if (isRegistered && !hasLeft) {
      attachment.readiness().ready(events);
    }
  }

  // ---- the contract

  @Override
  public final int descriptor() {
    return attachment.descriptor();
  }

  @Override
  public final int register() {
    isRegistered = true;
    boolean unused = poller.registry().add(this); // if not, it has been told why
    return 0;
  }

  @Override
  public final boolean isPersistent() {
    return false;
  }

  @Override
  public final int arm(int direction, int most) {
    return poller.registry().has(this) ? arm(direction) : 0; // a poller's death was told
  }

  /** Asks for one event of a direction. */
  abstract int arm(int direction);

  @Override
  public boolean isDrainedByShortRead() {
    return false;
  }

  @Override
  public int tryRead(byte[] destination, int offset, int length) {
    return wrongKind();
  }

  @Override
  public int tryRead(ByteBuffer destination) {
    return wrongKind();
  }

  @Override
  public int tryRead(ByteBuffer[] destinations, int offset, int count) {
    return wrongKind();
  }

  @Override
  public int tryWrite(byte[] source, int offset, int length) {
    return wrongKind();
  }

  @Override
  public int tryWrite(ByteBuffer source) {
    return wrongKind();
  }

  @Override
  public int tryWrite(ByteBuffer[] sources, int offset, int count) {
    return wrongKind();
  }

  @Override
  public int tryReceive(ByteBuffer destination, NativeAddress.Box sender) {
    return wrongKind();
  }

  @Override
  public int trySend(ByteBuffer source, NativeAddress peer) {
    return wrongKind();
  }

  @Override
  public int tryAccept(NativeAddress.Box peer) {
    return wrongKind();
  }

  @Override
  public int tryConnect(NativeAddress peer) {
    return wrongKind();
  }

  private static int wrongKind() {
    return -WindowsErrors.ERROR_NOT_SUPPORTED;
  }

  /** What goes on takes nothing that a caller gave or wants back. */
  @Override
  public final int cancel(int direction) {
    return 0;
  }

  @Override
  public final void deregister(boolean isShared) {
    hasLeft = true;
    boolean unused = poller.registry().remove(this);
    leave();
  }

  /** The last user goes: ends what is to be ended. */
  abstract void leave();

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

  @Override
  public final void failed(Throwable cause) {
    attachment.readiness().failed(cause);
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
