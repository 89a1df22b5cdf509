// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.windows;

import static java.lang.foreign.MemoryLayout.paddingLayout;
import static java.lang.foreign.MemoryLayout.structLayout;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import org.packetloom.platform.Family;
import org.packetloom.platform.NativeAddress;

/**
 * What a call about one datagram reads and writes besides its bytes: offsets into memory that
 * somebody else owns, a {@link Scratch} or an {@link IocpOperation}.
 *
 * <p>Windows does not tell the size of a datagram that was cut. So none is: a second buffer takes
 * what does not fit the first, and the count is that of both. What is in it nobody reads, so all
 * calls of a process share one.
 */
final class DatagramMemory {
  /** ws2def.h. */
  static final StructLayout WSAMSG =
      structLayout(
              JAVA_LONG.withName("name"),
              JAVA_INT.withName("namelen"),
              paddingLayout(4),
              JAVA_LONG.withName("lpBuffers"),
              JAVA_INT.withName("dwBufferCount"),
              paddingLayout(4),
              Layouts.WSABUF.withName("Control"),
              JAVA_INT.withName("dwFlags"),
              paddingLayout(4))
          .withName("WSAMSG");

  /** More than any datagram of UDP has. */
  static final int MOST = 1 << 16;

  /** Offset of two WSABUF. */
  static final long BUFFERS = 0;

  /** Offset of a DWORD for a number of bytes. */
  static final long COUNT = 32;

  /** Offset of a DWORD for flags. */
  static final long FLAGS = 36;

  /** Offset of an int for the length of an address. */
  static final long NAME_SIZE = 40;

  /** Offset of a sockaddr. */
  static final long NAME = 48;

  /** Bytes that calls without control messages need. */
  static final long SIZE = 176;

  /** Offset of a WSAMSG. */
  static final long MESSAGE = 176;

  /** Offset of control messages. */
  static final long CONTROL = 232;

  /** Room for packet information of both kinds, and some more. */
  static final int CONTROL_ROOM = 128;

  private static final long BUFFER_SIZE = Layouts.WSABUF.byteSize();
  private static final long LENGTH = Layouts.offset(Layouts.WSABUF, "len");
  private static final long ADDRESS = Layouts.offset(Layouts.WSABUF, "buf");
  private static final long MESSAGE_NAME = MESSAGE + Layouts.offset(WSAMSG, "name");
  private static final long MESSAGE_NAME_SIZE = MESSAGE + Layouts.offset(WSAMSG, "namelen");
  private static final long MESSAGE_BUFFERS = MESSAGE + Layouts.offset(WSAMSG, "lpBuffers");
  private static final long MESSAGE_COUNT = MESSAGE + Layouts.offset(WSAMSG, "dwBufferCount");
  private static final long MESSAGE_CONTROL = MESSAGE + Layouts.offset(WSAMSG, "Control");
  private static final long MESSAGE_FLAGS = MESSAGE + Layouts.offset(WSAMSG, "dwFlags");

  private DatagramMemory() {}

  /** What nobody reads; as long as the process, as calls that were given up may still write it. */
  private static final class Overflow {
    static final long ADDRESS = Arena.global().allocate(MOST, 16).address();
  }

  /**
   * Makes ready to receive, whatever the size.
   *
   * @param memory holds this from the offset on
   * @param address of the bytes that are wanted
   * @param length how many are wanted
   */
  static void prepareToReceive(MemorySegment memory, long at, long address, int length) {
    buffer(memory, at + BUFFERS, address, length);
    buffer(memory, at + BUFFERS + BUFFER_SIZE, Overflow.ADDRESS, MOST);
    memory.set(JAVA_LONG, at + COUNT, 0); // and the flags
    memory.set(JAVA_INT, at + NAME_SIZE, SocketAddresses.SIZE);
  }

  /** Makes ready to send. */
  static void prepareToSend(MemorySegment memory, long at, long address, int length) {
    buffer(memory, at + BUFFERS, address, length);
  }

  /**
   * Has the same received or sent with control messages.
   *
   * @param buffers how many there are
   * @param nameSize length of the address, 0 for none
   * @param controlSize bytes of control messages, or room for them
   */
  static void describe(MemorySegment memory, long at, int buffers, int nameSize, int controlSize) {
    long start = memory.address() + at;
    memory.set(JAVA_LONG, at + MESSAGE_NAME, nameSize == 0 ? 0 : start + NAME);
    memory.set(JAVA_INT, at + MESSAGE_NAME_SIZE, nameSize);
    memory.set(JAVA_LONG, at + MESSAGE_BUFFERS, start + BUFFERS);
    memory.set(JAVA_INT, at + MESSAGE_COUNT, buffers);
    long control = controlSize == 0 ? 0 : start + CONTROL;
    buffer(memory, at + MESSAGE_CONTROL, control, controlSize);
    memory.set(JAVA_INT, at + MESSAGE_FLAGS, 0);
  }

  private static void buffer(MemorySegment memory, long at, long address, int length) {
    memory.set(JAVA_INT, at + LENGTH, length);
    memory.set(JAVA_LONG, at + ADDRESS, address);
  }

  /** The size of what was received, or sent, by a call that has succeeded. */
  static int count(MemorySegment memory, long at) {
    return memory.get(JAVA_INT, at + COUNT);
  }

  /** The length of the address that a call has written. */
  static int nameSize(MemorySegment memory, long at) {
    return memory.get(JAVA_INT, at + NAME_SIZE);
  }

  /** The length of the address that a call with control messages has written. */
  static int messageNameSize(MemorySegment memory, long at) {
    return memory.get(JAVA_INT, at + MESSAGE_NAME_SIZE);
  }

  /** Bytes of the control messages that a call has written. */
  static int controlSize(MemorySegment memory, long at) {
    return memory.get(JAVA_INT, at + MESSAGE_CONTROL + LENGTH);
  }

  /**
   * Writes where a datagram goes.
   *
   * @return the length of the address, 0 for the connected peer, or the negated error number
   */
  static int name(MemorySegment memory, long at, NativeAddress peer, Family family) {
    if (peer instanceof NativeAddress.None) {
      return 0;
    }
    MemorySegment name = memory.asSlice(at + NAME, SocketAddresses.SIZE);
    int size = SocketAddresses.encode(peer, name);
    return size < 0 ? size : SocketAddresses.fit(name, size, family);
  }
}
