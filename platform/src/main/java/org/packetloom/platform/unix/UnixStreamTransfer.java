// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.unix;

import static java.lang.foreign.MemoryLayout.PathElement.groupElement;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;
import static org.packetloom.platform.Transfer.NOT_READY;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.packetloom.platform.DescriptorKind;
import org.packetloom.platform.StreamTransfer;

/**
 * Peeks, sends with flags, splices, and sends files; sockets can do all of it, pipes the last two.
 *
 * <p>splice(2) and sendfile(2) know no MSG_DONTWAIT: on a descriptor whose open file another
 * process left blocking they would wait, so that those are unsupported there.
 */
public final class UnixStreamTransfer implements StreamTransfer {
  /**
   * Room for unsent bytes of a busy Unix-domain socket, by the kernel's count: twice what is set.
   */
  private static final int MUCH = 2 << 20;

  /** So many bytes are written to a pipe that is empty: pipe(7), where it is PIPE_BUF. */
  private static final int PIPE_BUF = 4096;

  private static final long FD = UnixLayouts.pollfd.byteOffset(groupElement("fd"));
  private static final long EVENTS = UnixLayouts.pollfd.byteOffset(groupElement("events"));
  private static final long REVENTS = UnixLayouts.pollfd.byteOffset(groupElement("revents"));

  private final ReactorTransfer transfer;
  private final StreamCalls calls;
  private final ByteCalls bytes;
  private final PollCalls polls;
  private final UnixSystem system;
  private final int quietly;
  private final DescriptorCalls descriptors;
  private final int descriptor;
  private final boolean isSocket;
  private final Errno readErrno; // the reader's
  private final Errno writeErrno; // the writer's
  private volatile boolean isNonBlocking; // once it was found to be; never changes back

  UnixStreamTransfer(ReactorTransfer transfer, UnixCalls calls) {
    this.transfer = transfer;
    this.calls = calls.streams();
    this.bytes = calls.bytes();
    this.polls = calls.polls();
    this.system = calls.system();
    this.quietly = system.sockets().MSG_DONTWAIT() | system.sockets().MSG_NOSIGNAL();
    this.descriptors = calls.descriptors();
    this.descriptor = transfer.descriptor();
    this.isSocket = transfer.kind() != DescriptorKind.PIPE;
    this.readErrno = transfer.memory().errno();
    this.writeErrno = transfer.memory().errno();
  }

  @Override
  public int tryPeek(ByteBuffer destination) {
    if (!isSocket) {
      return UNSUPPORTED;
    }
    boolean isMoreToCome = transfer.isReadingBeforehand(); // before what is there is looked at
    int held = transfer.peekHeld(destination);
    if (held < 0 || held == destination.remaining()) {
      return held;
    }
    if (isMoreToCome) {
      return held == 0 ? NOT_READY : held;
    }
    int start = destination.position() + held;
    int n =
        peekAtSystem(
            held == 0 ? destination : destination.slice(start, destination.limit() - start));
    return held == 0 ? n : held + Math.max(n, 0);
  }

  private int peekAtSystem(ByteBuffer destination) {
    if (transfer.hasKeptError()) {
      int error = transfer.takeKeptError();
      transfer.keepError(error);
      return error;
    }
    int n = receive(destination, Posix.MSG_PEEK);
    if (n < 0 && n != NOT_READY) {
      transfer.keepError(n); // the kernel has told it, and would tell the next read an end
    }
    return n;
  }

  @Override
  public int tryReceiveUrgent(ByteBuffer destination) {
    if (!isSocket) {
      return UNSUPPORTED;
    }
    transfer.endHolding(); // it would read on, and the urgent byte is gone once that was done
    int n = receive(destination.slice(destination.position(), 1), Posix.MSG_OOB);
    return switch (system.errors().of(-n)) {
      // recv(2): there is none, or it was taken; a Unix-domain socket of a kernel without it
      case EINVAL -> NOT_READY;
      case EOPNOTSUPP -> UNSUPPORTED;
      default -> n;
    };
  }

  private int receive(ByteBuffer destination, int flags) {
    int most = Math.min(destination.remaining(), ReactorTransfer.PROMPT_BYTES);
    MemorySegment to = MemorySegment.ofBuffer(destination).asSlice(0, most);
    int n;
    do {
      n = calls.recv(descriptor, to, flags | quietly, readErrno);
    } while (n == -UnixErrors.EINTR);
    return transfer.pendingIfAgain(n);
  }

  @Override
  public int trySend(ByteBuffer source, int flags) {
    if (!isSocket) {
      return UNSUPPORTED;
    }
    int length = source.remaining();
    if ((flags & URGENT) == 0 || length == 1) {
      return send(source, length, flags);
    }
    // the last byte of what is taken would be the urgent one: it has to go alone
    return send(source, length - 1, flags & ~URGENT | MORE);
  }

  private int send(ByteBuffer source, int length, int flags) {
    int most = Math.min(length, ReactorTransfer.PROMPT_BYTES);
    ByteBuffer part = source.slice(source.position(), most);
    if (!part.hasArray() && !part.isDirect()) {
      part = ByteBuffer.allocate(most).put(part).flip(); // the memory cannot be had otherwise
    }
    MemorySegment from = MemorySegment.ofBuffer(part);
    int n;
    do {
      n = calls.send(descriptor, from, messageFlags(flags) | quietly, writeErrno);
    } while (n == -UnixErrors.EINTR);
    return system.errors().of(-n) == UnixError.EOPNOTSUPP
        ? UNSUPPORTED
        : transfer.pendingIfAgain(n);
  }

  private int messageFlags(int flags) {
    return ((flags & MORE) == 0 ? 0 : system.sockets().MSG_MORE())
        | ((flags & URGENT) == 0 ? 0 : Posix.MSG_OOB)
        | ((flags & DONT_ROUTE) == 0 ? 0 : Posix.MSG_DONTROUTE);
  }

  @Override
  public int isAlive() {
    if (!isSocket) {
      return hasWriter() ? 1 : 0;
    }
    if (transfer.held() > 0) {
      return 1;
    }
    int n = peekAtSystem(ByteBuffer.allocate(1));
    return n > 0 || n == NOT_READY || transfer.held() > 0 ? 1 : 0; // or these came first
  }

  /** Whether somebody holds the other end of a pipe, or left bytes in it. */
  private boolean hasWriter() {
    Scratch scratch = transfer.memory().take();
    try {
      MemorySegment entry = scratch.segment();
      entry.set(JAVA_INT, FD, descriptor);
      entry.set(JAVA_SHORT, EVENTS, (short) Posix.POLLIN);
      entry.set(JAVA_SHORT, REVENTS, (short) 0);
      int n;
      do {
        n = polls.ppoll(entry, 1, 0, scratch.memory());
      } while (n == -UnixErrors.EINTR);
      int found = entry.get(JAVA_SHORT, REVENTS);
      int ended = Posix.POLLHUP | Posix.POLLERR | Posix.POLLNVAL;
      return n >= 0 && ((found & ended) == 0 || (found & Posix.POLLIN) != 0);
    } finally {
      transfer.memory().give(scratch);
    }
  }

  @Override
  public void expectMuch() {
    transfer.tellWhenAsked();
    if (transfer.kind() == DescriptorKind.LOCAL_STREAM) {
      ensureRoom();
    }
  }

  /**
   * A Unix-domain socket takes 208 KiB unless told otherwise, and unlike TCP never grows: each time
   * the peer has emptied it costs a wait.
   */
  private void ensureRoom() {
    ByteBuffer room = ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.nativeOrder());
    int[] length = {Integer.BYTES};
    int level = system.sockets().SOL_SOCKET();
    int name = system.sockets().SO_SNDBUF();
    int result = descriptors.getsockopt(descriptor, level, name, room.array(), length);
    if (result >= 0 && room.getInt(0) < MUCH) {
      // cut to net.core.wmem_max by the kernel; without it all goes on, but slower
      int unused =
          descriptors.setsockopt(descriptor, level, name, room.putInt(0, MUCH / 2).array());
    }
  }

  @Override
  public int trySpliceIn(int pipe, int most) {
    if (transfer.isHolding()) {
      return copyIn(pipe, most);
    }
    if (transfer.hasKeptError()) {
      return transfer.takeKeptError();
    }
    if (!isNonBlocking()) {
      return UNSUPPORTED;
    }
    int n;
    do {
      n = calls.splice(descriptor, pipe, most, readErrno);
    } while (n == -UnixErrors.EINTR);
    return orUnsupported(n);
  }

  /** What was read beforehand has to be copied: as much as an empty pipe takes in any case. */
  private int copyIn(int pipe, int most) {
    byte[] copied = new byte[Math.min(most, PIPE_BUF)];
    int count = transfer.tryRead(copied, 0, copied.length);
    int written = 0;
    while (written < count) {
      int n = bytes.write(pipe, copied, written, count - written, readErrno);
      if (n < 0 && n != -UnixErrors.EINTR) {
        return n;
      }
      written += Math.max(0, n);
    }
    return count;
  }

  @Override
  public int trySpliceOut(int pipe, int most) {
    if (!isNonBlocking()) {
      return UNSUPPORTED;
    }
    int n;
    do {
      n = calls.splice(pipe, descriptor, most, writeErrno);
    } while (n == -UnixErrors.EINTR);
    return orUnsupported(n);
  }

  @Override
  public int trySendFile(int file, long position, int most) {
    if (!isNonBlocking()) {
      return UNSUPPORTED;
    }
    int n;
    do {
      n = calls.sendfile(descriptor, file, position, most, writeErrno);
    } while (n == -UnixErrors.EINTR);
    return orUnsupported(n);
  }

  private boolean isNonBlocking() {
    if (!isNonBlocking) {
      int flags = calls.fcntl(descriptor, Posix.F_GETFL, 0);
      isNonBlocking = flags >= 0 && (flags & system.open().O_NONBLOCK()) != 0;
    }
    return isNonBlocking;
  }

  private int orUnsupported(int n) {
    return switch (system.errors().of(-n)) {
      // splice(2), sendfile(2): this kind of descriptor or file has no such operation
      case EINVAL, ENOSYS, EOPNOTSUPP -> UNSUPPORTED;
      default -> transfer.pendingIfAgain(n);
    };
  }
}
