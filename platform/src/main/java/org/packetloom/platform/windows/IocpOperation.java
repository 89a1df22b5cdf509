// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.windows;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * An overlapped call and the memory that Windows writes to until it has ended: one for each
 * direction of a transfer, used again and again.
 *
 * <p>Its user is whoever has the turn of the direction, its runner the one of the poller. All of
 * their agreement is one word, {@code state}:
 *
 * <pre>
 *   IDLE      nothing; the user may move it to PENDING and then makes the call
 *   PENDING   with Windows; the runner moves it to DONE when it has the packet, a poll to IDLE; the
 *             user may move it to IDLE if the call has failed and so queues no packet, and to
 *             ORPHANED
 *   DONE      the outcome waits; the user moves it to IDLE
 *   ORPHANED  nobody wants it; the runner frees it when it has the packet
 * </pre>
 *
 * A buffer is touched by nobody else while PENDING or ORPHANED: so it is used again only after the
 * packet was taken, whatever was cancelled. The user may look at {@link #status()} meanwhile, which
 * Windows writes last: what has ended there has ended, though its packet is still to come.
 */
final class IocpOperation {
  /** Kinds: tells readiness, and has no outcome to take. */
  static final int POLL = 0;

  /** Kinds: an overlapped call that tells readiness, and has no outcome to take. */
  static final int PROBE = 1;

  /** Kinds: reads into the buffer. */
  static final int READ = 2;

  /** Kinds: writes from the buffer. */
  static final int WRITE = 3;

  /** Kinds: accepts a connection, or waits for a client of a pipe. */
  static final int ACCEPT = 4;

  /** Kinds: connects. */
  static final int CONNECT = 5;

  /** What {@link #complete()} returns for an orphan. */
  static final int GONE = Integer.MIN_VALUE;

  /** Offset of the OVERLAPPED. */
  static final long OVERLAPPED = 0;

  /** Offset of the number in the poller's table. */
  static final long NUMBER = 32;

  /** Offset of a DWORD for a number of bytes. */
  static final long COUNT = 40;

  /** Offset of a DWORD for flags. */
  static final long FLAGS = 44;

  /** Offset of a WSABUF. */
  static final long WSABUF = 48;

  /** Offset of an AFD_POLL_INFO. */
  static final long POLL_INFO = 64;

  /** Offset of two addresses that AcceptEx writes. */
  static final long NAMES = 96;

  /** Bytes in all. */
  static final long SIZE = 448;

  private static final long STATUS = Layouts.offset(Layouts.OVERLAPPED, "Internal");
  private static final long BYTES = Layouts.offset(Layouts.OVERLAPPED, "InternalHigh");
  private static final long LENGTH = WSABUF + Layouts.offset(Layouts.WSABUF, "len");
  private static final long BUFFER = WSABUF + Layouts.offset(Layouts.WSABUF, "buf");
  private static final long EVENTS = POLL_INFO + Layouts.offset(Layouts.AFD_POLL_INFO, "Events");

  private static final int IDLE = 0;
  private static final int PENDING = 1;
  private static final int DONE = 2;
  private static final int ORPHANED = 3;

  private static final VarHandle STATE;

  static {
    try {
      STATE = MethodHandles.lookup().findVarHandle(IocpOperation.class, "state", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final MemorySegment memory;
  private final int number;
  private final IocpPoller poller;
  private final IocpOwner owner;
  private final int direction;

  private volatile int state;
  private volatile boolean isSettled; // PENDING, and has ended without a packet
  private volatile boolean isDoubtful; // a packet may come all the same

  private int kind; // the user's while IDLE
  private boolean isCancelled; // the user's
  private @Nullable MemorySegment buffer; // the user's; lent by the poller
  private long socket = Constants.INVALID_SOCKET; // the user's; what is being accepted as
  private int failure; // the user's while IDLE; the negated error of a call that failed, or 0
  private int result; // the runner's until DONE, then the user's
  private int taken; // the user's; of the bytes read

  IocpOperation(
      MemorySegment memory, int number, IocpPoller poller, IocpOwner owner, int direction) {
    this.memory = memory;
    this.number = number;
    this.poller = poller;
    this.owner = owner;
    this.direction = direction;
    memory.fill((byte) 0);
    memory.set(JAVA_LONG, NUMBER, number);
  }

  int number() {
    return number;
  }

  /** Whose runner completes it. */
  IocpPoller poller() {
    return poller;
  }

  IocpOwner owner() {
    return owner;
  }

  int direction() {
    return direction;
  }

  /** All of its memory. */
  MemorySegment memory() {
    return memory;
  }

  /** The address of something in its memory. */
  long address(long offset) {
    return memory.address() + offset;
  }

  int kind() {
    return kind;
  }

  /** Whether it tells readiness, and has no outcome to take. */
  boolean isPoll() {
    return kind == POLL || kind == PROBE;
  }

  // ---- the user's

  boolean isIdle() {
    return state == IDLE;
  }

  boolean isDone() {
    return state == DONE;
  }

  boolean isPending() {
    return state == PENDING;
  }

  /** From IDLE: a call is about to be made. */
  void prepare(int newKind) {
    kind = newKind;
    isCancelled = false;
    isSettled = false;
    failure = 0;
    result = 0;
    taken = 0;
    memory.asSlice(OVERLAPPED, NUMBER).fill((byte) 0);
    memory.set(JAVA_LONG, STATUS, NtStatus.STATUS_PENDING);
    memory.set(JAVA_LONG, COUNT, 0); // and the flags
    state = PENDING;
  }

  /** As {@link #prepare(int)}, to read into memory or write from it. */
  void prepare(int newKind, MemorySegment newBuffer, int length) {
    buffer = newBuffer;
    memory.set(JAVA_INT, LENGTH, length);
    memory.set(JAVA_LONG, BUFFER, newBuffer.address());
    prepare(newKind);
  }

  /** From PENDING: the call has failed, or its outcome is known; no packet comes. */
  void undo() {
    state = IDLE;
  }

  /** From PENDING: the call has ended, and no packet comes; 0 or the negated error number. */
  void settle(int negatedError) {
    failure = negatedError;
    isSettled = true;
  }

  /**
   * From PENDING: the call has ended with a warning, after which a packet may come or not: nobody
   * wants it any more, and its memory is not used again.
   */
  void leaveInDoubt() {
    isDoubtful = true;
    state = ORPHANED;
    settle(0);
  }

  /** Whether a packet may come although it has ended. */
  boolean isDoubtful() {
    return isDoubtful;
  }

  /** From PENDING: asked to be cancelled; whether for the first time. */
  boolean cancel() {
    boolean isFirst = !isCancelled;
    isCancelled = true;
    return isFirst;
  }

  /** From PENDING: nobody wants it any more; false if it has ended. */
  boolean orphan() {
    return STATE.compareAndSet(this, PENDING, ORPHANED);
  }

  /** The NTSTATUS so far; STATUS_PENDING while it goes on. */
  int status() {
    int status = (int) memory.get(JAVA_LONG, STATUS);
    VarHandle.acquireFence();
    return status;
  }

  /** From PENDING: what a poll finds that is not to be begun. */
  void found(int events) {
    memory.set(JAVA_INT, EVENTS, events);
  }

  /**
   * The outcome that {@link #status()} tells: a count, or the negated error number. Of a call whose
   * thread has ended, Wine may send a packet and write nothing: who reads has to look again then.
   */
  int outcome() {
    if (failure != 0) {
      return failure;
    }
    int status = status();
    if (NtStatus.isFailure(status)) {
      return -NtStatus.error(status);
    }
    if (status == NtStatus.STATUS_PENDING && kind <= READ && !isSettled) {
      return -WindowsErrors.ERROR_OPERATION_ABORTED;
    }
    return kind == POLL ? memory.get(JAVA_INT, EVENTS) : (int) memory.get(JAVA_LONG, BYTES);
  }

  /** The result of a DONE one: a count, or the negated error number. */
  int result() {
    return result;
  }

  /** Where bytes are read into, or written from. */
  MemorySegment buffer() {
    if (buffer == null) {
      throw new IllegalStateException("no buffer");
    }
    return buffer;
  }

  /** Takes the buffer away, if there is one. */
  @Nullable MemorySegment takeBuffer() {
    MemorySegment lent = buffer;
    buffer = null;
    return lent;
  }

  /** The socket that is being accepted as; INVALID_SOCKET for none. */
  long socket() {
    return socket;
  }

  void socket(long newSocket) {
    socket = newSocket;
  }

  /** Bytes read that were not taken yet. */
  int left() {
    return result - taken;
  }

  /** How many of the bytes read were taken. */
  int taken() {
    return taken;
  }

  /** Takes some of the bytes read; whether these were the last. */
  boolean take(int count) {
    taken += count;
    return taken >= result;
  }

  /** From DONE: the outcome was taken, or nobody wants it. */
  void drop() {
    state = IDLE;
  }

  // ---- the runner's

  boolean isOrphaned() {
    return state == ORPHANED;
  }

  /** Whether it is PENDING or ORPHANED, has ended, and no packet comes. */
  boolean isSettled() {
    return isSettled;
  }

  /**
   * From PENDING or ORPHANED, when its packet has come, or none will: takes the outcome.
   *
   * @return the outcome; {@link #GONE} if it is an orphan, to be freed
   */
  int complete() {
    int outcome = outcome();
    isSettled = false;
    result = outcome;
    int next = isPoll() ? IDLE : DONE;
    return STATE.compareAndSet(this, PENDING, next) ? outcome : GONE;
  }
}
