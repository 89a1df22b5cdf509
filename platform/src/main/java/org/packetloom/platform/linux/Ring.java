// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.VarHandle;
import org.packetloom.platform.PollerException;
import org.packetloom.platform.unix.WaitMemory;

/**
 * The memory of a ring that is shared with the kernel: entries that are submitted, and completions.
 *
 * <p>Belongs to the runner, but for what any thread may ask. Entries are filled in and published by
 * a release store of the tail, as completions are taken up by an acquire load of theirs:
 * io_uring(7).
 *
 * <p>There are two kinds. With the one (IORING_SETUP_COOP_TASKRUN) any thread may submit, one at a
 * time. What the kernel has to do for a request then runs in the thread that submitted it, whenever
 * that enters the kernel; a thread that ends takes its requests along, which are completed with
 * ECANCELED. With the other, the deferred (IORING_SETUP_DEFER_TASKRUN), only the thread that made
 * it may submit, wait, register and cancel, and the work is done while it does, all together, which
 * costs less. Closing it is for any thread: that ends what has not been done yet, undone.
 */
final class Ring {
  /** Entries that can be submitted at once. */
  private static final int ENTRIES = 256;

  /** Completions before the kernel puts them aside and has to be asked for them. */
  static final int COMPLETIONS = 4096;

  /** Completions left before the kernel is given no more to do whose completions must not wait. */
  private static final int MOST_COMPLETED = COMPLETIONS / 2;

  private static final int ATTENTION =
      UringConstants.IORING_SQ_CQ_OVERFLOW | UringConstants.IORING_SQ_TASKRUN;

  private static final StructLayout PARAMS = UringLayouts.io_uring_params;
  private static final long SQE_SIZE = UringLayouts.io_uring_sqe.byteSize();
  private static final long SQE_OFF = UringLayouts.offset(UringLayouts.io_uring_sqe, "off");
  private static final long SQE_ADDR = UringLayouts.offset(UringLayouts.io_uring_sqe, "addr");
  private static final long SQE_LEN = UringLayouts.offset(UringLayouts.io_uring_sqe, "len");
  private static final long SQE_DATA = UringLayouts.offset(UringLayouts.io_uring_sqe, "user_data");
  private static final long SQE_GROUP = UringLayouts.offset(UringLayouts.io_uring_sqe, "buf_group");
  private static final long SQE_ADDR3 = UringLayouts.offset(UringLayouts.io_uring_sqe, "addr3");
  private static final long CQE_SIZE = UringLayouts.io_uring_cqe.byteSize();
  private static final long CQE_RES = UringLayouts.offset(UringLayouts.io_uring_cqe, "res");
  private static final long CQE_FLAGS = UringLayouts.offset(UringLayouts.io_uring_cqe, "flags");
  private static final long WAIT_TIMEOUT =
      UringLayouts.offset(UringLayouts.io_uring_getevents_arg, "ts");

  private static final VarHandle INT = JAVA_INT.varHandle();

  private final SystemCalls calls;
  private final RingDescriptor descriptor;
  private final boolean isDeferred;
  private final boolean canDefer;
  private final Arena arena = Arena.ofShared(); // closed in close(), which unmaps
  private final MemorySegment shared;
  private final MemorySegment entries;
  private final WaitMemory memory = new WaitMemory(arena);
  private final MemorySegment argument = arena.allocate(UringLayouts.io_uring_getevents_arg);
  private final long flags;
  private final long tailOfEntries;
  private final long headOfEntries;
  private final int maskOfEntries;
  private final long tailOfCompletions;
  private final long headOfCompletions;
  private final long completions;
  private final int maskOfCompletions;
  private volatile boolean isFilling; // the runner is filling entries in
  private volatile int filled; // the tail after it last did

  /**
   * Written by the runner: there was work left for a thread in whose name this cannot be done, as
   * it submitted before and runs elsewhere, or has ended; in that case nobody takes the mark back.
   */
  private volatile boolean isWorkOfOthers;

  private int tail; // entries filled in
  private int submitted; // entries that the kernel has taken
  private int head; // completions taken

  private Ring(SystemCalls calls, int descriptor, MemorySegment params, boolean isDeferred)
      throws PollerException {
    this.calls = calls;
    this.descriptor = new RingDescriptor(calls, descriptor);
    this.isDeferred = isDeferred;
    this.canDefer = UringFeatures.canDefer(params.get(JAVA_INT, offset("features")));
    long array = Integer.toUnsignedLong(params.get(JAVA_INT, offset("sq_off", "array")));
    int count = params.get(JAVA_INT, offset("sq_entries"));
    this.completions = Integer.toUnsignedLong(params.get(JAVA_INT, offset("cq_off", "cqes")));
    long end = completions + params.get(JAVA_INT, offset("cq_entries")) * CQE_SIZE;
    long size = Math.max(array + (long) count * Integer.BYTES, end);
    this.shared = map(size, UringConstants.IORING_OFF_SQ_RING);
    this.entries = map(count * SQE_SIZE, UringConstants.IORING_OFF_SQES);
    this.flags = params.get(JAVA_INT, offset("sq_off", "flags"));
    this.headOfEntries = params.get(JAVA_INT, offset("sq_off", "head"));
    this.tailOfEntries = params.get(JAVA_INT, offset("sq_off", "tail"));
    this.maskOfEntries = shared.get(JAVA_INT, params.get(JAVA_INT, offset("sq_off", "ring_mask")));
    this.headOfCompletions = params.get(JAVA_INT, offset("cq_off", "head"));
    this.tailOfCompletions = params.get(JAVA_INT, offset("cq_off", "tail"));
    this.maskOfCompletions =
        shared.get(JAVA_INT, params.get(JAVA_INT, offset("cq_off", "ring_mask")));
    for (int i = 0; i < count; i++) {
      shared.set(JAVA_INT, array + (long) i * Integer.BYTES, i); // entries are used in their order
    }
  }

  /** Makes a ring, for any thread to enter or for the caller alone. */
  static Ring open(SystemCalls calls, boolean isDeferred) throws PollerException {
    try (Arena temporary = Arena.ofConfined()) {
      MemorySegment params = temporary.allocate(PARAMS);
      params.set(JAVA_INT, offset("flags"), UringFeatures.flags(isDeferred));
      params.set(JAVA_INT, offset("cq_entries"), COMPLETIONS);
      int descriptor = calls.rings().io_uring_setup(ENTRIES, params);
      if (descriptor < 0) {
        throw Failures.poller("io_uring_setup", descriptor);
      }
      try {
        int features = params.get(JAVA_INT, offset("features"));
        String lacking = UringFeatures.lacking(features);
        if (!lacking.isEmpty()) {
          throw new PollerException("io_uring_setup: without " + lacking);
        }
        return new Ring(calls, descriptor, params, isDeferred);
      } catch (Throwable e) {
        int unused =
            calls.unix().descriptors().close(descriptor); // the first failure is the one to tell
        throw e;
      }
    }
  }

  private static long offset(String... path) {
    return UringLayouts.offset(PARAMS, path);
  }

  private MemorySegment map(long size, long offset) throws PollerException {
    try {
      return UringMemory.mapRing(calls, descriptor.number(), offset, size, arena);
    } catch (PollerException e) {
      arena.close();
      throw e;
    }
  }

  /** What any thread may use, even after the end. */
  RingDescriptor descriptor() {
    return descriptor;
  }

  /** Whether only its maker may enter it, and its work is done then and nowhere else. */
  boolean isDeferred() {
    return isDeferred;
  }

  /** Whether the kernel can be trusted with such a ring. */
  boolean canDefer() {
    return canDefer;
  }

  boolean isClosed() {
    return descriptor.isClosed();
  }

  // ---- entries

  /** Whether nothing was ever filled in. */
  boolean isUntouched() {
    return tail == 0;
  }

  /** Whether another entry can be filled in; if not, some have to be submitted first. */
  boolean hasRoom() {
    return tail - (int) INT.getAcquire(shared, headOfEntries) <= maskOfEntries;
  }

  /** Entries are going to be filled in. */
  void beginFilling() {
    isFilling = true;
  }

  /** They were. */
  void endFilling() {
    filled = tail;
    isFilling = false;
  }

  /** Whether the kernel has taken all that was filled in; any thread may ask. */
  boolean isAllTaken() {
    return descriptor.isClosedOr(
        () -> !isFilling && (int) INT.getVolatile(shared, headOfEntries) == filled);
  }

  /** Tells the events of a descriptor, once or until cancelled. */
  void poll(int fd, int events, boolean isForGood, long userData) {
    int length = isForGood ? UringConstants.IORING_POLL_ADD_MULTI : 0;
    fill(UringConstants.IORING_OP_POLL_ADD, fd, 0, both(length, events), userData, 0);
  }

  /** Receives into a buffer of a group, once there is something. */
  void receive(int fd, int most, int group, long userData) {
    int how =
        UringConstants.IORING_OP_RECV
            | UringConstants.IOSQE_BUFFER_SELECT << 8
            | UringConstants.IORING_RECVSEND_POLL_FIRST << 16;
    fill(how, fd, 0, both(most, 0), userData, group);
  }

  /** Receives into buffers of a group whenever there is something, until cancelled. */
  void receiveForGood(int fd, int group, long userData) {
    int flags = UringConstants.IORING_RECVSEND_POLL_FIRST | UringConstants.IORING_RECV_MULTISHOT;
    int how = UringConstants.IORING_OP_RECV | UringConstants.IOSQE_BUFFER_SELECT << 8 | flags << 16;
    fill(how, fd, 0, 0, userData, group);
  }

  /** Sends as much of some memory as fits now; that has to stay as it is until completion. */
  void send(int fd, long address, int length, long userData) {
    int how = Constants.MSG_NOSIGNAL | Constants.MSG_DONTWAIT;
    fill(UringConstants.IORING_OP_SEND, fd, address, both(length, how), userData, 0);
  }

  /** Cancels the request with the data of a user. */
  void cancel(long target, long userData) {
    fill(UringConstants.IORING_OP_ASYNC_CANCEL, -1, target, 0, userData, 0);
  }

  private static long both(int low, int high) {
    return Integer.toUnsignedLong(low) | (long) high << Integer.SIZE;
  }

  /** The operation comes with its flags above it. */
  private void fill(int how, int fd, long address, long length, long userData, long group) {
    long at = (tail++ & maskOfEntries) * SQE_SIZE;
    entries.set(JAVA_LONG, at, both(how, fd));
    entries.set(JAVA_LONG, at + SQE_OFF, 0);
    entries.set(JAVA_LONG, at + SQE_ADDR, address);
    entries.set(JAVA_LONG, at + SQE_LEN, length);
    entries.set(JAVA_LONG, at + SQE_DATA, userData);
    entries.set(JAVA_LONG, at + SQE_GROUP, group);
    entries.set(JAVA_LONG, at + SQE_ADDR3, 0);
    entries.set(JAVA_LONG, at + SQE_ADDR3 + Long.BYTES, 0);
  }

  // ---- the kernel's turn

  /** Submits what was filled in, and lets the kernel work, unless there is nothing to do. */
  void submit() throws PollerException {
    boolean isWanted = tail != submitted || ((int) INT.getOpaque(shared, flags) & ATTENTION) != 0;
    if (isWanted && !(isDeferred && completed() > MOST_COMPLETED)) {
      enter(0, UringConstants.IORING_ENTER_GETEVENTS, MemorySegment.NULL);
    }
  }

  /** As {@link #submit}, and waits for a completion; negative for no limit. A signal ends it. */
  void submitAndWait(long timeoutNanos) throws PollerException {
    if (timeoutNanos < 0) {
      enter(1, UringConstants.IORING_ENTER_GETEVENTS, MemorySegment.NULL);
      return;
    }
    argument.set(JAVA_LONG, WAIT_TIMEOUT, memory.timespec(timeoutNanos).address());
    int how = UringConstants.IORING_ENTER_GETEVENTS | UringConstants.IORING_ENTER_EXT_ARG;
    enter(1, how, argument);
  }

  private void enter(int least, int how, MemorySegment wait) throws PollerException {
    INT.setRelease(shared, tailOfEntries, tail);
    int n =
        calls
            .rings()
            .io_uring_enter(descriptor.number(), tail - submitted, least, how, wait, memory);
    noteWork();
    if (n >= 0) {
      submitted += n;
      return;
    }
    switch (-n) {
      // out of time; a signal; no memory for requests, or too many completions: later
      case LinuxErrors.ETIME, LinuxErrors.EINTR, LinuxErrors.EAGAIN, LinuxErrors.EBUSY -> {}
      default -> throw Failures.poller("io_uring_enter", n);
    }
  }

  private void noteWork() {
    if (isDeferred) {
      return; // it is for nobody else
    }
    boolean isLeft = ((int) INT.getOpaque(shared, flags) & UringConstants.IORING_SQ_TASKRUN) != 0;
    if (isLeft != isWorkOfOthers) {
      isWorkOfOthers = isLeft;
    }
  }

  // ---- completions

  /** Completions that can be taken; more than the ring holds come once these were taken. */
  int completed() {
    return (int) INT.getAcquire(shared, tailOfCompletions) - head;
  }

  /** Whether there are more, for which there was no room. */
  boolean hasPutAside() {
    return ((int) INT.getOpaque(shared, flags) & UringConstants.IORING_SQ_CQ_OVERFLOW) != 0;
  }

  /** What was said with the request of the next completion. */
  long userData() {
    return shared.get(JAVA_LONG, next());
  }

  int result() {
    return shared.get(JAVA_INT, next() + CQE_RES);
  }

  int resultFlags() {
    return shared.get(JAVA_INT, next() + CQE_FLAGS);
  }

  private long next() {
    return completions + (head & maskOfCompletions) * CQE_SIZE;
  }

  /** Is done with the next completion. */
  void take() {
    head++;
    INT.setRelease(shared, headOfCompletions, head);
  }

  /** Whether the kernel has something to tell, or the ring is closed; any thread may ask. */
  boolean hasEvents() {
    return descriptor.isClosedOr(this::hasWork);
  }

  private boolean hasWork() {
    int taken = (int) INT.getVolatile(shared, headOfCompletions);
    int asked = isWorkOfOthers ? UringConstants.IORING_SQ_CQ_OVERFLOW : ATTENTION;
    return (int) INT.getVolatile(shared, tailOfCompletions) != taken
        || ((int) INT.getVolatile(shared, flags) & asked) != 0;
  }

  /** Gives the ring back; whatever is under way ends. Not while it is being run. */
  void close() {
    descriptor.close(arena);
  }
}
