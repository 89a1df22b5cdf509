// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.bsd;

import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.packetloom.platform.unix.Errno;
import org.packetloom.platform.unix.ErrnoMemory;
import org.packetloom.platform.unix.UnixCalls;
import org.packetloom.platform.unix.UnixErrors;
import org.packetloom.platform.unix.WaitMemory;

/**
 * The calls of libkqueue, an imitation of kqueue(2) over epoll, made fit for a program of many
 * threads. What it lacks is made up for here, so that the poller under test is that of a BSD:
 *
 * <ul>
 *   <li>A wait looks at entries that a deletion in another thread may have freed meanwhile, which
 *       ends the process: changes and gathering exclude each other, and waiting goes on outside, by
 *       poll(2) on the epoll descriptor within.
 *   <li>A descriptor can be added for one filter alone: the other one gets a duplicate.
 *   <li>What is there cannot be added again: it is deleted first.
 *   <li>A queue is closed some time later by another thread, which may meet another queue of the
 *       same number: queues are emptied and used again instead.
 *   <li>Its events take SO_ERROR away: {@link TakenErrors} keeps it. What epoll then finds for the
 *       other filter has no error any more, and is no event: that one is made here.
 *   <li>The error of a change is mostly EFAULT: it is found out what epoll refused.
 * </ul>
 *
 * <p>Nobody queues up for a lock that a runner takes: a thread in the queue may need that runner to
 * carry it.
 */
final class LibkqueueCalls implements KqueueCalls {
  /** FreeBSD 11 had the same: 32 bytes, EVFILT_USER -11; sys/event.h of libkqueue. */
  static final KeventLayout LAYOUT =
      new KeventLayout("kevent", 32, KeventLayout.Width.SHORT, 12, 24, -1, -2, -11);

  /** Queues that are opened before there is need of them, so that none seems to be left behind. */
  private static final int STOCK = 24;

  private static final int EFAULT = 14; // asm-generic/errno-base.h
  private static final int F_GETFD = 1; // asm-generic/fcntl.h
  private static final int F_DUPFD_CLOEXEC = 1030; // linux/fcntl.h

  private final LibCKqueue library;
  private final UnixCalls calls;
  private final TakenErrors errors;
  private final Map<Integer, Queue> queues = new ConcurrentHashMap<>();
  private final ReentrantLock stockLock = new ReentrantLock();
  private final ArrayDeque<Queue> stock = new ArrayDeque<>(); // guarded by stockLock

  LibkqueueCalls(LibCKqueue library, UnixCalls calls, TakenErrors errors) {
    this.library = library;
    this.calls = calls;
    this.errors = errors;
    for (int i = 0; i < STOCK; i++) {
      stock.add(fresh());
    }
  }

  /** What stands for a descriptor and filter in the library. */
  private record Added(int ident, long udata) {}

  /** A queue, the epoll descriptor within, and what it was told to watch. */
  private static final class Queue {
    private final int number;
    private final int epoll;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Long, Added> added = new ConcurrentHashMap<>(); // changed under lock
    private final ArrayDeque<Long> owed = new ArrayDeque<>(); // keys; guarded by lock

    Queue(int number, int epoll) {
      this.number = number;
      this.epoll = epoll;
    }

    static long key(int filter, long ident) {
      return (long) filter << Integer.SIZE | ident;
    }

    static int filter(long key) {
      return (int) (key >> Integer.SIZE);
    }

    /** The descriptor that stands behind an event's own. */
    int descriptor(int filter, long ident) {
      if (filter != LAYOUT.EVFILT_WRITE()) {
        return (int) ident;
      }
      for (Map.Entry<Long, Added> entry : added.entrySet()) {
        long key = entry.getKey();
        if (entry.getValue().ident() == ident && filter(key) == filter) {
          return (int) key;
        }
      }
      return -1;
    }

    void lock() {
      while (!lock.tryLock()) {
        Thread.yield();
      }
    }
  }

  @Override
  public KeventLayout layout() {
    return LAYOUT;
  }

  @Override
  public int kqueue() {
    Queue queue;
    stockLock.lock();
    try {
      queue = stock.isEmpty() ? fresh() : stock.poll();
    } finally {
      stockLock.unlock();
    }
    queues.put(queue.number, queue);
    return queue.number;
  }

  private Queue fresh() {
    int number = library.kqueue();
    if (number < 0) {
      throw new AssertionError("kqueue: " + calls.system().errors().name(-number));
    }
    return new Queue(number, InnerEpoll.of(number, library, calls));
  }

  @Override
  public int change(int kq, MemorySegment changes, int count, Errno errno) {
    Queue queue = queues.get(kq);
    if (queue == null) {
      return -UnixErrors.EBADF;
    }
    int result = 0;
    queue.lock();
    try {
      for (int index = 0; index < count && result >= 0; index++) {
        result = change(queue, changes.asSlice((long) index * LAYOUT.size(), LAYOUT.size()), errno);
      }
      return result;
    } finally {
      queue.lock.unlock();
    }
  }

  private int change(Queue queue, MemorySegment change, Errno errno) {
    int filter = LAYOUT.filter(change, 0);
    if (filter == LAYOUT.EVFILT_USER()) {
      return library.change(queue.number, change, 1, errno);
    }
    int descriptor = (int) LAYOUT.ident(change, 0);
    long key = Queue.key(filter, descriptor);
    int flags = LAYOUT.flags(change, 0);
    if ((flags & KeventLayout.EV_DELETE) != 0) {
      return delete(queue, key, errno);
    }
    if (queue.added.containsKey(key)) {
      int unused = delete(queue, key, errno);
    }
    int ident = descriptor;
    if (filter == LAYOUT.EVFILT_WRITE()) {
      ident = calls.streams().fcntl(descriptor, F_DUPFD_CLOEXEC, 3);
      if (ident < 0) {
        return ident;
      }
    }
    MemorySegment own = MemorySegment.ofArray(new long[LAYOUT.size() / Long.BYTES]);
    long udata = LAYOUT.udata(change, 0);
    LAYOUT.put(own, 0, ident, filter, flags, udata);
    int result = library.change(queue.number, own, 1, errno);
    if (result >= 0) {
      queue.added.put(key, new Added(ident, udata));
      return result;
    }
    closeDuplicate(descriptor, ident);
    boolean isOpen = calls.streams().fcntl(descriptor, F_GETFD, 0) >= 0;
    return result != -EFAULT ? result : isOpen ? -UnixErrors.EPERM : -UnixErrors.EBADF;
  }

  private int delete(Queue queue, long key, Errno errno) {
    Added gone = queue.added.remove(key);
    if (gone == null) {
      return -UnixErrors.ENOENT;
    }
    queue.owed.remove(key);
    MemorySegment own = MemorySegment.ofArray(new long[LAYOUT.size() / Long.BYTES]);
    LAYOUT.put(own, 0, gone.ident(), Queue.filter(key), KeventLayout.EV_DELETE, 0);
    int result = library.change(queue.number, own, 1, errno);
    closeDuplicate((int) key, gone.ident());
    return result;
  }

  private void closeDuplicate(int descriptor, int ident) {
    if (ident != descriptor) {
      int unused = calls.descriptors().close(ident); // it is gone whatever the result
    }
  }

  @Override
  public int kevent(int kq, MemorySegment events, int most, long timeoutNanos, WaitMemory memory) {
    Queue queue = queues.get(kq);
    if (queue == null) {
      return -UnixErrors.EBADF;
    }
    long deadline = System.nanoTime() + Math.max(timeoutNanos, 0);
    long remaining = timeoutNanos;
    while (true) {
      int n = gather(queue, events, most, memory);
      if (n != 0 || timeoutNanos == 0) {
        return n;
      }
      int ready = InnerEpoll.await(queue.epoll, remaining, calls, memory);
      if (ready <= 0) {
        return ready;
      }
      if (timeoutNanos > 0) {
        remaining = Math.max(0, deadline - System.nanoTime());
      }
    }
  }

  private int gather(Queue queue, MemorySegment events, int most, WaitMemory memory) {
    queue.lock();
    try {
      int n = library.kevent(queue.number, events, most, 0, memory);
      for (int index = 0; index < n; index++) {
        int error = LAYOUT.fflags(events, index);
        int filter = LAYOUT.filter(events, index);
        if (error != 0 && filter != LAYOUT.EVFILT_USER()) {
          int descriptor = queue.descriptor(filter, LAYOUT.ident(events, index));
          errors.taken(descriptor, error);
          owe(queue, descriptor, filter, events, n);
        }
      }
      return n < 0 ? n : n + pay(queue, events, n, most);
    } finally {
      queue.lock.unlock();
    }
  }

  /** An error is an event of both filters; the one that did not take it may be missing. */
  private static void owe(
      Queue queue, int descriptor, int filter, MemorySegment events, int count) {
    boolean isOfReader = filter == LAYOUT.EVFILT_READ();
    int other = isOfReader ? LAYOUT.EVFILT_WRITE() : LAYOUT.EVFILT_READ();
    long key = Queue.key(other, descriptor);
    Added sibling = queue.added.get(key);
    if (sibling == null || queue.owed.contains(key)) {
      return;
    }
    for (int index = 0; index < count; index++) {
      if (LAYOUT.filter(events, index) == other && LAYOUT.ident(events, index) == sibling.ident()) {
        return;
      }
    }
    queue.owed.add(key);
  }

  /** Adds what is owed to what was gathered: as many events as there is room for. */
  private static int pay(Queue queue, MemorySegment events, int count, int most) {
    int paid = 0;
    while (count + paid < most && !queue.owed.isEmpty()) {
      long key = queue.owed.remove();
      Added due = queue.added.get(key);
      int flags = KeventLayout.EV_CLEAR;
      if (due != null) {
        LAYOUT.put(events, count + paid++, due.ident(), Queue.filter(key), flags, due.udata());
      }
    }
    return paid;
  }

  @Override
  public boolean hasEvents(int kq) {
    Queue queue = queues.get(kq);
    return queue != null && (isOwed(queue) || InnerEpoll.isReady(queue.epoll, calls));
  }

  private static boolean isOwed(Queue queue) {
    queue.lock();
    try {
      return !queue.owed.isEmpty();
    } finally {
      queue.lock.unlock();
    }
  }

  /** None: it does not watch an epoll descriptor. */
  @Override
  public OptionalInt descriptor(int kq) {
    return OptionalInt.empty();
  }

  @Override
  public int close(int kq) {
    Queue queue = queues.remove(kq);
    if (queue == null) {
      return -UnixErrors.EBADF;
    }
    Errno errno = new ErrnoMemory().next();
    queue.lock();
    try {
      for (long key : queue.added.keySet()) {
        int unused = delete(queue, key, errno);
      }
      MemorySegment own = MemorySegment.ofArray(new long[LAYOUT.size() / Long.BYTES]);
      LAYOUT.put(own, 0, 0, LAYOUT.EVFILT_USER(), KeventLayout.EV_DELETE, 0);
      int unused = library.change(queue.number, own, 1, errno);
    } finally {
      queue.lock.unlock();
    }
    stockLock.lock();
    try {
      stock.add(queue);
    } finally {
      stockLock.unlock();
    }
    return 0;
  }
}
