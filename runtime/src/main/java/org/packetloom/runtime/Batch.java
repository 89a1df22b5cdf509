// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.net.InetAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.Optional;
import org.packetloom.DatagramBatch;
import org.packetloom.platform.MessageBatch;
import org.packetloom.platform.NativeAddress;

/** A batch over native storage; belongs to one thread at a time. */
final class Batch implements DatagramBatch {
  private final MessageBatch memory;
  private final int capacity;
  private final int bytesEach;
  private int count;
  private int position;

  Batch(MessageBatch memory, int capacity, int bytesEach) {
    this.memory = memory;
    this.capacity = capacity;
    this.bytesEach = bytesEach;
  }

  /** The batch of a caller, which may have come from elsewhere. */
  static Batch of(DatagramBatch batch) {
    if (batch instanceof Batch ours) {
      return ours;
    }
    throw new IllegalArgumentException("a batch of another kind of connector: " + batch);
  }

  MessageBatch memory() {
    return memory;
  }

  /** Takes note of datagrams that were received; tells their bytes. */
  long received(int datagrams) {
    count = datagrams;
    position = 0;
    long bytes = 0;
    for (int i = 0; i < datagrams; i++) {
      bytes += memory.size(i);
    }
    return bytes;
  }

  /** Takes note of datagrams that were sent; tells their bytes. */
  long sent(int datagrams) {
    long bytes = 0;
    for (int i = 0; i < datagrams; i++) {
      bytes += memory.size(position + i);
    }
    position += datagrams;
    return bytes;
  }

  @Override
  public int capacity() {
    return capacity;
  }

  @Override
  public int bytesEach() {
    return bytesEach;
  }

  @Override
  public int count() {
    return count;
  }

  @Override
  public DatagramBatch count(int datagrams) {
    ensureRange("count", datagrams, capacity);
    count = datagrams;
    position = 0;
    return this;
  }

  @Override
  public int position() {
    return position;
  }

  @Override
  public DatagramBatch position(int index) {
    ensureRange("position", index, count);
    position = index;
    return this;
  }

  private static void ensureRange(String what, int value, int most) {
    if (value < 0 || value > most) {
      throw new IllegalArgumentException(what + " " + value + ", 0 to " + most);
    }
  }

  @Override
  public DatagramBatch clear() {
    count = 0;
    position = 0;
    return this;
  }

  @Override
  public DatagramBatch add(ByteBuffer source) {
    add(source, NativeAddress.None.NONE);
    return this;
  }

  @Override
  public DatagramBatch add(ByteBuffer source, SocketAddress peer) {
    add(source, Addresses.toNative(peer));
    return this;
  }

  private void add(ByteBuffer source, NativeAddress peer) {
    if (count == capacity) {
      throw new IllegalStateException("the batch is full: " + capacity);
    }
    int size = source.remaining();
    ensureRange("bytes", size, bytesEach);
    memory.reset(count);
    room(count).put(0, source, source.position(), size);
    memory.size(count, size);
    ensureEncoded(peer, memory.peer(count, peer));
    source.position(source.limit());
    count++;
  }

  private static void ensureEncoded(NativeAddress peer, int result) {
    if (result < 0) {
      throw new IllegalArgumentException("address: " + peer);
    }
  }

  @Override
  public ByteBuffer data(int index) {
    return memory.data(index).clear().limit(memory.size(index));
  }

  @Override
  public ByteBuffer room(int index) {
    return memory.data(index).clear();
  }

  @Override
  public int size(int index) {
    return memory.size(index);
  }

  @Override
  public DatagramBatch size(int index, int bytes) {
    memory.size(index, bytes);
    return this;
  }

  @Override
  public int fullSize(int index) {
    return memory.fullSize(index);
  }

  @Override
  public Optional<SocketAddress> peer(int index) {
    return DescriptorDatagrams.nameOf(memory.peer(index));
  }

  @Override
  public DatagramBatch peer(int index, SocketAddress peer) {
    NativeAddress address = Addresses.toNative(peer);
    ensureEncoded(address, memory.peer(index, address));
    return this;
  }

  @Override
  public DatagramBatch copyPeer(int index, int from) {
    memory.copyPeer(index, from);
    return this;
  }

  @Override
  public boolean isSamePeer(int one, int other) {
    return memory.isSamePeer(one, other);
  }

  @Override
  public int segmentSize(int index) {
    return memory.segmentSize(index);
  }

  @Override
  public DatagramBatch segmentSize(int index, int bytes) {
    memory.segmentSize(index, bytes);
    return this;
  }

  @Override
  public Optional<InetAddress> localAddress(int index) {
    return memory.near(index);
  }

  @Override
  public int interfaceIndex(int index) {
    return memory.nearInterface(index);
  }

  @Override
  public DatagramBatch sendFrom(int index, InetAddress address, int interfaceIndex) {
    ensureRange("interface", interfaceIndex, Integer.MAX_VALUE);
    memory.near(index, Optional.of(Objects.requireNonNull(address, "address")), interfaceIndex);
    return this;
  }

  @Override
  public DatagramBatch sendFromAnywhere(int index) {
    memory.near(index, Optional.empty(), 0);
    return this;
  }

  @Override
  public void close() {
    memory.close();
  }

  @Override
  public String toString() {
    return "batch of " + count + " of " + capacity + " datagrams";
  }
}
