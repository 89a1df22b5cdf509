// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.linux;

import static java.lang.foreign.MemoryLayout.PathElement.groupElement;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.packetloom.platform.Transfer.NOT_READY;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import org.packetloom.platform.Attachments;
import org.packetloom.platform.DescriptorKind;
import org.packetloom.platform.LocalTransfer;
import org.packetloom.platform.NativeAddress;

/**
 * Messages of Unix-domain sockets with what goes along.
 *
 * <p>A message is put together at the beginning of a piece of scratch, in this order:
 *
 * <pre>
 *      0  struct msghdr
 *     64  struct iovec
 *    128  struct sockaddr_storage
 *    256  control messages
 *   2048  bytes; those that do not fit have memory of their own
 * </pre>
 *
 * <p><b>Empty records.</b> recvmsg(2) gives 0 for an empty record and at the end. With SO_TIMESTAMP
 * a record, and only that, comes with its time. SO_PASSCRED would tell as well, but has the kernel
 * bind senders to names. Peeking leaves room for the time alone, as descriptors in a record that is
 * only looked at would be opened here, each time.
 */
final class LinuxLocalTransfer implements LocalTransfer {
  private static final int VECTOR = 64;
  private static final int NAME = 128;
  private static final int CONTROL = 256;
  private static final int BYTES = 2048;
  private static final int BYTES_SIZE = Scratch.SIZE - BYTES;

  private static final int HEADER_SIZE = (int) Layouts.cmsghdr.byteSize();
  private static final int TIME_SPACE = space((int) Layouts.timespec.byteSize());
  private static final int SENDER_SPACE = space((int) Layouts.ucred.byteSize());

  private static final int PEEK = Constants.MSG_PEEK | Constants.MSG_TRUNC | Constants.MSG_DONTWAIT;
  private static final int SEND = Constants.MSG_DONTWAIT | Constants.MSG_NOSIGNAL;

  private static final long FLAGS = Layouts.msghdr.byteOffset(groupElement("msg_flags"));
  private static final long CONTROL_LENGTH =
      Layouts.msghdr.byteOffset(groupElement("msg_controllen"));
  private static final long NAME_LENGTH = Layouts.msghdr.byteOffset(groupElement("msg_namelen"));

  private final int descriptor;
  private final DescriptorKind kind;
  private final MessageCalls calls;
  private final DescriptorCalls descriptors;
  private final TransferMemory memory;
  private final Errno readErrno; // the reader's
  private final Errno writeErrno; // the writer's

  LinuxLocalTransfer(ReactorTransfer transfer, SystemCalls calls) {
    this.descriptor = transfer.descriptor();
    this.kind = transfer.kind();
    this.calls = calls.messages();
    this.descriptors = calls.descriptors();
    this.memory = transfer.memory();
    this.readErrno = memory.errno();
    this.writeErrno = memory.errno();
  }

  @Override
  public int nextRecord() {
    Scratch scratch = memory.take();
    try {
      MemorySegment message = scratch.segment();
      compose(message, 0, 0, 0, TIME_SPACE);
      int n = receive(message, PEEK);
      return n == 0 && message.get(JAVA_LONG, CONTROL_LENGTH) == 0 ? END : n;
    } finally {
      memory.give(scratch);
    }
  }

  @Override
  public int tryReceive(ByteBuffer destination, Attachments into) {
    int wanted = destination.remaining();
    if (kind == DescriptorKind.LOCAL_STREAM) {
      wanted = Math.min(wanted, BYTES_SIZE);
    } else if (wanted > BYTES_SIZE) {
      wanted = Math.min(wanted, Math.max(BYTES_SIZE, nextSize()));
    }
    Scratch scratch = memory.take();
    try {
      if (wanted <= BYTES_SIZE) {
        MemorySegment bytes = scratch.segment().asSlice(BYTES, wanted);
        return receive(scratch.segment(), bytes, destination, into);
      }
      try (Arena arena = Arena.ofConfined()) {
        return receive(scratch.segment(), arena.allocate(wanted), destination, into);
      }
    } finally {
      memory.give(scratch);
    }
  }

  /** The size of the next message; at most 0 if there is none, which the attempt meets again. */
  private int nextSize() {
    Scratch scratch = memory.take();
    try {
      compose(scratch.segment(), 0, 0, 0, 0);
      return receive(scratch.segment(), PEEK);
    } finally {
      memory.give(scratch);
    }
  }

  private int receive(
      MemorySegment message, MemorySegment bytes, ByteBuffer destination, Attachments into) {
    boolean isStream = kind == DescriptorKind.LOCAL_STREAM;
    int rights = into.room() == 0 ? 0 : space(into.room() * Integer.BYTES);
    int control = TIME_SPACE + SENDER_SPACE + rights;
    compose(message, bytes.address(), bytes.byteSize(), SocketAddresses.SIZE, control);
    int flags = Constants.MSG_DONTWAIT | Constants.MSG_CMSG_CLOEXEC;
    int n = receive(message, isStream ? flags : flags | Constants.MSG_TRUNC);
    if (n < 0) {
      return n;
    }
    boolean isBare = unpack(message, into);
    boolean isEnd = n == 0 && (isStream || isBare && kind == DescriptorKind.SEQPACKET);
    int length = (int) Math.min(n, bytes.byteSize());
    destination.put(destination.position(), bytes.asByteBuffer(), 0, length);
    return isEnd ? END : n;
  }

  private int receive(MemorySegment message, int flags) {
    int n;
    do {
      n = calls.recvmsg(descriptor, message.address(), flags, readErrno);
    } while (n == -LinuxErrors.EINTR);
    return n == -LinuxErrors.EAGAIN ? NOT_READY : n;
  }

  @Override
  public int trySend(ByteBuffer source, NativeAddress peer, int[] passed) {
    Scratch scratch = memory.take();
    try {
      MemorySegment message = scratch.segment();
      int nameLength = SocketAddresses.encode(peer, message, NAME);
      if (nameLength < 0) {
        return nameLength;
      }
      MemorySegment from = MemorySegment.ofBuffer(source);
      if (kind == DescriptorKind.LOCAL_STREAM && from.byteSize() > BYTES_SIZE) {
        from = from.asSlice(0, BYTES_SIZE);
      }
      if (from.byteSize() <= BYTES_SIZE) {
        MemorySegment bytes = message.asSlice(BYTES, from.byteSize());
        return send(message, bytes.copyFrom(from), nameLength, passed);
      }
      try (Arena arena = Arena.ofConfined()) {
        MemorySegment bytes = arena.allocate(from.byteSize());
        return send(message, bytes.copyFrom(from), nameLength, passed);
      }
    } finally {
      memory.give(scratch);
    }
  }

  private int send(MemorySegment message, MemorySegment bytes, int nameLength, int[] passed) {
    int length = passed.length * Integer.BYTES;
    compose(
        message,
        bytes.address(),
        bytes.byteSize(),
        nameLength,
        passed.length == 0 ? 0 : space(length));
    if (passed.length > 0) {
      header(message, CONTROL, length, Constants.SCM_RIGHTS);
      MemorySegment.copy(passed, 0, message, JAVA_INT, CONTROL + HEADER_SIZE, passed.length);
    }
    int n;
    do {
      n = calls.sendmsg(descriptor, message.address(), SEND, writeErrno);
    } while (n == -LinuxErrors.EINTR);
    return n == -LinuxErrors.EAGAIN ? NOT_READY : n;
  }

  // ---- structs

  /** Writes the header and the vector; parts of no length are left out. */
  private static void compose(
      MemorySegment message, long bytes, long length, int nameLength, int controlLength) {
    long address = message.address();
    message.asSlice(0, VECTOR).fill((byte) 0);
    put(message, Layouts.msghdr, "msg_name", nameLength == 0 ? 0 : address + NAME);
    message.set(JAVA_INT, NAME_LENGTH, nameLength);
    put(message, Layouts.msghdr, "msg_iov", address + VECTOR);
    put(message, Layouts.msghdr, "msg_iovlen", 1);
    put(message, Layouts.msghdr, "msg_control", controlLength == 0 ? 0 : address + CONTROL);
    message.set(JAVA_LONG, CONTROL_LENGTH, controlLength);
    MemorySegment vector = message.asSlice(VECTOR, Layouts.iovec.byteSize());
    put(vector, Layouts.iovec, "iov_base", bytes == 0 ? address + BYTES : bytes);
    put(vector, Layouts.iovec, "iov_len", length);
  }

  private static void put(
      MemorySegment at, java.lang.foreign.StructLayout layout, String member, long value) {
    at.set(JAVA_LONG, layout.byteOffset(groupElement(member)), value);
  }

  private static void header(MemorySegment message, long at, int length, int type) {
    message.set(JAVA_LONG, at, HEADER_SIZE + length);
    message.set(JAVA_INT, at + Long.BYTES, Constants.SOL_SOCKET);
    message.set(JAVA_INT, at + Long.BYTES + Integer.BYTES, type);
  }

  /** Bytes that a control message of so many takes: CMSG_SPACE of cmsg(3). */
  private static int space(int length) {
    return (int) Layouts.cmsghdr.byteSize() + ((length + Long.BYTES - 1) & -Long.BYTES);
  }

  /**
   * Reads what came along; descriptors beyond the room, for which padding had place, are closed.
   *
   * @return whether nothing came
   */
  private boolean unpack(MemorySegment message, Attachments into) {
    long end = CONTROL + message.get(JAVA_LONG, CONTROL_LENGTH);
    int[] passed = {};
    Optional<Attachments.Sender> sender = Optional.empty();
    long at = CONTROL;
    while (end - at >= HEADER_SIZE) {
      long length = message.get(JAVA_LONG, at);
      if (length < HEADER_SIZE || length > end - at) {
        break; // not of the kernel's making
      }
      int size = (int) length - HEADER_SIZE;
      boolean isOurs = message.get(JAVA_INT, at + Long.BYTES) == Constants.SOL_SOCKET;
      int type = message.get(JAVA_INT, at + Long.BYTES + Integer.BYTES);
      MemorySegment content = message.asSlice(at + HEADER_SIZE, size);
      if (isOurs && type == Constants.SCM_RIGHTS) {
        int[] more = numbers(content);
        int before = passed.length;
        passed = Arrays.copyOf(passed, before + more.length);
        System.arraycopy(more, 0, passed, before, more.length);
      } else if (isOurs && type == Constants.SCM_CREDENTIALS) {
        int[] three = numbers(content);
        sender = Optional.of(new Attachments.Sender(three[0], three[1], three[2]));
      }
      at += space(size);
    }
    boolean isCut = (message.get(JAVA_INT, FLAGS) & Constants.MSG_CTRUNC) != 0;
    for (int i = into.room(); i < passed.length; i++) {
      descriptors.close(passed[i]);
      isCut = true;
    }
    NativeAddress from = from(message);
    into.put(from, Arrays.copyOf(passed, Math.min(passed.length, into.room())), isCut, sender);
    return end == CONTROL;
  }

  private static int[] numbers(MemorySegment content) {
    int[] numbers = new int[(int) content.byteSize() / Integer.BYTES];
    MemorySegment.copy(content, JAVA_INT, 0, numbers, 0, numbers.length);
    return numbers;
  }

  private static NativeAddress from(MemorySegment message) {
    int length = message.get(JAVA_INT, NAME_LENGTH);
    if (length == 0) {
      return NativeAddress.None.NONE;
    }
    byte[] name = message.asSlice(NAME, SocketAddresses.SIZE).toArray(JAVA_BYTE);
    return SocketAddresses.decode(name, length);
  }
}
