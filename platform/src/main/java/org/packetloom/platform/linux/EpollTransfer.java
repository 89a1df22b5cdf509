// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.linux;

import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.packetloom.platform.DescriptorKind;
import org.packetloom.platform.unix.ReactorTransfer;
import org.packetloom.platform.unix.TransferMemory;

/**
 * A transfer registered with epoll: once, edge-triggered; another poller's descriptor one-shot.
 *
 * <p>A socket of streams is registered for reading alone, unless it is connecting, as it mostly can
 * be written to: that alone would be an event for each new connection. The first write that has to
 * wait asks for writing as well, from then on.
 */
final class EpollTransfer extends ReactorTransfer {
  private static final int STREAM =
      Constants.EPOLLIN | Constants.EPOLLOUT | Constants.EPOLLRDHUP | Constants.EPOLLET;

  /** Replaced before it is registered, by whoever registers it. */
  private EpollPoller poller;

  /** Whether events of writing are told; once set it stays; written by who registers or writes. */
  private volatile boolean isWritingTold;

  /** Null as long as every event is told; set once, by a user of the descriptor. */
  private volatile @Nullable Asking asking;

  EpollTransfer(
      Attachment attachment, EpollPoller poller, SystemCalls calls, TransferMemory memory) {
    super(attachment, calls.unix(), memory);
    this.poller = poller;
  }

  void poller(EpollPoller other) {
    poller = other;
  }

  @Override
  public int register() {
    if (!isStream() || isConnecting()) {
      isWritingTold = true;
    }
    return poller.register(this, events());
  }

  @Override
  public boolean isPersistent(int direction) {
    return kind() != DescriptorKind.POLLER
        && asking == null
        && (direction == READ || isWritingTold);
  }

  @Override
  public int arm(int direction, int most) {
    Asking own = asking;
    if (own != null) {
      return own.arm(direction);
    }
    if (kind() == DescriptorKind.POLLER) {
      return poller.modify(this, Constants.EPOLLIN | Constants.EPOLLONESHOT);
    }
    if (direction == READ || isWritingTold) {
      return 0;
    }
    isWritingTold = true;
    int result = poller.modify(this, events());
    if (result < 0) {
      isWritingTold = false;
    }
    return result;
  }

  @Override
  public void deregister(boolean isShared) {
    Asking own = asking;
    if (own != null) {
      own.end();
    }
    poller.deregister(this, isShared);
  }

  /**
   * Tells events only when asked from now on. Called while the transfer is in use, before which
   * nobody deregisters it.
   */
  @Override
  public void tellWhenAsked() {
    if (asking == null && kind() != DescriptorKind.POLLER) {
      asking = new Asking();
    }
  }

  /** The poller is about to tell that directions are ready. */
  void told(int readiness) {
    Asking own = asking;
    if (own != null) {
      own.disarm(readiness & (READ | WRITE));
    }
  }

  /**
   * What is asked for. Each direction that is told is taken out of the kernel's interest first, and
   * told after: whoever asked for it anew in between looks again and asks once more.
   */
  private final class Asking {
    private final ReentrantLock interestLock = new ReentrantLock();
    private int armed = READ | WRITE; // guarded by interestLock; all is of interest at first
    private boolean isGone; // guarded by interestLock; the descriptor may be another one's

    int arm(int direction) {
      interestLock.lock();
      try {
        armed |= direction;
        return poller.modify(EpollTransfer.this, interest());
      } finally {
        interestLock.unlock();
      }
    }

    void disarm(int directions) {
      while (!interestLock.tryLock()) { // a thread queued up before may need the caller to carry it
        Thread.yield();
      }
      try {
        // a hang-up comes again with every change: nothing to change, nothing to tell
        if ((armed & directions) == 0 || isGone) {
          return;
        }
        armed &= ~directions;
        int unused = poller.modify(EpollTransfer.this, interest()); // it told, so it is registered
      } finally {
        interestLock.unlock();
      }
    }

    void end() {
      interestLock.lock();
      try {
        isGone = true;
      } finally {
        interestLock.unlock();
      }
    }

    private int interest() {
      int unwanted = ~armed;
      int events = allEvents();
      if ((unwanted & READ) != 0) {
        events &= ~(Constants.EPOLLIN | Constants.EPOLLRDHUP | Constants.EPOLLPRI);
      }
      if ((unwanted & WRITE) != 0) {
        events &= ~Constants.EPOLLOUT;
      }
      return events;
    }
  }

  private boolean isStream() {
    return switch (kind()) {
      case TCP, LOCAL_STREAM, SHARED_SOCKET, SEQPACKET -> true;
      case PIPE, DATAGRAM, DEVICE, LISTENER, POLLER -> false;
    };
  }

  private int events() {
    return isWritingTold ? allEvents() : allEvents() & ~Constants.EPOLLOUT;
  }

  private int allEvents() {
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
