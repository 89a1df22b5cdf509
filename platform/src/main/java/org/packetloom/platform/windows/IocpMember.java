// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.windows;

import java.nio.ByteBuffer;
import org.packetloom.platform.DescriptorKind;
import org.packetloom.platform.NativeAddress;
import org.packetloom.platform.Readiness;
import org.packetloom.platform.Transfer;

/**
 * What all transfers of {@link IocpPoller} have in common: being registered, and being told of.
 * Refuses every attempt; a subclass makes those of its kind.
 */
abstract class IocpMember implements Transfer, Registry.Member {
  /** What is attached to a poller. */
  record Attachment(int descriptor, HandleEntry entry, DescriptorKind kind, Readiness readiness) {}

  private final Attachment attachment;
  private final WindowsSystem system;

  /** Replaced before it is registered, by whoever registers it. */
  private IocpPoller poller;

  private volatile boolean isRegistered; // once it was; never taken back
  private volatile boolean hasLeft; // nothing is told any more

  IocpMember(Attachment attachment, IocpPoller poller, WindowsSystem system) {
    this.attachment = attachment;
    this.poller = poller;
    this.system = system;
  }

  // ---- for subclasses

  final HandleEntry entry() {
    return attachment.entry();
  }

  final long handle() {
    return attachment.entry().handle();
  }

  final IocpPoller poller() {
    return poller;
  }

  final WindowsSystem system() {
    return system;
  }

  /** Moves to another poller, unless it is registered. */
  final boolean moveTo(IocpPoller other) {
    if (!isRegistered) {
      poller = other;
    }
    return !isRegistered;
  }

  /** Tells events, unless nobody is to be told of anything yet, or any more. */
  final void tell(int events) {
    if (isRegistered && !hasLeft) {
      attachment.readiness().ready(events);
    }
  }

  /**
   * Asks for one event of a direction.
   *
   * @param most as of {@link #arm(int, int)}
   * @return 0, or the negated error number
   */
  abstract int begin(int direction, int most);

  /** The last user goes: ends what is to be ended. */
  abstract void leave();

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
  public final boolean isPersistent(int direction) {
    return false;
  }

  @Override
  public final int arm(int direction, int most) {
    return poller.registry().has(this) ? begin(direction, most) : 0; // a poller's death was told
  }

  /** Only messages and reads of drained streams end short: the next attempt costs little. */
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

  private int wrongKind() {
    boolean isSocket = entry().isSocket();
    return isSocket ? -WindowsErrors.WSAEOPNOTSUPP : -WindowsErrors.ERROR_NOT_SUPPORTED;
  }

  @Override
  public final void deregister(boolean isShared) {
    hasLeft = true;
    boolean unused = poller.registry().remove(this);
    leave();
  }

  @Override
  public final void failed(Throwable cause) {
    attachment.readiness().failed(cause);
  }
}
