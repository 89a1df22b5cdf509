// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.unix;

import static java.lang.foreign.MemoryLayout.PathElement.groupElement;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.MemorySegment;
import org.packetloom.platform.NativeAddress;
import org.packetloom.platform.messages.AbstractMessageBatch;
import org.packetloom.platform.messages.KnownAddresses;

/**
 * The memory of a batch for calls that move many messages: headers, vectors, control messages.
 *
 * <p>There are two sets of headers and vectors. Those to receive with belong to one entry each, and
 * stay as they are but for the lengths that the kernel writes. Those to send with are made for each
 * call, one after the other, as one header may send several entries: its vectors are then those of
 * all of them, its address, own end and control messages those of the first.
 */
public final class BatchMemory extends AbstractMessageBatch {
  private static final long NAME = MessageLayout.NAME;
  private static final long NAME_LENGTH = MessageLayout.NAME_LENGTH;
  private static final long VECTOR = MessageLayout.VECTOR;
  private static final long VECTOR_LENGTH = MessageLayout.VECTOR_LENGTH;
  private static final long CONTROL = MessageLayout.CONTROL;
  private static final long CONTROL_LENGTH = MessageLayout.CONTROL_LENGTH;
  private static final long IOVEC = UnixLayouts.iovec.byteSize();
  private static final long IOVEC_LENGTH = UnixLayouts.iovec.byteOffset(groupElement("iov_len"));
  private static final long NAME_ROOM = KnownAddresses.ROOM;

  /** Room for packet information of both kinds, a segment size, a time, and some more. */
  private static final int CONTROL_ROOM = 192;

  private final SocketAddresses addresses;
  private final DatagramNumbers numbers;
  private final long element; // bytes from one header to the next
  private final long count; // where the length of a message is from there
  private final MemorySegment headers; // to receive with
  private final MemorySegment outHeaders;
  private final MemorySegment outVectors;
  private final MemorySegment controls; // of entries, both ways
  private final int[] ends; // index behind the last entry of each header to send with
  private int outgoing; // headers that are ready to send
  private int usedVectors; // vectors of those
  private final ControlMessages control;
  private final PacketInfos infos;

  BatchMemory(UnixSystem system, int capacity, int bytesEach) {
    super(capacity, bytesEach, new KnownAddresses(system.addresses()::decode));
    this.addresses = system.addresses();
    this.numbers = system.datagrams();
    this.element = system.layout().element();
    this.count = system.layout().count();
    this.control = new ControlMessages(system.layout());
    this.infos = new PacketInfos(numbers, near());
    MemorySegment vectors = arena().allocate(UnixLayouts.iovec, capacity);
    headers = arena().allocate(element * capacity, Long.BYTES);
    outHeaders = arena().allocate(element * capacity, Long.BYTES);
    outVectors = arena().allocate(UnixLayouts.iovec, capacity);
    controls = arena().allocate((long) CONTROL_ROOM * capacity, Long.BYTES);
    ends = new int[capacity];
    for (int i = 0; i < capacity; i++) {
      long vector = i * IOVEC;
      vectors.set(JAVA_LONG, vector, bytes(i));
      vectors.set(JAVA_LONG, vector + IOVEC_LENGTH, bytesEach);
      headers.set(JAVA_LONG, i * element + NAME, name(i));
      headers.set(JAVA_LONG, i * element + VECTOR, vectors.address() + vector);
      headers.set(JAVA_INT, i * element + VECTOR_LENGTH, 1);
      headers.set(JAVA_LONG, i * element + CONTROL, control(i));
    }
  }

  private long control(int index) {
    return controls.address() + (long) index * CONTROL_ROOM;
  }

  private long name(int index) {
    return names().address() + index * NAME_ROOM;
  }

  @Override
  protected int encode(NativeAddress peer, long at) {
    return addresses.encode(peer, names(), at);
  }

  // ---- receiving

  /** Makes all headers ready to receive into; the address of the first for the kernel. */
  long prepareToReceive() {
    long end = element * capacity();
    for (long at = 0; at < end; at += element) {
      headers.set(JAVA_INT, at + NAME_LENGTH, (int) NAME_ROOM);
      headers.set(JAVA_INT, at + CONTROL_LENGTH, CONTROL_ROOM);
    }
    return headers.address();
  }

  /** Takes over what the kernel wrote about a message. */
  void takeReceived(int index) {
    long at = index * element;
    received(index, headers.get(JAVA_INT, at + count));
    nameSize(index, headers.get(JAVA_INT, at + NAME_LENGTH));
    int length = headers.get(JAVA_INT, at + CONTROL_LENGTH);
    if (length > 0) {
      control.read(controls, (long) index * CONTROL_ROOM, Math.min(length, CONTROL_ROOM));
      while (control.next()) {
        infos.take(index, controls, control);
        if (control.is(Posix.IPPROTO_UDP, numbers.UDP_GRO(), Integer.BYTES)) {
          receivedSegments(index, Math.max(0, control.integer(0)));
        }
      }
    }
  }

  // ---- sending

  /** Whether two entries differ in nothing but their bytes, and both are one datagram. */
  boolean isAlike(int one, int other) {
    return segmentSize(one) == 0
        && segmentSize(other) == 0
        && isSamePeer(one, other)
        && near().isSame(one, other);
  }

  /** Begins to make headers ready to send. */
  void prepareToSend() {
    outgoing = 0;
    usedVectors = 0;
  }

  /**
   * Makes another header ready, which sends entries joined.
   *
   * @param first the first entry, with whose address all go
   * @param end behind the last
   * @param segment bytes of each datagram that the kernel is to cut them into, 0 for one
   */
  void add(int first, int end, int segment) {
    int before = usedVectors;
    long joining = 0; // where an entry begins that needs no vector of its own
    for (int i = first; i < end; i++) {
      long from = bytes(i);
      int length = size(i);
      if (from == joining) {
        long at = (usedVectors - 1) * IOVEC + IOVEC_LENGTH;
        outVectors.set(JAVA_LONG, at, outVectors.get(JAVA_LONG, at) + length);
      } else {
        addVector(from, length);
      }
      joining = from + length;
    }
    add(first, end, before, segment);
  }

  /**
   * Makes another header ready, which sends a part of an entry.
   *
   * @param from first byte
   * @param length bytes
   * @param segment bytes of each datagram that the kernel is to cut the part into, 0 for one
   */
  void addPart(int index, int from, int length, int segment) {
    int before = usedVectors;
    addVector(bytes(index) + from, length);
    add(index, index + 1, before, segment);
  }

  private void addVector(long from, int length) {
    long at = usedVectors * IOVEC;
    outVectors.set(JAVA_LONG, at, from);
    outVectors.set(JAVA_LONG, at + IOVEC_LENGTH, length);
    usedVectors++;
  }

  private void add(int first, int end, int firstVector, int segment) {
    long at = outgoing * element;
    int nameLength = nameSize(first);
    outHeaders.set(JAVA_LONG, at + NAME, nameLength == 0 ? 0 : name(first));
    outHeaders.set(JAVA_INT, at + NAME_LENGTH, nameLength);
    outHeaders.set(JAVA_LONG, at + VECTOR, outVectors.address() + firstVector * IOVEC);
    outHeaders.set(JAVA_INT, at + VECTOR_LENGTH, usedVectors - firstVector);
    outHeaders.set(JAVA_LONG, at + CONTROL, control(first));
    outHeaders.set(JAVA_INT, at + CONTROL_LENGTH, putControl(first, segment));
    ends[outgoing] = end;
    outgoing++;
  }

  /** Writes the control messages of an entry; their bytes. */
  private int putControl(int index, int segment) {
    boolean isNearSet = near().isSet(index);
    if (segment == 0 && !isNearSet) {
      return 0;
    }
    control.write(controls, (long) index * CONTROL_ROOM, CONTROL_ROOM);
    if (isNearSet) {
      boolean is6 = addresses.isVersion6(names(), index * NAME_ROOM);
      infos.put(index, controls, control, is6 && nameSize(index) > 0);
    }
    if (segment > 0) {
      long place = control.put(Posix.IPPROTO_UDP, numbers.UDP_SEGMENT(), Short.BYTES);
      controls.set(JAVA_SHORT, place, (short) segment);
    }
    return (int) control.written();
  }

  /** The address of the first header that is ready to send, for the kernel. */
  long outgoing() {
    return outHeaders.address();
  }

  /** How many headers are ready to send. */
  int outgoingCount() {
    return outgoing;
  }

  /** Index behind the last entry that the first headers send. */
  int endOfOutgoing(int count) {
    return ends[count - 1];
  }
}
