// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.unix;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.packetloom.platform.DescriptorKind;
import org.packetloom.platform.Poller;
import org.packetloom.platform.PollerException;
import org.packetloom.platform.Readiness;
import org.packetloom.platform.Transfer;
import org.packetloom.platform.Watch;
import org.packetloom.platform.Watcher;

/**
 * poll(2): level-triggered; for transfers, each event is asked for and told once. The fallback, and
 * the poller that every POSIX system has.
 *
 * <p>Only the runner touches the entries of the call: other threads change what a {@link
 * PollInterest} wants, put it on the list of changes, and end the call if one is under way; the
 * runner applies the list before the next call. So asking and leaving cost the same however many
 * descriptors there are. An entry is passed over while nothing is asked for.
 *
 * <p>An event is told to the one whom the runner installed in the entry, not to the one that holds
 * the slot by then, and only while it has not left. A telling that the runner has begun may still
 * end after {@link #leave} in another thread has returned.
 *
 * <p>A call under way holds the open files it polls: closing a descriptor meanwhile would neither
 * free its address nor tell the peer. So {@link #leave} ends the call and waits until it is over,
 * for as long as a thread takes to wake.
 *
 * <p>The runner never queues up for the lock, nor does a caller who may be the runner. Locks are
 * given in the order of the queue, and a virtual thread before it there may need this very runner
 * to carry it: both would wait for ever.
 */
public final class PollPoller implements Poller {
  static final String NAME = "poll";

  private final UnixCalls calls;
  private final Wakeup wakeup;
  private final AtomicBoolean isWoken = new AtomicBoolean(); // wake() was called since a wait ended
  private final Slots slots = new Slots();
  private final TransferMemory transferMemory = new TransferMemory();
  private final Arena arena = Arena.ofShared(); // closed in close(), after the runner left

  private final ReentrantLock changesLock = new ReentrantLock();
  private final Condition callEnded = changesLock.newCondition();
  private final List<PollInterest> changes = new ArrayList<>(); // guarded by changesLock
  private boolean isCalling; // guarded by changesLock; the runner is inside the call
  private long callCount; // guarded by changesLock; calls begun

  private final PollEntries entries; // the runner's
  private final Gathered gathered = new Gathered(); // the runner's
  private final WaitMemory memory = new WaitMemory(arena); // the runner's

  private PollPoller(UnixCalls calls, Wakeup wakeup) {
    this.calls = calls;
    this.wakeup = wakeup;
    this.entries = new PollEntries(wakeup.descriptor());
  }

  static PollPoller open(UnixCalls calls) throws PollerException {
    return new PollPoller(calls, Wakeup.open(calls));
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Transfer attach(int descriptor, DescriptorKind kind, Readiness readiness) {
    var attachment = new ReactorTransfer.Attachment(descriptor, kind, readiness);
    return new PollTransfer(attachment, this, calls, transferMemory);
  }

  @Override
  public Watch watch(int descriptor, Watcher watcher) {
    return new PollWatch(descriptor, watcher, this, slots, calls.system().watchEvents());
  }

  @Override
  public boolean adopt(Transfer transfer) {
    if (!(transfer instanceof PollTransfer known)) {
      return false;
    }
    known.poller(this);
    return true;
  }

  @Override
  public int await(long timeoutNanos) throws PollerException {
    long deadline = timeoutNanos > 0 ? System.nanoTime() + timeoutNanos : 0;
    long remaining = timeoutNanos;
    gathered.clear();
    while (true) {
      boolean mustReturn = isWoken.getAndSet(false) || timeoutNanos == 0;
      int count = poll(mustReturn ? 0 : remaining);
      if (count > 0 || mustReturn) {
        return count;
      }
      // Woken for a change, by a signal, by the end of time, or by wake(): the next round tells.
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
    gathered.tell();
  }

  @Override
  public void wake() {
    isWoken.set(true);
    wakeup.ask();
  }

  @Override
  public OptionalInt descriptor() {
    return OptionalInt.empty();
  }

  @Override
  public void fail(Throwable cause) {
    slots.fail(cause);
  }

  @Override
  public void close() {
    slots.clear();
    wakeup.close();
    entries.close();
    arena.close();
    transferMemory.close();
  }

  int register(PollTransfer transfer) {
    boolean unused = slots.add(transfer); // if not, it has been told why
    return 0;
  }

  void deregister(PollTransfer transfer, PollInterest interest) {
    leave(interest);
    // Only now may the slot have another owner: the runner applies changes in their order.
    boolean unused = slots.remove(transfer); // not there if it was never registered
  }

  PollEvents events() {
    return calls.system().events();
  }

  /** Polls for more. */
  void want(PollInterest interest, int events) {
    boolean isTooLate;
    changesLock.lock();
    try {
      if (interest.isOut()) {
        return;
      }
      interest.wanted(interest.wanted() | events);
      change(interest);
      isTooLate = isCalling;
    } finally {
      changesLock.unlock();
    }
    if (isTooLate) {
      wakeup.ask();
    }
  }

  /** Polls for something else. What is found meanwhile for less than before is not told. */
  void replace(PollInterest interest, int events) {
    boolean isTooLate;
    lockUnqueued();
    try {
      int before = interest.wanted();
      if (events == before || interest.isOut()) {
        return;
      }
      interest.wanted(events);
      change(interest);
      isTooLate = isCalling && (events & ~before) != 0;
    } finally {
      changesLock.unlock();
    }
    if (isTooLate) {
      wakeup.ask();
    }
  }

  /** Polls for nothing from now on; the call under way is over when this returns. */
  void leave(PollInterest interest) {
    lockUnqueued();
    try {
      if (interest.isOut()) {
        return;
      }
      interest.leave();
      change(interest);
      if (isCalling && interest.isInstalled()) {
        wakeup.ask();
        long call = callCount;
        while (isCalling && callCount == call) {
          callEnded.awaitUninterruptibly();
        }
      }
    } finally {
      changesLock.unlock();
    }
  }

  /** Called under changesLock. */
  private void change(PollInterest interest) {
    if (!interest.isChanged()) {
      interest.isChanged(true);
      changes.add(interest);
    }
  }

  private int poll(long timeoutNanos) throws PollerException {
    beginCall();
    int n = 0;
    try {
      n = calls.polls().ppoll(entries.segment(), entries.count(), timeoutNanos, memory);
    } finally {
      endCall(n);
    }
    if (n < 0 && n != -UnixErrors.EINTR) {
      throw calls.system().errors().poller("ppoll", n);
    }
    return gathered.count();
  }

  private void beginCall() {
    lockUnqueued();
    try {
      for (PollInterest interest : changes) {
        interest.isChanged(false);
        install(interest);
      }
      changes.clear();
      isCalling = true;
      callCount++;
    } finally {
      changesLock.unlock();
    }
  }

  /** Takes the lock as soon as it is free; held by others for a few instructions only. */
  private void lockUnqueued() {
    while (!changesLock.tryLock()) {
      Thread.yield(); // its holder may have lost the processor
    }
  }

  private void endCall(int found) {
    lockUnqueued();
    try {
      isCalling = false;
      callEnded.signalAll();
      if (found > 0) {
        gather();
      }
    } finally {
      changesLock.unlock();
    }
  }

  /** Brings an entry up to date. Called by the runner under changesLock. */
  private void install(PollInterest interest) {
    interest.isInstalled(interest.wanted() != 0);
    if (interest.isOut()) {
      entries.remove(interest);
    } else {
      entries.install(interest);
    }
  }

  /** Keeps what a call found. Called by the runner under changesLock. */
  private void gather() {
    if (entries.isWoken()) {
      wakeup.drain();
    }
    for (int slot = 0; slot < entries.slots(); slot++) {
      int found = entries.found(slot);
      PollInterest interest = entries.interest(slot);
      if (found != 0 && interest != null && !interest.isOut()) {
        int before = interest.wanted();
        int taken = interest.take(found);
        if (taken != 0) {
          gathered.add(interest, taken);
        }
        if (interest.wanted() != before) {
          install(interest);
        }
      }
    }
  }
}
