// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.unix;

import static java.lang.foreign.MemoryLayout.PathElement.groupElement;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.packetloom.platform.MessageBatch;
import org.packetloom.platform.NativeAddress;

/**
 * The memory of a {@link MessageBatch}: one chunk each for the headers, the vectors, the addresses,
 * the control messages and the bytes, made once and used again and again.
 *
 * <p>{@code state} guards the memory against close while the kernel uses it: IDLE, BUSY between
 * {@link #begin} and {@link #end}, CLOSED. Who closes a busy one leaves the memory to {@link #end}.
 */
public final class BatchMemory implements MessageBatch {
  /** The most messages that the kernel takes at once. */
  private static final int MOST_MESSAGES = 1024;

  private static final long NAME = MessageLayout.NAME;
  private static final long NAME_LENGTH = MessageLayout.NAME_LENGTH;
  private static final long VECTOR = MessageLayout.VECTOR;
  private static final long VECTOR_LENGTH = MessageLayout.VECTOR_LENGTH;
  private static final long CONTROL = MessageLayout.CONTROL;
  private static final long CONTROL_LENGTH = MessageLayout.CONTROL_LENGTH;
  private static final long IOVEC = UnixLayouts.iovec.byteSize();
  private static final long IOVEC_LENGTH = UnixLayouts.iovec.byteOffset(groupElement("iov_len"));
  private static final int NAME_ROOM = SocketAddresses.SIZE;

  /** Room for packet information of both kinds, a segment size, a time, and some more. */
  private static final int CONTROL_ROOM = 192;

  private static final long CACHE_LINE = 64;

  private static final int IDLE = 0;
  private static final int BUSY = 1;
  private static final int CLOSED = 2;
  private static final int CLOSED_BUSY = 3;

  private final SocketAddresses addresses;
  private final DatagramNumbers numbers;
  private final long element; // bytes from one header to the next
  private final long count; // where the length of a message is from there
  private final int capacity;
  private final int bytesEach;
  private final Arena arena = Arena.ofShared(); // closed by close(), or by the call it interrupts
  private final MemorySegment headers;
  private final MemorySegment vectors;
  private final MemorySegment names;
  private final MemorySegment controls;
  private final MemorySegment bytes;
  private final NearAddresses near;
  private final ByteBuffer[] data;
  private final int[] sizes;
  private final int[] fullSizes;
  private final int[] segmentSizes;
  private final int[] sent;
  private final int[] nameLengths;
  private final KnownAddresses known;
  private final ControlMessages control;
  private final AtomicInteger state = new AtomicInteger();

  BatchMemory(UnixSystem system, int capacity, int bytesEach) {
    if (capacity < 1 || capacity > MOST_MESSAGES) {
      throw new IllegalArgumentException("messages: " + capacity + ", 1 to " + MOST_MESSAGES);
    }
    if (bytesEach < 1 || bytesEach > Integer.MAX_VALUE - CACHE_LINE) {
      throw new IllegalArgumentException("bytes: " + bytesEach);
    }
    this.addresses = system.addresses();
    this.numbers = system.datagrams();
    this.element = system.layout().element();
    this.count = system.layout().count();
    this.known = new KnownAddresses(addresses);
    this.control = new ControlMessages(system.layout());
    this.capacity = capacity;
    this.bytesEach = bytesEach;
    headers = arena.allocate(element * capacity, Long.BYTES);
    vectors = arena.allocate(UnixLayouts.iovec, capacity);
    names = arena.allocate((long) NAME_ROOM * capacity, Long.BYTES);
    controls = arena.allocate((long) CONTROL_ROOM * capacity, Long.BYTES);
    bytes = arena.allocate(stride() * capacity, CACHE_LINE);
    near = new NearAddresses(numbers, arena, capacity);
    data = new ByteBuffer[capacity];
    sizes = new int[capacity];
    fullSizes = new int[capacity];
    segmentSizes = new int[capacity];
    sent = new int[capacity];
    nameLengths = new int[capacity];
    for (int i = 0; i < capacity; i++) {
      data[i] = bytes.asSlice(i * stride(), bytesEach).asByteBuffer();
      headers.set(JAVA_LONG, i * element + NAME, names.address() + (long) i * NAME_ROOM);
      headers.set(JAVA_LONG, i * element + VECTOR, vectors.address() + i * IOVEC);
      headers.set(JAVA_INT, i * element + VECTOR_LENGTH, 1);
      headers.set(JAVA_LONG, i * element + CONTROL, controls.address() + (long) i * CONTROL_ROOM);
    }
  }

  private long stride() {
    return bytesEach + CACHE_LINE - 1 & -CACHE_LINE;
  }

  int capacity() {
    return capacity;
  }

  // ---- calls

  /** Begins to use the memory in a call of the kernel. */
  void begin() {
    if (!state.compareAndSet(IDLE, BUSY)) {
      boolean isBusy = state.get() == BUSY;
      throw new IllegalStateException(isBusy ? "batch is in use" : "batch is closed");
    }
  }

  /** Ends what {@link #begin} began. */
  void end() {
    if (!state.compareAndSet(BUSY, IDLE)) {
      state.set(CLOSED);
      arena.close();
    }
  }

  /** The address of a header for the kernel. */
  long header(int index) {
    return headers.address() + index * element;
  }

  /** The address of the bytes of a message. */
  long bytes(int index) {
    return bytes.address() + index * stride();
  }

  int bytesEach() {
    return bytesEach;
  }

  /** Makes a header ready to receive into. */
  void prepareToReceive(int index) {
    long at = index * element;
    headers.set(JAVA_INT, at + NAME_LENGTH, NAME_ROOM);
    headers.set(JAVA_LONG, at + NAME, names.address() + (long) index * NAME_ROOM);
    headers.set(JAVA_INT, at + CONTROL_LENGTH, CONTROL_ROOM);
    vector(index, 0, bytesEach);
  }

  private void vector(int index, int from, int length) {
    vectors.set(JAVA_LONG, index * IOVEC, bytes(index) + from);
    vectors.set(JAVA_LONG, index * IOVEC + IOVEC_LENGTH, length);
  }

  /** Takes over what the kernel wrote about a message. */
  void takeReceived(int index) {
    long at = index * element;
    received(index, headers.get(JAVA_INT, at + count));
    nameLengths[index] = headers.get(JAVA_INT, at + NAME_LENGTH);
    int length = headers.get(JAVA_INT, at + CONTROL_LENGTH);
    if (length > 0) {
      control.read(controls, (long) index * CONTROL_ROOM, Math.min(length, CONTROL_ROOM));
      while (control.next()) {
        near.take(index, controls, control);
        if (control.is(Posix.IPPROTO_UDP, numbers.UDP_GRO(), Integer.BYTES)) {
          segmentSizes[index] = Math.max(0, control.integer(0));
        }
      }
    }
  }

  /** A message of that many bytes has come, of which no more is known. */
  void received(int index, int fullSize) {
    fullSizes[index] = fullSize;
    sizes[index] = Math.min(fullSize, bytesEach);
    segmentSizes[index] = 0;
    sent[index] = 0;
    nameLengths[index] = 0;
    near.clear(index);
  }

  /** Makes a header ready to send a message as one datagram. */
  void prepareToSend(int index) {
    prepareToSend(index, 0, sizes[index], 0);
  }

  /**
   * Makes a header ready to send a part of a message.
   *
   * @param from first byte
   * @param length bytes
   * @param segment bytes of each datagram that the kernel is to cut the part into, 0 for one
   */
  void prepareToSend(int index, int from, int length, int segment) {
    long at = index * element;
    int nameLength = nameLengths[index];
    headers.set(JAVA_INT, at + NAME_LENGTH, nameLength);
    headers.set(
        JAVA_LONG, at + NAME, nameLength == 0 ? 0 : names.address() + (long) index * NAME_ROOM);
    int controlLength = 0;
    if (segment > 0 || near.isSet(index)) {
      control.write(controls, (long) index * CONTROL_ROOM, CONTROL_ROOM);
      if (near.isSet(index)) {
        boolean is6 = addresses.isVersion6(names, (long) index * NAME_ROOM);
        near.put(index, controls, control, is6 && nameLength > 0);
      }
      if (segment > 0) {
        long place = control.put(Posix.IPPROTO_UDP, numbers.UDP_SEGMENT(), Short.BYTES);
        controls.set(JAVA_SHORT, place, (short) segment);
      }
      controlLength = (int) control.written();
    }
    headers.set(JAVA_INT, at + CONTROL_LENGTH, controlLength);
    vector(index, from, length);
  }

  void sentBytes(int index, int count) {
    sent[index] = count;
  }

  // ---- messages

  @Override
  public ByteBuffer data(int index) {
    return data[index];
  }

  @Override
  public int size(int index) {
    return sizes[index];
  }

  @Override
  public void size(int index, int size) {
    if (size < 0 || size > bytesEach) {
      throw new IllegalArgumentException("size " + size + ", most " + bytesEach);
    }
    sizes[index] = size;
    fullSizes[index] = size;
    sent[index] = 0;
  }

  @Override
  public int fullSize(int index) {
    return fullSizes[index];
  }

  @Override
  public int segmentSize(int index) {
    return segmentSizes[index];
  }

  @Override
  public void segmentSize(int index, int size) {
    if (size < 0 || size > 0xffff) {
      throw new IllegalArgumentException("segment size " + size);
    }
    segmentSizes[index] = size;
  }

  @Override
  public int sentBytes(int index) {
    return sent[index];
  }

  @Override
  public NativeAddress peer(int index) {
    int length = nameLengths[index];
    return length == 0
        ? NativeAddress.None.NONE
        : known.find(names, (long) index * NAME_ROOM, length);
  }

  @Override
  public int peer(int index, NativeAddress peer) {
    int length = addresses.encode(peer, names, (long) index * NAME_ROOM);
    if (length < 0) {
      return length;
    }
    nameLengths[index] = length;
    return 0;
  }

  @Override
  public boolean isSamePeer(int one, int other) {
    int length = nameLengths[one];
    if (length != nameLengths[other]) {
      return false;
    }
    long at = (long) one * NAME_ROOM;
    long beside = (long) other * NAME_ROOM;
    return MemorySegment.mismatch(names, at, at + length, names, beside, beside + length) < 0;
  }

  @Override
  public void copyPeer(int index, int from) {
    MemorySegment.copy(names, (long) from * NAME_ROOM, names, (long) index * NAME_ROOM, NAME_ROOM);
    nameLengths[index] = nameLengths[from];
  }

  @Override
  public Optional<InetAddress> near(int index) {
    return near.address(index);
  }

  @Override
  public int nearInterface(int index) {
    return near.networkInterface(index);
  }

  @Override
  public void near(int index, Optional<InetAddress> address, int networkInterface) {
    near.set(index, address, networkInterface);
  }

  @Override
  public void reset(int index) {
    received(index, 0);
  }

  @Override
  public void move(int from, int to) {
    MemorySegment.copy(bytes, from * stride(), bytes, to * stride(), sizes[from]);
    copyPeer(to, from);
    near.move(from, to);
    sizes[to] = sizes[from];
    fullSizes[to] = fullSizes[from];
    segmentSizes[to] = segmentSizes[from];
    sent[to] = sent[from];
  }

  @Override
  public void close() {
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
