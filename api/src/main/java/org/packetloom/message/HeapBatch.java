// SPDX-License-Identifier: Apache-2.0
package org.packetloom.message;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.packetloom.Datagram;
import org.packetloom.DatagramBatch;

/** A batch of datagrams on the heap; room for each is made when it is needed. */
final class HeapBatch implements DatagramBatch {
  private static final int MOST_DATAGRAMS = 1024;
  private static final int LARGEST_SEGMENT = 65_535;

  private final int bytesEach;
  private final Entry[] entries;
  private int count;
  private int position;

  /** Written by any thread. */
  private volatile boolean isClosed;

  /** One datagram, or several to be sent together. */
  private static final class Entry {
    private @Nullable ByteBuffer room; // null until needed
    private int size;
    private int fullSize;
    private int segmentSize;
    private Optional<SocketAddress> peer = Optional.empty();

    private void reset() {
      size = 0;
      fullSize = 0;
      segmentSize = 0;
      peer = Optional.empty();
    }
  }

  HeapBatch(int datagrams, int bytesEach) {
    if (datagrams < 1 || datagrams > MOST_DATAGRAMS) {
      throw new IllegalArgumentException("datagrams " + datagrams + ", 1 to " + MOST_DATAGRAMS);
    }
    if (bytesEach < 1) {
      throw new IllegalArgumentException("bytes of each " + bytesEach + ", 1 or more");
    }
    this.bytesEach = bytesEach;
    this.entries = new Entry[datagrams];
    for (int i = 0; i < datagrams; i++) {
      entries[i] = new Entry();
    }
  }

  /** The batch of a caller, which may have come from elsewhere. */
  static HeapBatch of(DatagramBatch batch) {
    if (batch instanceof HeapBatch ours) {
      return ours;
    }
    throw new IllegalArgumentException("a batch of another kind of connector: " + batch);
  }

  void ensureOpen() {
    if (isClosed) {
      throw new IllegalStateException("the batch is closed");
    }
  }

  /** Takes note of the last of some datagrams, whose bytes are in its room. */
  void received(int index, Datagram datagram) {
    Entry entry = entries[index];
    entry.reset();
    entry.size = datagram.size();
    entry.fullSize = datagram.fullSize();
    entry.peer = datagram.sender();
    count = index + 1;
    position = 0;
  }

  @Override
  public int capacity() {
    return entries.length;
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
    ensureRange("count", datagrams, capacity());
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
    return add(source, Optional.empty());
  }

  @Override
  public DatagramBatch add(ByteBuffer source, SocketAddress peer) {
    return add(source, Optional.of(resolved(peer)));
  }

  private DatagramBatch add(ByteBuffer source, Optional<SocketAddress> peer) {
    ensureOpen();
    if (count == capacity()) {
      throw new IllegalStateException("the batch is full: " + capacity());
    }
    int size = source.remaining();
    ensureRange("bytes", size, bytesEach);
    room(count).put(source);
    entries[count].reset();
    entries[count].peer = peer;
    size(count, size);
    count++;
    return this;
  }

  private static SocketAddress resolved(SocketAddress peer) {
    if (peer instanceof InetSocketAddress internet && internet.isUnresolved()) {
      throw new IllegalArgumentException("unresolved address: " + peer);
    }
    return Objects.requireNonNull(peer, "peer");
  }

  @Override
  public ByteBuffer data(int index) {
    return room(index).limit(entries[index].size);
  }

  @Override
  public ByteBuffer room(int index) {
    ensureOpen();
    Entry entry = entries[index];
    ByteBuffer room = entry.room;
    if (room == null) {
      room = ByteBuffer.allocate(bytesEach);
      entry.room = room;
    }
    return room.clear();
  }

  @Override
  public int size(int index) {
    return entries[index].size;
  }

  @Override
  public DatagramBatch size(int index, int bytes) {
    ensureRange("size", bytes, bytesEach);
    entries[index].size = bytes;
    entries[index].fullSize = bytes;
    return this;
  }

  @Override
  public int fullSize(int index) {
    return entries[index].fullSize;
  }

  @Override
  public Optional<SocketAddress> peer(int index) {
    return entries[index].peer;
  }

  @Override
  public DatagramBatch peer(int index, SocketAddress peer) {
    entries[index].peer = Optional.of(resolved(peer));
    return this;
  }

  @Override
  public DatagramBatch copyPeer(int index, int from) {
    entries[index].peer = entries[from].peer;
    return this;
  }

  @Override
  public boolean isSamePeer(int one, int other) {
    return entries[one].peer.equals(entries[other].peer);
  }

  @Override
  public int segmentSize(int index) {
    return entries[index].segmentSize;
  }

  @Override
  public DatagramBatch segmentSize(int index, int bytes) {
    ensureRange("segment size", bytes, LARGEST_SEGMENT);
    entries[index].segmentSize = bytes;
    return this;
  }

  @Override
  public Optional<InetAddress> localAddress(int index) {
    Objects.checkIndex(index, capacity());
    return Optional.empty();
  }

  @Override
  public int interfaceIndex(int index) {
    Objects.checkIndex(index, capacity());
    return 0;
  }

  @Override
  public DatagramBatch sendFrom(int index, InetAddress address, int interfaceIndex) {
    throw new UnsupportedOperationException("what is sent from, over a simulated link");
  }

  @Override
  public DatagramBatch sendFromAnywhere(int index) {
    Objects.checkIndex(index, capacity());
    return this;
  }

  @Override
  public void close() {
    isClosed = true;
  }

  @Override
  public String toString() {
    return "batch of " + count + " of " + capacity() + " datagrams";
  }
}
