// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.unix;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * The C library's calls that move whole messages.
 *
 * <p>What keeps them free of allocation is said at {@link LibCBytes}.
 */
public class LibCMessages implements MessageCalls {
  private final MessageLayout layout;

  public LibCMessages(MessageLayout layout) {
    this.layout = layout;
  }

  @Override
  public int recvfrom(int fd, byte[] to, int offset, int length, int flags, AddressMemory from) {
    try {
      long n =
          offset == 0
              ? receiveWhole(fd, to, length, flags, from)
              : receivePart(fd, to, offset, length, flags, from);
      return n < 0 ? from.negated() : (int) n;
    } catch (Throwable e) {
      throw Binder.unexpected(e);
    }
  }

  @Override
  public int recvfrom(int fd, MemorySegment to, int flags, AddressMemory from) {
    try {
      long n =
          (long)
              Symbols.RECVFROM.invokeExact(
                  from.segment(),
                  fd,
                  to,
                  to.byteSize(),
                  flags,
                  from.senderAddress(),
                  from.lengthAddress());
      return n < 0 ? from.negated() : (int) n;
    } catch (Throwable e) {
      throw Binder.unexpected(e);
    }
  }

  @Override
  public int recvfromLarge(
      int fd, MemorySegment to, int flags, AddressMemory from, WaitMemory memory) {
    try {
      long n =
          (long)
              Symbols.RECVFROM_LARGE.invokeExact(
                  memory.errno(),
                  fd,
                  to,
                  to.byteSize(),
                  flags,
                  from.senderAddress(),
                  from.lengthAddress());
      return n < 0 ? memory.negatedErrno() : (int) n;
    } catch (Throwable e) {
      throw Binder.unexpected(e);
    }
  }

  @Override
  public int sendto(int fd, byte[] from, int offset, int length, int flags, AddressMemory to) {
    try {
      long n =
          offset == 0
              ? sendWhole(fd, from, length, flags, to)
              : sendPart(fd, from, offset, length, flags, to);
      return n < 0 ? to.negatedOfWrite() : (int) n;
    } catch (Throwable e) {
      throw Binder.unexpected(e);
    }
  }

  @Override
  public int sendto(int fd, MemorySegment from, int flags, AddressMemory to) {
    try {
      long n =
          (long)
              Symbols.SENDTO.invokeExact(
                  to.segmentToWrite(),
                  fd,
                  from,
                  from.byteSize(),
                  flags,
                  to.peerAddressOrNull(),
                  to.peerLength());
      return n < 0 ? to.negatedOfWrite() : (int) n;
    } catch (Throwable e) {
      throw Binder.unexpected(e);
    }
  }

  @Override
  public int sendtoLarge(
      int fd, MemorySegment from, int flags, AddressMemory to, WaitMemory memory) {
    try {
      long n =
          (long)
              Symbols.SENDTO_LARGE.invokeExact(
                  memory.errno(),
                  fd,
                  from,
                  from.byteSize(),
                  flags,
                  to.peerAddressOrNull(),
                  to.peerLength());
      return n < 0 ? memory.negatedErrno() : (int) n;
    } catch (Throwable e) {
      throw Binder.unexpected(e);
    }
  }

  @Override
  public int recvmsg(int fd, long message, int flags, Errno errno) {
    try {
      long n = (long) Symbols.RECVMSG.invokeExact(errno.segment(), fd, message, flags);
      return n < 0 ? errno.negated() : (int) n;
    } catch (Throwable e) {
      throw Binder.unexpected(e);
    }
  }

  @Override
  public int sendmsg(int fd, long message, int flags, Errno errno) {
    try {
      long n = (long) Symbols.SENDMSG.invokeExact(errno.segment(), fd, message, flags);
      return n < 0 ? errno.negated() : (int) n;
    } catch (Throwable e) {
      throw Binder.unexpected(e);
    }
  }

  /** One by one, where the system has no call for several. */
  @Override
  public int recvmmsg(int fd, long messages, int count, int flags, Errno errno) {
    for (int index = 0; index < count; index++) {
      long message = messages + (long) index * layout.element();
      int n = recvmsg(fd, message, flags, errno);
      if (n < 0) {
        return index > 0 ? index : n; // what failed is met again, as nothing was taken
      }
      count(message).set(ValueLayout.JAVA_INT, 0, n);
    }
    return count;
  }

  /** One by one, where the system has no call for several. */
  @Override
  public int sendmmsg(int fd, long messages, int count, int flags, Errno errno) {
    for (int index = 0; index < count; index++) {
      int n = sendmsg(fd, messages + (long) index * layout.element(), flags, errno);
      if (n < 0) {
        return index > 0 ? index : n;
      }
    }
    return count;
  }

  private MemorySegment count(long message) {
    return MemorySegment.ofAddress(message + layout.count()).reinterpret(Integer.BYTES);
  }

  private static long receiveWhole(int fd, byte[] to, long length, int flags, AddressMemory from)
      throws Throwable {
    return (long)
        Symbols.RECVFROM.invokeExact(
            from.segment(),
            fd,
            MemorySegment.ofArray(to),
            length,
            flags,
            from.senderAddress(),
            from.lengthAddress());
  }

  private static long receivePart(
      int fd, byte[] to, int offset, long length, int flags, AddressMemory from) throws Throwable {
    MemorySegment part = MemorySegment.ofArray(to).asSlice(offset, length);
    return (long)
        Symbols.RECVFROM.invokeExact(
            from.segment(), fd, part, length, flags, from.senderAddress(), from.lengthAddress());
  }

  private static long sendWhole(int fd, byte[] from, long length, int flags, AddressMemory to)
      throws Throwable {
    return (long)
        Symbols.SENDTO.invokeExact(
            to.segmentToWrite(),
            fd,
            MemorySegment.ofArray(from),
            length,
            flags,
            to.peerAddressOrNull(),
            to.peerLength());
  }

  private static long sendPart(
      int fd, byte[] from, int offset, long length, int flags, AddressMemory to) throws Throwable {
    MemorySegment part = MemorySegment.ofArray(from).asSlice(offset, length);
    return (long)
        Symbols.SENDTO.invokeExact(
            to.segmentToWrite(), fd, part, length, flags, to.peerAddressOrNull(), to.peerLength());
  }
}
