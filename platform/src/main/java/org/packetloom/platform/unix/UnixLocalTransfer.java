// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.unix;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

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
public final class UnixLocalTransfer implements LocalTransfer {
  private static final int VECTOR = 64;
  private static final int NAME = 128;
  private static final int CONTROL = 256;
  private static final int BYTES = 2048;
  private static final int BYTES_SIZE = Scratch.SIZE - BYTES;

  private static final int TIME_SIZE = (int) UnixLayouts.timespec.byteSize();

  private final int descriptor;
  private final DescriptorKind kind;
  private final MessageCalls calls;
  private final UnixCalls unix;
  private final SocketNumbers numbers;
  private final MessageLayout layout;
  private final SenderNumbers senders;
  private final TransferMemory memory;
  private final Errno readErrno; // the reader's
  private final Errno writeErrno; // the writer's

  UnixLocalTransfer(ReactorTransfer transfer, UnixCalls calls) {
    this.descriptor = transfer.descriptor();
    this.kind = transfer.kind();
    this.calls = calls.messages();
    this.unix = calls;
    this.numbers = calls.system().sockets();
    this.layout = calls.system().layout();
    this.senders = calls.system().senders();
    this.memory = transfer.memory();
    this.readErrno = memory.errno();
    this.writeErrno = memory.errno();
  }

  @Override
  public int nextRecord() {
    Scratch scratch = memory.take();
    try {
      MemorySegment message = scratch.segment();
      compose(message, 0, 0, 0, layout.space(TIME_SIZE));
      int n = receive(message, peek());
      return n == 0 && message.get(JAVA_INT, MessageLayout.CONTROL_LENGTH) == 0 ? END : n;
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
      return receive(scratch.segment(), peek());
    } finally {
      memory.give(scratch);
    }
  }

  private int receive(
      MemorySegment message, MemorySegment bytes, ByteBuffer destination, Attachments into) {
    boolean isStream = kind == DescriptorKind.LOCAL_STREAM;
    int rights = into.room() == 0 ? 0 : layout.space(into.room() * Integer.BYTES);
    int control = layout.space(TIME_SIZE) + layout.space(senders.size()) + rights;
    compose(message, bytes.address(), bytes.byteSize(), SocketAddresses.SIZE, control);
    int flags = numbers.MSG_DONTWAIT() | numbers.MSG_CMSG_CLOEXEC();
    int n = receive(message, isStream ? flags : flags | numbers.MSG_TRUNC());
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
    } while (n == -UnixErrors.EINTR);
    return unix.system().errors().pendingIfAgain(n);
  }

  @Override
  public int trySend(ByteBuffer source, NativeAddress peer, int[] passed) {
    Scratch scratch = memory.take();
    try {
      MemorySegment message = scratch.segment();
      int nameLength = unix.system().addresses().encode(peer, message, NAME);
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
        passed.length == 0 ? 0 : layout.space(length));
    if (passed.length > 0) {
      header(message, CONTROL, length);
      MemorySegment.copy(passed, 0, message, JAVA_INT, CONTROL + layout.data(), passed.length);
    }
    int n;
    do {
      n = calls.sendmsg(descriptor, message.address(), send(), writeErrno);
    } while (n == -UnixErrors.EINTR);
    return unix.system().errors().pendingIfAgain(n);
  }

  // ---- structs

  /** Writes the header and the vector; parts of no length are left out. */
  private static void compose(
      MemorySegment message, long bytes, long length, int nameLength, int controlLength) {
    long address = message.address();
    message.asSlice(0, VECTOR).fill((byte) 0);
    message.set(JAVA_LONG, MessageLayout.NAME, nameLength == 0 ? 0 : address + NAME);
    message.set(JAVA_INT, MessageLayout.NAME_LENGTH, nameLength);
    message.set(JAVA_LONG, MessageLayout.VECTOR, address + VECTOR);
    message.set(JAVA_INT, MessageLayout.VECTOR_LENGTH, 1);
    message.set(JAVA_LONG, MessageLayout.CONTROL, controlLength == 0 ? 0 : address + CONTROL);
    message.set(JAVA_INT, MessageLayout.CONTROL_LENGTH, controlLength);
    message.set(JAVA_LONG, VECTOR, bytes == 0 ? address + BYTES : bytes);
    message.set(JAVA_LONG, VECTOR + Long.BYTES, length);
  }

  private void header(MemorySegment message, long at, int length) {
    message.set(JAVA_LONG, at, 0);
    message.set(JAVA_INT, at, layout.data() + length);
    message.set(JAVA_INT, at + layout.level(), numbers.SOL_SOCKET());
    message.set(JAVA_INT, at + layout.type(), Posix.SCM_RIGHTS);
  }

  private int peek() {
    return Posix.MSG_PEEK | numbers.MSG_TRUNC() | numbers.MSG_DONTWAIT();
  }

  private int send() {
    return numbers.MSG_DONTWAIT() | numbers.MSG_NOSIGNAL();
  }

  /**
   * Reads what came along; descriptors beyond the room, for which padding had place, are closed.
   *
   * @return whether nothing came
   */
  private boolean unpack(MemorySegment message, Attachments into) {
    int controlLength = message.get(JAVA_INT, MessageLayout.CONTROL_LENGTH);
    int[] passed = {};
    Optional<Attachments.Sender> sender = Optional.empty();
    ControlMessages control = new ControlMessages(layout);
    control.read(message, CONTROL, controlLength);
    while (control.next()) {
      MemorySegment content = message.asSlice(control.data(), control.dataLength());
      if (control.is(numbers.SOL_SOCKET(), Posix.SCM_RIGHTS, 0)) {
        int[] more = numbers(content);
        int before = passed.length;
        passed = Arrays.copyOf(passed, before + more.length);
        System.arraycopy(more, 0, passed, before, more.length);
      } else if (control.is(numbers.SOL_SOCKET(), senders.type(), senders.size())) {
        sender = Optional.of(senders.sender(numbers(content)));
      }
    }
    boolean isCut = (message.get(JAVA_INT, layout.flags()) & numbers.MSG_CTRUNC()) != 0;
    if (numbers.MSG_CMSG_CLOEXEC() == 0) {
      for (int each : passed) {
        unix.files().fcntl(each, Posix.F_SETFD, Posix.FD_CLOEXEC); // its own, so it cannot fail
      }
    }
    for (int i = into.room(); i < passed.length; i++) {
      unix.descriptors().close(passed[i]);
      isCut = true;
    }
    NativeAddress from = from(message);
    into.put(from, Arrays.copyOf(passed, Math.min(passed.length, into.room())), isCut, sender);
    return controlLength == 0;
  }

  private static int[] numbers(MemorySegment content) {
    int[] numbers = new int[(int) content.byteSize() / Integer.BYTES];
    MemorySegment.copy(content, JAVA_INT, 0, numbers, 0, numbers.length);
    return numbers;
  }

  private NativeAddress from(MemorySegment message) {
    int length = message.get(JAVA_INT, MessageLayout.NAME_LENGTH);
    if (length == 0) {
      return NativeAddress.None.NONE;
    }
    byte[] name = message.asSlice(NAME, SocketAddresses.SIZE).toArray(JAVA_BYTE);
    return unix.system().addresses().decode(name, length);
  }
}
