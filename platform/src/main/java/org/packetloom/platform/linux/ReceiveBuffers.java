// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.linux;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.BitSet;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.packetloom.platform.PollerException;
import org.packetloom.platform.Transfer;

/**
 * Buffers that the kernel picks from when bytes have come: connections that wait hold none.
 *
 * <p>The ring of free buffers is the runner's, who publishes them by a release store of the tail.
 * It keeps a list of those that were handed out, too. Who is done with one says so by a release
 * store of a mark of that buffer's own; the runner looks for marks, and takes them away, before it
 * gives the kernel its turn. So no two threads write the same, and nothing is locked.
 */
final class ReceiveBuffers {
  /** Number of buffers, a power of two: as many connections as have bytes at the same time. */
  static final int COUNT = 1024;

  /** Bytes of a buffer; all of them fill a huge page. */
  static final int SIZE = 2048;

  /**
   * As many are lent at once at most, whatever those who have them do: the others are for those who
   * wait for bytes, who otherwise would have to make a system call for each read.
   */
  static final int MOST_LENT = COUNT / 4;

  /** The group by which requests name them. */
  static final int GROUP = 0;

  /** In place of a number: no buffer. */
  static final int NONE = -1;

  /** Bytes from one to the next: a line more, or all would meet in few sets of each cache. */
  private static final int STRIDE = SIZE + 64;

  /** Bytes that all of them take. */
  static final long ALL = (long) COUNT * STRIDE;

  private static final long ENTRY = UringLayouts.io_uring_buf.byteSize();
  private static final long LENGTH = UringLayouts.offset(UringLayouts.io_uring_buf, "len");
  private static final long NUMBER = UringLayouts.offset(UringLayouts.io_uring_buf, "bid");
  private static final long TAIL = UringLayouts.offset(UringLayouts.io_uring_buf, "resv");
  private static final VarHandle SHORT = JAVA_SHORT.varHandle();
  private static final VarHandle MARK = MethodHandles.arrayElementVarHandle(byte[].class);

  private final SystemCalls calls;
  private final MemorySegment free; // the ring of free buffers
  private final MemorySegment memory;
  private final ByteBuffer bytes; // all of the memory; used by index only
  private final ByteBuffer bytesToSee; // the same for eyes only, to make slices of
  private final @Nullable ByteBuffer[] views = new ByteBuffer[COUNT]; // each its buffer's user's
  private final AtomicInteger lent = new AtomicInteger();
  private final byte[] marks = new byte[COUNT]; // not 0: its user is done with it; through MARK
  private final int[] below = new int[COUNT]; // what is under each on a stack
  private final int[] lengths = new int[COUNT]; // of what was received, where somebody noted it
  private final int[] out = new int[COUNT]; // the runner's; those that are not with the kernel
  private int outCount; // the runner's
  private final int[] entries = new int[COUNT]; // the runner's; number in each of the ring, plus 1
  private int tail; // the runner's; buffers ever given to the kernel

  /** Buffers that live as long as their memory and the arena. */
  ReceiveBuffers(SystemCalls calls, MemorySegment memory, Arena arena) throws PollerException {
    this.calls = calls;
    this.free = UringMemory.map(calls, COUNT * ENTRY, arena);
    this.memory = memory;
    this.bytes = memory.asByteBuffer();
    this.bytesToSee = bytes.asReadOnlyBuffer();
  }

  /**
   * Has a ring pick from them, and the one before no more: all but those that were handed out. A
   * ring that was closed does not look at them any more.
   */
  void use(int ring) throws PollerException {
    BitSet inside = new BitSet(COUNT);
    inside.set(0, COUNT);
    for (int i = 0; i < outCount; i++) {
      inside.clear(out[i]);
    }
    tail = 0;
    inside.stream().forEach(this::put);
    publish();
    try (Arena temporary = Arena.ofConfined()) {
      MemorySegment registration = temporary.allocate(UringLayouts.io_uring_buf_reg);
      registration.set(JAVA_LONG, offset("ring_addr"), free.address());
      registration.set(JAVA_INT, offset("ring_entries"), COUNT);
      registration.set(JAVA_SHORT, offset("bgid"), (short) GROUP);
      int operation = UringConstants.IORING_REGISTER_PBUF_RING;
      int result = calls.rings().io_uring_register(ring, operation, registration, 1);
      if (result < 0) {
        throw UringFeatures.registering(result, UringFeatures.BUFFER_RINGS);
      }
    }
  }

  private static long offset(String name) {
    return UringLayouts.offset(UringLayouts.io_uring_buf_reg, name);
  }

  // ---- any thread's

  /** Copies bytes of a buffer that was received into. */
  void copy(int number, int from, byte[] to, int offset, int length) {
    MemorySegment.copy(memory, JAVA_BYTE, at(number, from), to, offset, length);
  }

  /** Copies bytes of a buffer that was received into, to where a buffer has its position. */
  void copy(int number, int from, ByteBuffer to, int length) {
    copy(number, from, to, 0, length);
  }

  /** The same to where a buffer has some byte behind its position. */
  void copy(int number, int from, ByteBuffer to, int behind, int length) {
    to.put(to.position() + behind, bytes, (int) at(number, from), length);
  }

  /**
   * Lends the first bytes of a buffer that was received into, for eyes only: the same object again,
   * as if it were new. {@link Transfer#NOTHING} if too many are lent already.
   */
  ByteBuffer lend(int number, int length) {
    int before;
    do {
      before = lent.get();
      if (before == MOST_LENT) {
        return Transfer.NOTHING;
      }
    } while (!lent.compareAndSet(before, before + 1));
    return view(number).clear().limit(length).order(ByteOrder.BIG_ENDIAN);
  }

  private ByteBuffer view(int number) {
    ByteBuffer view = views[number];
    if (view == null) {
      view = bytesToSee.slice((int) at(number, 0), SIZE);
      views[number] = view;
    }
    return view;
  }

  /** One that was lent is so no more; giving it back is another matter. */
  void endLending() {
    lent.decrementAndGet();
  }

  private static long at(int number, int from) {
    return (long) number * STRIDE + from;
  }

  // ---- whoever has the buffer

  /** Notes how many bytes there are in a buffer. */
  void length(int number, int length) {
    lengths[number] = length;
  }

  /** How many bytes there are in a buffer, as was noted. */
  int length(int number) {
    return lengths[number];
  }

  /** Puts a buffer on a stack of its user's. */
  void putAbove(int number, int top) {
    below[number] = top;
  }

  /** What is under a buffer; NONE if nothing is. */
  int under(int number) {
    return below[number];
  }

  /** Whether there is nothing under a buffer. */
  boolean isLast(int number) {
    return below[number] == NONE;
  }

  /** Turns a stack over; its new top. */
  int turnOver(int top) {
    int turned = NONE;
    int number = top;
    while (number != NONE) {
      int under = below[number];
      below[number] = turned;
      turned = number;
      number = under;
    }
    return turned;
  }

  /** Is done with a buffer. */
  void giveBack(int number) {
    MARK.setRelease(marks, number, (byte) 1);
  }

  /** Whether somebody is done with a buffer, and the kernel does not have it yet. */
  boolean isGivenBack(int number) {
    return (byte) MARK.getAcquire(marks, number) != 0;
  }

  // ---- the runner's

  /** A completion came with a buffer: the kernel does not have it any more. */
  void handedOut(int number) {
    out[outCount++] = number;
  }

  /** Lets the kernel have those that were given back. */
  void recycle() {
    int kept = 0;
    for (int i = 0; i < outCount; i++) {
      int number = out[i];
      if (isGivenBack(number)) {
        marks[number] = 0; // nobody else's until it is handed out anew
        put(number);
      } else {
        out[kept++] = number;
      }
    }
    if (kept != outCount) {
      outCount = kept;
      publish();
    }
  }

  private void put(int number) {
    int index = tail++ & COUNT - 1;
    if (entries[index] == number + 1) {
      return; // mostly: they come back in the order in which they went
    }
    entries[index] = number + 1;
    long at = index * ENTRY;
    free.set(JAVA_LONG, at, memory.address() + at(number, 0));
    free.set(JAVA_INT, at + LENGTH, SIZE);
    free.set(JAVA_SHORT, at + NUMBER, (short) number);
  }

  private void publish() {
    SHORT.setRelease(free, TAIL, (short) tail);
  }
}
