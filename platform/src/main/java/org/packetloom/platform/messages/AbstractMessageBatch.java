// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.messages;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.packetloom.platform.MessageBatch;
import org.packetloom.platform.NativeAddress;

/**
 * The memory of a {@link MessageBatch}: the bytes and the addresses of its messages, made once and
 * used again and again. A system adds what its calls need beside them.
 *
 * <p>{@code state} guards the memory against close while a call uses it: IDLE, BUSY between {@link
 * #begin} and {@link #end}, CLOSED. Who closes a busy one leaves the memory to {@link #end}.
 */
public abstract class AbstractMessageBatch implements MessageBatch {
  /** The most messages of a batch, which is what the kernel of Linux takes at once. */
  private static final int MOST_MESSAGES = 1024;

  private static final long CACHE_LINE = 64;

  private static final int IDLE = 0;
  private static final int BUSY = 1;
  private static final int CLOSED = 2;
  private static final int CLOSED_BUSY = 3;

  private final int capacity;
  private final int bytesEach;
  private final Arena arena = Arena.ofShared(); // closed by close(), or by the call it interrupts
  private final MemorySegment names;
  private final MemorySegment bytes;
  private final NearAddresses near;
  private final KnownAddresses known;
  private final ByteBuffer[] data;
  private final int[] sizes;
  private final int[] fullSizes;
  private final int[] segmentSizes;
  private final int[] sent;
  private final int[] nameSizes;
  private final AtomicInteger state = new AtomicInteger();

  /**
   * Memory for messages.
   *
   * @param capacity how many, 1 to 1024
   * @param bytesEach room for each
   * @param known makes addresses of the names
   */
  protected AbstractMessageBatch(int capacity, int bytesEach, KnownAddresses known) {
    if (capacity < 1 || capacity > MOST_MESSAGES) {
      throw new IllegalArgumentException("messages: " + capacity + ", 1 to " + MOST_MESSAGES);
    }
    if (bytesEach < 1 || bytesEach > Integer.MAX_VALUE - CACHE_LINE) {
      throw new IllegalArgumentException("bytes: " + bytesEach);
    }
    this.capacity = capacity;
    this.bytesEach = bytesEach;
    this.known = known;
    names = arena.allocate(KnownAddresses.ROOM * capacity, Long.BYTES);
    bytes = arena.allocate(stride() * capacity, CACHE_LINE);
    near = new NearAddresses(arena, capacity);
    data = new ByteBuffer[capacity];
    sizes = new int[capacity];
    fullSizes = new int[capacity];
    segmentSizes = new int[capacity];
    sent = new int[capacity];
    nameSizes = new int[capacity];
    for (int i = 0; i < capacity; i++) {
      data[i] = bytes.asSlice(i * stride(), bytesEach).asByteBuffer();
    }
  }

  private long stride() {
    return bytesEach + CACHE_LINE - 1 & -CACHE_LINE;
  }

  // ---- for systems

  /** How many messages there is room for. */
  public final int capacity() {
    return capacity;
  }

  /** The room for each message. */
  public final int bytesEach() {
    return bytesEach;
  }

  /** Where all of its memory is; closed with it. */
  protected final Arena arena() {
    return arena;
  }

  /** The bytes of all messages. */
  protected final MemorySegment bytes() {
    return bytes;
  }

  /** Where the bytes of a message are among {@link #bytes()}. */
  protected final long place(int index) {
    return index * stride();
  }

  /** The address of the bytes of a message. */
  public final long bytes(int index) {
    return bytes.address() + place(index);
  }

  /** The addresses of all messages, {@link KnownAddresses#ROOM} bytes each. */
  protected final MemorySegment names() {
    return names;
  }

  /** The bytes of a message's address; 0 for none. */
  protected final int nameSize(int index) {
    return nameSizes[index];
  }

  /** The address of a message was written. */
  protected final void nameSize(int index, int size) {
    nameSizes[index] = size;
  }

  /** Where the messages came to, or are to leave from. */
  protected final NearAddresses near() {
    return near;
  }

  /** Begins to use the memory in calls. */
  public final void begin() {
    if (!state.compareAndSet(IDLE, BUSY)) {
      boolean isBusy = state.get() == BUSY;
      throw new IllegalStateException(isBusy ? "batch is in use" : "batch is closed");
    }
  }

  /** Ends what {@link #begin} began. */
  public final void end() {
    if (!state.compareAndSet(BUSY, IDLE)) {
      state.set(CLOSED);
      arena.close();
    }
  }

  /** A message of that many bytes has come, of which no more is known. */
  public final void received(int index, int fullSize) {
    fullSizes[index] = fullSize;
    sizes[index] = Math.min(fullSize, bytesEach);
    segmentSizes[index] = 0;
    sent[index] = 0;
    nameSizes[index] = 0;
    near.clear(index);
  }

  /** Of a message that has come only so many bytes could be taken. */
  protected final void cut(int index, int size) {
    sizes[index] = size;
  }

  /** A message that has come consists of datagrams of that many bytes. */
  protected final void receivedSegments(int index, int size) {
    segmentSizes[index] = size;
  }

  /** That many bytes of a message were sent. */
  public final void sentBytes(int index, int count) {
    sent[index] = count;
  }

  /**
   * Writes the address of a peer.
   *
   * @param at where, in {@link #names()}
   * @return its bytes, 0 for none, or the negated error number
   */
  protected abstract int encode(NativeAddress peer, long at);

  // ---- the contract

  @Override
  public final ByteBuffer data(int index) {
    return data[index];
  }

  @Override
  public final int size(int index) {
    return sizes[index];
  }

  @Override
  public final void size(int index, int size) {
    if (size < 0 || size > bytesEach) {
      throw new IllegalArgumentException("size " + size + ", most " + bytesEach);
    }
    sizes[index] = size;
    fullSizes[index] = size;
    sent[index] = 0;
  }

  @Override
  public final int fullSize(int index) {
    return fullSizes[index];
  }

  @Override
  public final int segmentSize(int index) {
    return segmentSizes[index];
  }

  @Override
  public final void segmentSize(int index, int size) {
    if (size < 0 || size > 0xffff) {
      throw new IllegalArgumentException("segment size " + size);
    }
    segmentSizes[index] = size;
  }

  @Override
  public final int sentBytes(int index) {
    return sent[index];
  }

  @Override
  public final NativeAddress peer(int index) {
    int size = nameSizes[index];
    return size == 0
        ? NativeAddress.None.NONE
        : known.find(names, index * KnownAddresses.ROOM, size);
  }

  @Override
  public final int peer(int index, NativeAddress peer) {
    int size = encode(peer, index * KnownAddresses.ROOM);
    if (size >= 0) {
      nameSizes[index] = size;
    }
    return Math.min(size, 0);
  }

  @Override
  public final boolean isSamePeer(int one, int other) {
    int size = nameSizes[one];
    long at = one * KnownAddresses.ROOM;
    long beside = other * KnownAddresses.ROOM;
    if (size != nameSizes[other]) {
      return false;
    }
    int words = size & -Long.BYTES; // for a few words a loop is faster than what compares any size
    for (int i = 0; i < words; i += Long.BYTES) {
      if (names.get(JAVA_LONG, at + i) != names.get(JAVA_LONG, beside + i)) {
        return false;
      }
    }
    for (int i = words; i < size; i++) {
      if (names.get(JAVA_BYTE, at + i) != names.get(JAVA_BYTE, beside + i)) {
        return false;
      }
    }
    return true;
  }

  @Override
  public final void copyPeer(int index, int from) {
    long room = KnownAddresses.ROOM;
    MemorySegment.copy(names, from * room, names, index * room, room);
    nameSizes[index] = nameSizes[from];
  }

  @Override
  public final Optional<InetAddress> near(int index) {
    return near.address(index);
  }

  @Override
  public final int nearInterface(int index) {
    return near.networkInterface(index);
  }

  @Override
  public final void near(int index, Optional<InetAddress> address, int networkInterface) {
    near.set(index, address, networkInterface);
  }

  @Override
  public final void reset(int index) {
    received(index, 0);
  }

  @Override
  public final void move(int from, int to) {
    MemorySegment.copy(bytes, JAVA_BYTE, place(from), bytes, JAVA_BYTE, place(to), sizes[from]);
    copyPeer(to, from);
    near.move(from, to);
    sizes[to] = sizes[from];
    fullSizes[to] = fullSizes[from];
    segmentSizes[to] = segmentSizes[from];
    sent[to] = sent[from];
  }

  @Override
  public final void close() {
    while (true) {
      int seen = state.get();
      switch (seen) {
        case IDLE -> {
          if (state.compareAndSet(IDLE, CLOSED)) {
            arena.close();
            return;
          }
        }
        case BUSY -> {
          if (state.compareAndSet(BUSY, CLOSED_BUSY)) {
            return;
          }
        }
        default -> {
          return;
        }
      }
    }
  }
}
