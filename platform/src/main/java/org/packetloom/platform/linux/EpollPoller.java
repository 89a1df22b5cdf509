// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.linux;

import java.lang.foreign.Arena;
import java.util.OptionalInt;
import java.util.concurrent.locks.ReentrantLock;
import org.packetloom.platform.DescriptorKind;
import org.packetloom.platform.Poller;
import org.packetloom.platform.PollerException;
import org.packetloom.platform.Readiness;
import org.packetloom.platform.Transfer;
import org.packetloom.platform.Watch;
import org.packetloom.platform.Watcher;
import org.packetloom.platform.unix.Attached;
import org.packetloom.platform.unix.PollEntries;
import org.packetloom.platform.unix.ReactorTransfer;
import org.packetloom.platform.unix.Slots;
import org.packetloom.platform.unix.TransferMemory;
import org.packetloom.platform.unix.WaitMemory;
import org.packetloom.platform.unix.Wakeup;

/**
 * epoll(7): each descriptor of a transfer is registered once, edge-triggered, in both directions; a
 * watch is level-triggered, and registered while something is asked for.
 *
 * <p>The kernel's event carries the tag of {@link Slots}. An event is told only if its tag is found
 * at that moment: a transfer that was deregistered, or a watch that ended, is not told of events
 * gathered before. A telling that the runner has begun may still end after that has returned in
 * another thread.
 *
 * <p>The wake-up descriptor is edge-triggered too, and is never read: each write is a new edge.
 */
final class EpollPoller implements Poller {
  static final String NAME = "epoll";

  /**
   * Events of one wait; more of them come with the next. Few, so that what is touched to tell an
   * event is still in the cache when the thread runs that it wakes: with a thousand busy
   * connections that saves more than the calls cost.
   */
  private static final int BATCH = 32;

  /** The same once there are watches: who runs their handlers himself gains by fewer calls. */
  private static final int BATCH_OF_WATCHES = 256;

  /** Tag of the wake-up descriptor, which is not a slot. */
  private static final long WAKE_TAG = -1;

  private final SystemCalls calls;
  private final int epfd;
  private final Wakeup wakeup;
  private final Slots slots = new Slots();
  private final TransferMemory transferMemory = new TransferMemory();
  private final Arena arena = Arena.ofShared(); // closed in close(), after the runner left
  private final EpollEvents events = new EpollEvents(arena, BATCH_OF_WATCHES); // the runner's
  private final WaitMemory memory = new WaitMemory(arena); // the runner's
  private final ReentrantLock lookLock = new ReentrantLock();
  private final WaitMemory lookMemory = new WaitMemory(arena); // guarded by lookLock
  private final PollEntries look; // guarded by lookLock; the epoll descriptor alone
  private volatile int batch = BATCH; // written by any thread
  private int gathered; // the runner's; events of the last wait
  private int told; // the runner's; how many of them dispatch() has taken

  private EpollPoller(SystemCalls calls, int epfd, Wakeup wakeup) {
    this.calls = calls;
    this.epfd = epfd;
    this.wakeup = wakeup;
    this.look = new PollEntries(epfd);
  }

  static EpollPoller open(SystemCalls calls) throws PollerException {
    int epfd = calls.events().epoll_create1(Constants.EPOLL_CLOEXEC);
    if (epfd < 0) {
      throw Failures.poller("epoll_create1", epfd);
    }
    Wakeup wakeup;
    try {
      wakeup = Wakeup.open(calls.unix());
    } catch (PollerException e) {
      int unused = calls.unix().descriptors().close(epfd); // the first failure is the one to tell
      throw e;
    }
    EpollPoller poller = new EpollPoller(calls, epfd, wakeup);
    int wakeEvents = Constants.EPOLLIN | Constants.EPOLLET;
    int added =
        calls
            .events()
            .epoll_ctl(epfd, Constants.EPOLL_CTL_ADD, wakeup.descriptor(), wakeEvents, WAKE_TAG);
    if (added < 0) {
      poller.close();
      throw Failures.poller("epoll_ctl", added);
    }
    return poller;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Transfer attach(int descriptor, DescriptorKind kind, Readiness readiness) {
    var attachment = new ReactorTransfer.Attachment(descriptor, kind, readiness);
    return new EpollTransfer(attachment, this, calls, transferMemory);
  }

  @Override
  public Watch watch(int descriptor, Watcher watcher) {
    batch = BATCH_OF_WATCHES;
    return new EpollWatch(descriptor, watcher, this, slots);
  }

  @Override
  public boolean adopt(Transfer transfer) {
    if (!(transfer instanceof EpollTransfer known)) {
      return false;
    }
    known.poller(this);
    return true;
  }

  @Override
  public boolean hasEvents() {
    lookLock.lock();
    try {
      return calls.unix().polls().ppoll(look.segment(), 1, 0, lookMemory)
          != 0; // an error will show
    } finally {
      lookLock.unlock();
    }
  }

  @Override
  public int await(long timeoutNanos) throws PollerException {
    gathered = 0;
    told = 0;
    int n = timeoutNanos > 0 ? waitUntil(timeoutNanos) : waitOnce(timeoutNanos);
    gathered = n;
    return wakeup.isAsked() && takeWake(n) ? n - 1 : n;
  }

  @Override
  public void dispatch() {
    boolean unused = dispatch(gathered);
  }

  @Override
  public boolean dispatch(int most) {
    int end = most < gathered - told ? told + most : gathered;
    while (told < end) {
      int index = told++; // first, so that one that throws costs only its own event
      Attached attached = slots.find(events.data(index));
      if (attached instanceof EpollTransfer transfer) {
        int readiness = EpollEvents.readiness(events.events(index));
        transfer.told(readiness);
        transfer.readiness().ready(readiness);
      } else if (attached instanceof EpollWatch watch) {
        watch.tell(events.events(index));
      }
    }
    return told < gathered;
  }

  @Override
  public void wake() {
    wakeup.ask();
  }

  @Override
  public OptionalInt descriptor() {
    return OptionalInt.of(epfd);
  }

  @Override
  public void fail(Throwable cause) {
    slots.fail(cause);
  }

  @Override
  public void close() {
    slots.clear();
    wakeup.close();
    int unused = calls.unix().descriptors().close(epfd); // it is gone whatever the result
    look.close();
    arena.close();
    transferMemory.close();
  }

  int register(EpollTransfer transfer, int wanted) {
    if (!slots.add(transfer)) {
      return 0;
    }
    int added = control(Constants.EPOLL_CTL_ADD, transfer, wanted);
    if (added < 0) {
      slots.remove(transfer);
    }
    return added;
  }

  int modify(EpollTransfer transfer, int wanted) {
    return control(Constants.EPOLL_CTL_MOD, transfer, wanted);
  }

  void deregister(EpollTransfer transfer, boolean isShared) {
    if (slots.remove(transfer) && isShared) {
      // Fails only if the descriptor has been closed already, which would be the caller's mistake;
      // events that come all the same find nobody.
      int unused = control(Constants.EPOLL_CTL_DEL, transfer, 0);
    }
  }

  /** Changes what the kernel watches. */
  int control(int operation, Attached attached, int wanted) {
    int descriptor = attached.descriptor();
    return calls.events().epoll_ctl(epfd, operation, descriptor, wanted, attached.tag());
  }

  /** The kernel waits by its own clock, whatever clock the platform was given. */
  private int waitUntil(long timeoutNanos) throws PollerException {
    long deadline = System.nanoTime() + timeoutNanos;
    long remaining = timeoutNanos;
    while (true) {
      int n = waitOnce(remaining);
      if (n > 0) {
        return n;
      }
      remaining = deadline - System.nanoTime();
      if (remaining <= 0) {
        return 0;
      }
    }
  }

  /** Waits; a signal ends a wait that has a limit, and has the others begin anew. */
  private int waitOnce(long timeoutNanos) throws PollerException {
    int n;
    do {
      n = calls.events().epoll_wait(epfd, events.segment(), batch, timeoutNanos, memory);
    } while (n == -LinuxErrors.EINTR && timeoutNanos <= 0);
    if (n == -LinuxErrors.EINTR) {
      return 0;
    }
    if (n < 0) {
      throw Failures.poller("epoll_wait", n);
    }
    return n;
  }

  private boolean takeWake(int count) {
    for (int index = 0; index < count; index++) {
      if (events.data(index) == WAKE_TAG) {
        wakeup.take();
        return true;
      }
    }
    return false;
  }
}
