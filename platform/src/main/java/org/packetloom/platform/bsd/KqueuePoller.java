// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.bsd;

import static org.packetloom.platform.Transfer.READ;
import static org.packetloom.platform.Transfer.WRITE;
import static org.packetloom.platform.bsd.KeventLayout.EV_EOF;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.packetloom.platform.DescriptorKind;
import org.packetloom.platform.Poller;
import org.packetloom.platform.PollerException;
import org.packetloom.platform.Readiness;
import org.packetloom.platform.Transfer;
import org.packetloom.platform.Watch;
import org.packetloom.platform.Watcher;
import org.packetloom.platform.unix.ReactorTransfer;
import org.packetloom.platform.unix.Slots;
import org.packetloom.platform.unix.TransferMemory;
import org.packetloom.platform.unix.UnixCalls;
import org.packetloom.platform.unix.UnixErrors;
import org.packetloom.platform.unix.WaitMemory;

/**
 * kqueue(2): each descriptor of a transfer is registered once, edge-triggered, in both directions;
 * {@link KqueueWatches} tells how watches are made of the same.
 *
 * <p>The kernel's event carries the tag of {@link Slots}. An event is told only if its tag is found
 * at that moment: a transfer that was deregistered, or a watch that ended, is not told of events
 * gathered before. A telling that the runner has begun may still end after that has returned in
 * another thread. A direction is an event of its own, and may come in another batch.
 *
 * <p>What was registered is deleted before its descriptor is closed, although closing would do: the
 * open file may live on elsewhere.
 *
 * <p>A wake-up is a user event. One that is made for a watch ends no wait of a caller: {@code
 * isWoken} tells that {@link #wake} was called. Timers and signals are not the poller's: deadlines
 * bound its wait and cost no call of their own, and EVFILT_SIGNAL would tell of signals that the
 * virtual machine has to be kept from acting upon all the same.
 *
 * <p>While watches hold that are told again and again, who waits for {@link #descriptor} has to see
 * it readable though no event is left; hence the wake-up after each dispatch then.
 */
final class KqueuePoller implements Poller {
  static final String NAME = "kqueue";

  /**
   * Events of one wait; more of them come with the next. Few, as for epoll: what is touched to tell
   * them is still in the cache then.
   */
  private static final int BATCH = 64;

  /** The longest single wait; macOS refuses more than 100 000 000 s. */
  private static final long MOST_NANOS = TimeUnit.DAYS.toNanos(1);

  private final KqueueCalls queues;
  private final KeventLayout layout;
  private final UnixCalls calls;
  private final int kq;
  private final Slots slots = new Slots();
  private final TransferMemory transferMemory = new TransferMemory();
  private final Arena arena = Arena.ofShared(); // closed in close(), after the runner left
  private final MemorySegment events; // the runner's
  private final WaitMemory memory = new WaitMemory(arena); // the runner's
  private final KqueueWakeup wakeup;
  private final KqueueFilters filters;
  private final AtomicBoolean isWoken = new AtomicBoolean(); // wake() was called since a wait ended
  private final KqueueWatches watches;
  private final int[] transferEvents = new int[BATCH]; // the runner's; their indexes
  private int gathered; // the runner's; how many of these the last wait kept
  private int told; // the runner's; how many of them dispatch() has taken
  private volatile boolean isWatched; // somebody may wait for the descriptor; never goes back

  private KqueuePoller(KqueueCalls queues, UnixCalls calls, int kq) {
    this.queues = queues;
    this.layout = queues.layout();
    this.calls = calls;
    this.kq = kq;
    this.events = arena.allocate((long) BATCH * layout.size(), Long.BYTES);
    this.wakeup = new KqueueWakeup(queues, kq, arena);
    this.filters = new KqueueFilters(queues, kq);
    this.watches = new KqueueWatches(calls);
  }

  static KqueuePoller open(KqueueCalls queues, UnixCalls calls) throws PollerException {
    int kq = queues.kqueue();
    if (kq < 0) {
      throw calls.system().errors().poller("kqueue", kq);
    }
    KqueuePoller poller = new KqueuePoller(queues, calls, kq);
    int added = poller.wakeup.register();
    if (added < 0) {
      poller.close();
      throw calls.system().errors().poller("kevent", added);
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
    return new KqueueTransfer(attachment, this, calls, transferMemory);
  }

  @Override
  public Watch watch(int descriptor, Watcher watcher) {
    return new KqueueWatch(descriptor, watcher, this, slots, watches.words());
  }

  @Override
  public boolean adopt(Transfer transfer) {
    if (!(transfer instanceof KqueueTransfer known)) {
      return false;
    }
    known.poller(this);
    return true;
  }

  @Override
  public boolean hasEvents() {
    return watches.hasAny() || queues.hasEvents(kq);
  }

  @Override
  public int await(long timeoutNanos) throws PollerException {
    long deadline = timeoutNanos > 0 ? System.nanoTime() + timeoutNanos : 0;
    long remaining = timeoutNanos;
    gathered = 0;
    told = 0;
    watches.begin();
    while (true) {
      boolean mustReturn = isWoken.getAndSet(false) || timeoutNanos == 0;
      gather(mustReturn || watches.hasAny() ? 0 : Math.min(remaining, MOST_NANOS));
      int count = gathered + look();
      if (count > 0 || mustReturn) {
        return count;
      }
      // Woken by wake() or for a watch, by a signal, by an edge of which nothing is left, or by the
      // end of time: the next round tells.
      if (timeoutNanos > 0) {
        remaining = deadline - System.nanoTime();
        if (remaining <= 0) {
          return 0;
        }
      }
    }
  }

  @Override
  public void dispatch() {
    while (told < gathered) {
      int index = transferEvents[told++]; // first, so that one that throws costs only its own event
      if (slots.find(layout.udata(events, index)) instanceof KqueueTransfer transfer) {
        boolean isRead = layout.filter(events, index) == layout.EVFILT_READ();
        transfer.tell(isRead, isEnd(index));
      }
    }
    watches.tell();
    if (isWatched && watches.hasAny()) {
      wakeup.ask();
    }
  }

  @Override
  public void wake() {
    isWoken.set(true);
    wakeup.ask();
  }

  @Override
  public OptionalInt descriptor() {
    isWatched = true;
    return queues.descriptor(kq);
  }

  @Override
  public void fail(Throwable cause) {
    slots.fail(cause);
  }

  @Override
  public void close() {
    slots.clear();
    wakeup.close();
    int unused = queues.close(kq); // it is gone whatever the result
    watches.close();
    arena.close();
    transferMemory.close();
  }

  int register(KqueueTransfer transfer) {
    if (!slots.add(transfer)) {
      return 0;
    }
    int added = filters.add(transfer, transfer.directions());
    if (added < 0) {
      slots.remove(transfer);
    }
    return added;
  }

  /** Has the kernel tell once that another poller's descriptor is readable. */
  int armOnce(KqueueTransfer transfer) {
    return filters.addOnce(transfer);
  }

  void deregister(KqueueTransfer transfer) {
    if (slots.remove(transfer)) {
      int directions = transfer.directions();
      filters.delete(transfer, directions == 0 ? READ : directions);
    }
  }

  int add(KqueueWatch watch) {
    return filters.addPossible(watch);
  }

  void remove(KqueueWatch watch) {
    filters.delete(watch, READ | WRITE);
  }

  /** Has the runner look at a watch. */
  void look(KqueueWatch watch) {
    watches.asked(watch);
    wakeup.ask();
  }

  /** Waits until the runner is not looking at watches. */
  void awaitLook() {
    watches.awaitLook();
  }

  /** Waits once; a signal ends that. */
  private void gather(long timeoutNanos) throws PollerException {
    int n = queues.kevent(kq, events, BATCH, timeoutNanos, memory);
    if (n < 0 && n != -UnixErrors.EINTR) {
      throw calls.system().errors().poller("kevent", n);
    }
    for (int index = 0; index < n; index++) {
      long tag = layout.udata(events, index);
      if (tag == KqueueWakeup.TAG) {
        wakeup.take();
      } else if (slots.find(tag) instanceof KqueueWatch watch) {
        note(watch, index);
        watches.add(watch);
      } else {
        transferEvents[gathered++] = index;
      }
    }
  }

  /** Keeps what poll(2) may not tell of a watch. */
  private void note(KqueueWatch watch, int index) {
    if (layout.fflags(events, index) != 0) {
      watch.fault();
    }
    if (layout.filter(events, index) == layout.EVFILT_READ()) {
      watch.isEnded((layout.flags(events, index) & EV_EOF) != 0);
    }
  }

  private int look() throws PollerException {
    int due = watches.look(memory);
    if (due < 0) {
      throw calls.system().errors().poller("poll", due);
    }
    return due;
  }

  /** Whether an event tells of an end, or of an error, which it has in {@code fflags}. */
  private boolean isEnd(int index) {
    return (layout.flags(events, index) & EV_EOF) != 0 || layout.fflags(events, index) != 0;
  }
}
