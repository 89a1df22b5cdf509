// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.bsd;

import static java.lang.foreign.MemoryLayout.PathElement.groupElement;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.packetloom.platform.SpinLock;
import org.packetloom.platform.unix.UnixCalls;
import org.packetloom.platform.unix.UnixErrors;
import org.packetloom.platform.unix.UnixLayouts;
import org.packetloom.platform.unix.WaitMemory;
import org.packetloom.platform.unix.WatchEvents;

/**
 * The watches of a kqueue that something may hold for. kqueue says that something happened, and
 * poll(2) what holds: filters know neither urgent data nor half of what a hang-up is, each system
 * tells them differently, and the two filters of a descriptor are two events. So a watch has the
 * same words on every system, and they are told at once.
 *
 * <p>A watch becomes hot when an event of it was gathered, or something was asked of it; it is
 * looked at before each dispatch, and stays hot while what it asks for holds, unless that is told
 * once. An edge that comes after a look makes it hot again, so nothing is lost; one that comes
 * before, and is gathered after it, costs a look that finds nothing.
 *
 * <p>poll(2) holds the open files for as long as it takes. {@link #awaitLook} waits until a look
 * under way is over, so that whoever closes the descriptor then closes the file. The lock is held
 * for a call that does not wait, and nobody queues up for it: a thread in the queue may need the
 * runner to carry it.
 *
 * <p>All but {@link #asked}, {@link #hasAny}, {@link #words} and {@link #awaitLook} is the
 * runner's.
 */
final class KqueueWatches {
  /**
   * Stands for POLLRDHUP where poll(2) has none, and is not passed to it there: an event of reading
   * tells it. That of FreeBSD, which has one from 13 on, is the same.
   */
  static final int ENDED = 0x4000;

  private static final long SIZE = UnixLayouts.pollfd.byteSize();
  private static final long FD = UnixLayouts.pollfd.byteOffset(groupElement("fd"));
  private static final long EVENTS = UnixLayouts.pollfd.byteOffset(groupElement("events"));
  private static final long REVENTS = UnixLayouts.pollfd.byteOffset(groupElement("revents"));

  private final UnixCalls calls;
  private final WatchEvents words;
  private final int polled; // events that poll(2) knows
  private final ConcurrentLinkedQueue<KqueueWatch> asked = new ConcurrentLinkedQueue<>();
  private final SpinLock lookLock = new SpinLock();
  private final List<KqueueWatch> hot = new ArrayList<>();
  private final List<KqueueWatch> due = new ArrayList<>(); // found by the last look
  private int[] found = new int[64]; // for each that is due
  private int told; // how many of them were told
  private Arena arena = Arena.ofShared(); // replaced when the array grows; closed in close()
  private MemorySegment entries = arena.allocate(UnixLayouts.pollfd, found.length);
  private volatile boolean isAnyHot; // written by the runner

  KqueueWatches(UnixCalls calls) {
    this.calls = calls;
    WatchEvents ofPoll = calls.system().watchEvents();
    this.words = ofPoll.withPeerEnded(ENDED);
    this.polled = words == ofPoll ? 0xffff : 0xffff & ~ENDED;
  }

  /** What is asked for and told, in words of poll(2): any thread's. */
  WatchEvents words() {
    return words;
  }

  /** Something was asked of a watch: any thread. The runner has to be woken after this. */
  void asked(KqueueWatch watch) {
    asked.add(watch);
  }

  /** Whether there are some to look at: any thread. */
  boolean hasAny() {
    return isAnyHot || !asked.isEmpty();
  }

  /** An event of a watch was gathered. */
  void add(KqueueWatch watch) {
    if (!watch.isHot()) {
      watch.isHot(true);
      hot.add(watch);
    }
  }

  /**
   * Forgets what was found and not told; it is looked at again. Called before events are gathered.
   */
  void begin() {
    while (told < due.size()) {
      add(due.get(told++));
    }
    due.clear();
    told = 0;
  }

  /**
   * Looks at those that are hot, and keeps what is due.
   *
   * @param memory of the runner
   * @return how many are due, or the negated error number
   */
  int look(WaitMemory memory) {
    for (KqueueWatch watch = asked.poll(); watch != null; watch = asked.poll()) {
      add(watch);
    }
    int result = hot.isEmpty() ? 0 : poll(memory);
    isAnyHot = !hot.isEmpty();
    return result < 0 ? result : due.size();
  }

  /** Tells what is due; each is taken first, so that one that throws costs only its own. */
  void tell() {
    while (told < due.size()) {
      int index = told++;
      due.get(index).tell(found[index]);
    }
  }

  /** Waits until a look under way is over: any thread. */
  void awaitLook() {
    lookLock.lock();
    lookLock.unlock();
  }

  void close() {
    arena.close();
  }

  private int poll(WaitMemory memory) {
    ensureRoom(hot.size());
    int n;
    lookLock.lock();
    try {
      for (int index = 0; index < hot.size(); index++) {
        KqueueWatch watch = hot.get(index);
        int wanted = watch.wanted();
        set(index, wanted == 0 ? -1 : watch.descriptor(), wanted & polled);
      }
      do {
        n = calls.polls().ppoll(entries, hot.size(), 0, memory);
      } while (n == -UnixErrors.EINTR);
    } finally {
      lookLock.unlock();
    }
    if (n >= 0) {
      keep();
    }
    return n;
  }

  /** Keeps what is due, and leaves those hot for which it may be due again. */
  private void keep() {
    int kept = 0;
    for (int index = 0; index < hot.size(); index++) {
      KqueueWatch watch = hot.get(index);
      int events = watch.withTold(revents(index));
      boolean isDue = watch.due(events) != 0;
      if (isDue) {
        found[due.size()] = events;
        due.add(watch);
      }
      if (isDue && watch.isLevel()) {
        hot.set(kept++, watch);
      } else {
        watch.isHot(false);
      }
    }
    hot.subList(kept, hot.size()).clear();
  }

  private void set(int index, int fd, int events) {
    entries.set(JAVA_INT, index * SIZE + FD, fd);
    entries.set(JAVA_SHORT, index * SIZE + EVENTS, (short) events);
    entries.set(JAVA_SHORT, index * SIZE + REVENTS, (short) 0);
  }

  private int revents(int index) {
    return Short.toUnsignedInt(entries.get(JAVA_SHORT, index * SIZE + REVENTS));
  }

  private void ensureRoom(int count) {
    if (count > found.length) {
      found = new int[2 * count];
      arena.close();
      arena = Arena.ofShared();
      entries = arena.allocate(UnixLayouts.pollfd, found.length);
    }
  }
}
