// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.linux;

import org.packetloom.platform.DescriptorKind;

/** A transfer registered with epoll: once, edge-triggered; another poller's descriptor one-shot. */
final class EpollTransfer extends ReactorTransfer {
  private static final int STREAM =
      Constants.EPOLLIN | Constants.EPOLLOUT | Constants.EPOLLRDHUP | Constants.EPOLLET;

  private final EpollPoller poller;

  EpollTransfer(
      Attachment attachment, EpollPoller poller, SystemCalls calls, TransferMemory memory) {
    super(attachment, calls, memory);
    this.poller = poller;
  }

  @Override
  public int register() {
    return poller.register(this, events());
  }

  @Override
  public boolean isPersistent() {
    return kind() != DescriptorKind.POLLER;
  }

  @Override
  public int arm(int direction) {
    if (isPersistent()) {
      return 0;
    }
    return poller.modify(this, Constants.EPOLLIN | Constants.EPOLLONESHOT);
  }

  @Override
  public void deregister(boolean isShared) {
    poller.deregister(this, isShared);
  }

  private int events() {
    return switch (kind()) {
      // Urgent data ends a read early, with more behind it: EPOLLPRI tells.
      case TCP -> STREAM | Constants.EPOLLPRI;
      // An end of a pipe has one direction; asking for the other has no effect.
      case LOCAL_STREAM, SHARED_SOCKET, SEQPACKET, PIPE -> STREAM;
      case DATAGRAM, DEVICE -> Constants.EPOLLIN | Constants.EPOLLOUT | Constants.EPOLLET;
      case LISTENER -> Constants.EPOLLIN | Constants.EPOLLET;
      case POLLER -> Constants.EPOLLONESHOT;
    };
  }
}
