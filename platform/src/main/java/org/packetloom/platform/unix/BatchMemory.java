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

/** The memory of a batch for calls that move many messages: headers, vectors, control messages. */
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
  private final MemorySegment headers;
  private final MemorySegment vectors;
  private final MemorySegment controls;
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
    headers = arena().allocate(element * capacity, Long.BYTES);
    vectors = arena().allocate(UnixLayouts.iovec, capacity);
    controls = arena().allocate((long) CONTROL_ROOM * capacity, Long.BYTES);
    for (int i = 0; i < capacity; i++) {
      headers.set(JAVA_LONG, i * element + NAME, name(i));
      headers.set(JAVA_LONG, i * element + VECTOR, vectors.address() + i * IOVEC);
      headers.set(JAVA_INT, i * element + VECTOR_LENGTH, 1);
      headers.set(JAVA_LONG, i * element + CONTROL, controls.address() + (long) i * CONTROL_ROOM);
    }
  }

  private long name(int index) {
    return names().address() + index * NAME_ROOM;
  }

  @Override
  protected int encode(NativeAddress peer, long at) {
    return addresses.encode(peer, names(), at);
  }

  /** The address of a header for the kernel. */
  long header(int index) {
    return headers.address() + index * element;
  }

  /** Makes a header ready to receive into. */
  void prepareToReceive(int index) {
    long at = index * element;
    headers.set(JAVA_INT, at + NAME_LENGTH, (int) NAME_ROOM);
    headers.set(JAVA_LONG, at + NAME, name(index));
    headers.set(JAVA_INT, at + CONTROL_LENGTH, CONTROL_ROOM);
    vector(index, 0, bytesEach());
  }

  private void vector(int index, int from, int length) {
    vectors.set(JAVA_LONG, index * IOVEC, bytes(index) + from);
    vectors.set(JAVA_LONG, index * IOVEC + IOVEC_LENGTH, length);
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

  /** Makes a header ready to send a message as one datagram. */
  void prepareToSend(int index) {
    prepareToSend(index, 0, size(index), 0);
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
    int nameLength = nameSize(index);
    headers.set(JAVA_INT, at + NAME_LENGTH, nameLength);
    headers.set(JAVA_LONG, at + NAME, nameLength == 0 ? 0 : name(index));
    int controlLength = 0;
    if (segment > 0 || near().isSet(index)) {
      control.write(controls, (long) index * CONTROL_ROOM, CONTROL_ROOM);
      if (near().isSet(index)) {
        boolean is6 = addresses.isVersion6(names(), index * NAME_ROOM);
        infos.put(index, controls, control, is6 && nameLength > 0);
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
}
