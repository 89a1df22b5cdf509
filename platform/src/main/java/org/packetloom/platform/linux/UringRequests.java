// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.linux;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;
import org.packetloom.platform.PollerException;
import org.packetloom.platform.unix.Slots;

/**
 * What is to be submitted to a ring.
 *
 * <p>{@code inbox} is a stack, linked through its entries, that anybody pushes to by
 * compare-and-set and the runner takes as a whole; it is turned over, so that requests keep their
 * order. What the runner has taken and the ring has no room for stays in {@code backlog}. An entry
 * is in one of the two as long as it says LINKED.
 *
 * <p>The data of a request is the tag of {@link Slots}, with the direction in the two lowest bits,
 * WATCH there for that of a watch, and 0 for what is the poller's own.
 */
final class UringRequests {
  /** The data of the request that watches the eventfd. */
  static final long WAKE = 0;

  /** Stands in the place of a direction in the data of a watch's request. */
  static final int WATCH = 3;

  private static final int DIRECTION_BITS = 2;
  private static final int DIRECTION = 3;
  private static final long CANCEL = 1L << DIRECTION_BITS;
  private static final VarHandle INBOX;

  static {
    try {
      INBOX = MethodHandles.lookup().findVarHandle(UringRequests.class, "inbox", UringEntry.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private Ring ring; // the runner's
  private final SendBuffers toSend;
  private final int eventfd;
  private volatile @Nullable UringEntry inbox;
  private @Nullable UringEntry backlog; // the runner's
  private boolean mustWatch = true; // the runner's; the ring does not poll the eventfd
  private int term; // the runner's; counts runners

  UringRequests(Ring ring, SendBuffers toSend, int eventfd) {
    this.ring = ring;
    this.toSend = toSend;
    this.eventfd = eventfd;
  }

  // ---- any thread's

  /** Adds one that has just become LINKED. */
  void add(UringEntry entry) {
    UringEntry top;
    do {
      top = inbox;
      entry.next = top;
    } while (!INBOX.compareAndSet(this, top, entry));
  }

  /** Whether nothing was added that the runner has not taken. */
  boolean isEmpty() {
    return inbox == null;
  }

  // ---- the runner's

  /** Whether something is left that there was no room for. */
  boolean areLeft() {
    return backlog != null || mustWatch;
  }

  /** What is submitted from now on is so by another thread. */
  void beginTerm() {
    term++;
  }

  /** Whether it was submitted by the thread that runs the poller. */
  boolean isOfTerm(UringEntry entry) {
    return entry.term == term;
  }

  /** What is submitted from now on goes to another ring. */
  void use(Ring other) {
    ring = other;
  }

  /** The ring does not poll the eventfd any more. */
  void watchAgain() {
    mustWatch = true;
  }

  /** Fills the ring with what there is, as far as there is room. */
  void fill() throws PollerException {
    if (backlog == null && inbox == null && !mustWatch) {
      return;
    }
    ring.beginFilling();
    try {
      if (mustWatch && makeRoom()) {
        ring.poll(eventfd, Constants.POLLIN, true, WAKE);
        mustWatch = false;
      }
      fillFromInbox();
    } finally {
      ring.endFilling();
    }
  }

  private void fillFromInbox() throws PollerException {
    if (backlog == null) {
      backlog = turnOver((UringEntry) INBOX.getAndSet(this, null));
    }
    while (backlog != null && makeRoom()) {
      UringEntry entry = backlog;
      backlog = entry.next; // before it may be linked anew
      entry.next = null;
      if (entry instanceof UringOperation operation) {
        fillIn(operation);
      } else if (entry instanceof UringPoll poll) {
        fillIn(poll);
      }
    }
  }

  /** Whether an entry can be filled in; not if the kernel takes no more just now. */
  private boolean makeRoom() throws PollerException {
    if (!ring.hasRoom()) {
      ring.submit();
    }
    return ring.hasRoom();
  }

  private static @Nullable UringEntry turnOver(@Nullable UringEntry top) {
    UringEntry first = null;
    UringEntry rest = top;
    while (rest != null) {
      UringEntry next = rest.next;
      rest.next = first;
      first = rest;
      rest = next;
    }
    return first;
  }

  private void fillIn(UringOperation operation) {
    switch (operation.unlink()) {
      case UringOperation.SUBMIT -> request(operation);
      case UringOperation.CANCEL -> ring.cancel(data(operation), CANCEL);
      default -> {}
    }
  }

  private void fillIn(UringPoll poll) {
    switch (poll.unlink()) {
      case UringPoll.SUBMIT -> {
        poll.term = term;
        ring.poll(poll.watch().descriptor(), poll.events(), poll.isStaying(), poll.data());
      }
      case UringPoll.CANCEL -> ring.cancel(poll.data(), CANCEL);
      default -> {}
    }
  }

  private void request(UringOperation operation) {
    operation.term = term;
    int descriptor = operation.transfer().descriptor();
    long data = data(operation);
    if (operation.isReceiving() && !operation.transfer().mayHold()) {
      operation.pollOnce(Constants.POLLIN); // whether or not there still is one who waits
    }
    switch (operation.kind()) {
      case UringOperation.RECEIVE_STAYING ->
          ring.receiveForGood(descriptor, ReceiveBuffers.GROUP, data);
      case UringOperation.RECEIVE ->
          ring.receive(descriptor, operation.length(), ReceiveBuffers.GROUP, data);
      case UringOperation.SEND ->
          ring.send(descriptor, toSend.address(operation.buffer()), operation.length(), data);
      default -> {
        boolean isForGood = operation.kind() != UringOperation.POLL;
        ring.poll(descriptor, operation.length(), isForGood, data);
      }
    }
  }

  /** The data of an operation's requests. */
  static long data(UringOperation operation) {
    return data(operation.transfer().tag(), operation.direction());
  }

  /** The data of what has a tag, in a direction or {@link #WATCH}. */
  static long data(long tag, int direction) {
    long slot = (long) Slots.slot(tag) << DIRECTION_BITS;
    return tag & 0xffffffffL << Integer.SIZE | slot | direction;
  }

  /** The tag in the data of a request. */
  static long tag(long data) {
    return data & 0xffffffffL << Integer.SIZE | (int) data >>> DIRECTION_BITS;
  }

  /** The direction in the data of a request, or WATCH; 0 if it is the poller's own. */
  static int direction(long data) {
    return (int) data & DIRECTION;
  }
}
