// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.windows;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.packetloom.platform.MessageBatch;
import org.packetloom.platform.NativeAddress;

/**
 * The memory of a {@link MessageBatch}: the bytes and the addresses of its messages, and what one
 * call needs, as Windows moves one message at a time.
 *
 * <p>{@code state} guards the memory against close while a call uses it: IDLE, BUSY between {@link
 * #begin} and {@link #end}, CLOSED. Who closes a busy one leaves the memory to {@link #end}.
 */
final class DatagramBatchMemory implements MessageBatch {
  private static final int MOST_MESSAGES = 1024; // as elsewhere
  private static final long NAME_ROOM = SocketAddresses.SIZE;
  private static final long CACHE_LINE = 64;

  private static final int IDLE = 0;
  private static final int BUSY = 1;
  private static final int CLOSED = 2;
  private static final int CLOSED_BUSY = 3;

  private final int capacity;
  private final int bytesEach;
  private final Arena arena = Arena.ofShared(); // closed by close(), or by the call it interrupts
  private final MemorySegment call;
  private final MemorySegment names;
  private final MemorySegment bytes;
  private final CallState callState;
  private final PacketInfos near;
  private final ByteBuffer[] data;
  private final int[] sizes;
  private final int[] fullSizes;
  private final int[] segmentSizes;
  private final int[] sent;
  private final int[] nameSizes;
  private final KnownAddresses known = new KnownAddresses();
  private final AtomicInteger state = new AtomicInteger();

  DatagramBatchMemory(int capacity, int bytesEach) {
    if (capacity < 1 || capacity > MOST_MESSAGES) {
      throw new IllegalArgumentException("messages: " + capacity + ", 1 to " + MOST_MESSAGES);
    }
    if (bytesEach < 1 || bytesEach > Integer.MAX_VALUE - CACHE_LINE) {
      throw new IllegalArgumentException("bytes: " + bytesEach);
    }
    this.capacity = capacity;
    this.bytesEach = bytesEach;
    call = arena.allocate(DatagramMemory.CONTROL + DatagramMemory.CONTROL_ROOM, 16);
    names = arena.allocate(NAME_ROOM * capacity, Long.BYTES);
    bytes = arena.allocate(stride() * capacity, CACHE_LINE);
    callState = new CallState(arena);
    near = new PacketInfos(arena, capacity);
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

  int capacity() {
    return capacity;
  }

  // ---- calls

  /** Begins to use the memory in calls. */
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

  /** Receives a message by one call: 0, or the negated error number. */
  int receive(int index, long socket) {
    long address = bytes.address() + index * stride();
    DatagramMemory.prepareToReceive(call, 0, address, bytesEach);
    DatagramMemory.describe(call, 0, 2, SocketAddresses.SIZE, DatagramMemory.CONTROL_ROOM);
    int result = WinsockMessages.receiveMessage(socket, call.address(), callState);
    if (result < 0) {
      return result;
    }
    received(index, DatagramMemory.count(call, 0));
    nameSizes[index] = DatagramMemory.messageNameSize(call, 0);
    MemorySegment.copy(call, DatagramMemory.NAME, names, index * NAME_ROOM, NAME_ROOM);
    near.take(index, call, DatagramMemory.CONTROL, DatagramMemory.controlSize(call, 0));
    return 0;
  }

  /** Takes over a message that was received elsewhere. */
  void receive(int index, MemorySegment from, int fullSize, MemorySegment name, int nameSize) {
    received(index, fullSize);
    long length = Math.min(sizes[index], from.byteSize());
    sizes[index] = (int) length;
    MemorySegment.copy(from, 0, bytes, index * stride(), length);
    MemorySegment.copy(name, 0, names, index * NAME_ROOM, NAME_ROOM);
    nameSizes[index] = nameSize;
  }

  /** A message of that many bytes has come, of which no more is known. */
  private void received(int index, int fullSize) {
    fullSizes[index] = fullSize;
    sizes[index] = Math.min(fullSize, bytesEach);
    segmentSizes[index] = 0;
    sent[index] = 0;
    nameSizes[index] = 0;
    near.clear(index);
  }

  /** Sends a part of a message by one call: 0, or the negated error number. */
  int send(int index, int from, int length, HandleEntry socket) {
    long address = bytes.address() + index * stride() + from;
    DatagramMemory.prepareToSend(call, 0, address, length);
    MemorySegment.copy(names, index * NAME_ROOM, call, DatagramMemory.NAME, NAME_ROOM);
    int nameSize = nameSizes[index];
    if (nameSize > 0) {
      MemorySegment name = call.asSlice(DatagramMemory.NAME, NAME_ROOM);
      nameSize = SocketAddresses.fit(name, nameSize, socket.family());
    }
    if (nameSize < 0) {
      return nameSize;
    }
    if (!near.isSet(index)) {
      return WinsockMessages.send(socket.handle(), call.address(), nameSize, callState);
    }
    boolean is6 = nameSize > 0 && SocketAddresses.isVersion6(call, DatagramMemory.NAME);
    int controlSize = near.put(index, call, DatagramMemory.CONTROL, is6);
    DatagramMemory.describe(call, 0, 1, nameSize, controlSize);
    return WinsockMessages.sendMessage(socket.handle(), call.address(), callState);
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
    int size = nameSizes[index];
    return size == 0 ? NativeAddress.None.NONE : known.find(names, index * NAME_ROOM, size);
  }

  @Override
  public int peer(int index, NativeAddress peer) {
    int size =
        peer instanceof NativeAddress.None
            ? 0
            : SocketAddresses.encode(peer, names.asSlice(index * NAME_ROOM, NAME_ROOM));
    if (size >= 0) {
      nameSizes[index] = size;
    }
    return Math.min(size, 0);
  }

  @Override
  public boolean isSamePeer(int one, int other) {
    int size = nameSizes[one];
    long at = one * NAME_ROOM;
    long beside = other * NAME_ROOM;
    return size == nameSizes[other]
        && MemorySegment.mismatch(names, at, at + size, names, beside, beside + size) < 0;
  }

  @Override
  public void copyPeer(int index, int from) {
    MemorySegment.copy(names, from * NAME_ROOM, names, index * NAME_ROOM, NAME_ROOM);
    nameSizes[index] = nameSizes[from];
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
    MemorySegment.copy(
        bytes, JAVA_BYTE, from * stride(), bytes, JAVA_BYTE, to * stride(), sizes[from]);
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
