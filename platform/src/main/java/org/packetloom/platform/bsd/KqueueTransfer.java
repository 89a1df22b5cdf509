// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.bsd;

import org.packetloom.platform.DescriptorKind;
import org.packetloom.platform.Readiness;
import org.packetloom.platform.unix.Posix;
import org.packetloom.platform.unix.ReactorTransfer;
import org.packetloom.platform.unix.TransferMemory;
import org.packetloom.platform.unix.UnixCalls;

/**
 * A transfer registered with kqueue: both filters once, edge-triggered (EV_CLEAR); another poller's
 * descriptor for one event at a time.
 */
final class KqueueTransfer extends ReactorTransfer {
  private final UnixCalls calls;

  /** Replaced before it is registered, by whoever registers it. */
  private KqueuePoller poller;

  /** Those that were registered; written before anybody else may deregister it. */
  private int directions;

  KqueueTransfer(
      Attachment attachment, KqueuePoller poller, UnixCalls calls, TransferMemory memory) {
    super(attachment, calls, memory);
    this.calls = calls;
    this.poller = poller;
  }

  void poller(KqueuePoller other) {
    poller = other;
  }

  @Override
  public int register() {
    directions = possibleDirections();
    return poller.register(this);
  }

  @Override
  public boolean isPersistent(int direction) {
    return kind() != DescriptorKind.POLLER;
  }

  @Override
  public int arm(int direction, int most) {
    return isPersistent(direction) ? 0 : poller.armOnce(this);
  }

  /** No filter of every BSD tells of urgent data, which ends a read early, with more behind it. */
  @Override
  public boolean isDrainedByShortRead() {
    return kind() == DescriptorKind.PIPE;
  }

  @Override
  public void deregister(boolean isShared) {
    poller.deregister(this);
  }

  /** The directions that are told of unasked. */
  int directions() {
    return directions;
  }

  /** Not those that the kernel would refuse. */
  private int possibleDirections() {
    return switch (kind()) {
      case TCP, LOCAL_STREAM, SHARED_SOCKET, SEQPACKET, DATAGRAM, DEVICE -> READ | WRITE;
      case PIPE -> ofAccessMode();
      case LISTENER -> READ;
      case POLLER -> 0;
    };
  }

  private int ofAccessMode() {
    int flags = calls.streams().fcntl(descriptor(), Posix.F_GETFL, 0);
    return switch (flags & Posix.O_ACCMODE) {
      case Posix.O_RDONLY -> READ;
      case Posix.O_WRONLY -> WRITE;
      default -> READ | WRITE; // also where it is no open descriptor: registering fails then
    };
  }

  /** Tells what an event of a filter stands for. */
  void tell(boolean isRead, boolean isEnd) {
    int direction = isRead ? Readiness.READABLE : Readiness.WRITABLE;
    readiness().ready(isEnd ? direction | Readiness.HANGUP : direction);
  }
}
