// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.linux;

import static java.lang.foreign.MemoryLayout.PathElement.groupElement;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.function.Consumer;
import org.packetloom.platform.MessageError;
import org.packetloom.platform.NativeAddress;
import org.packetloom.platform.unix.ControlMessages;
import org.packetloom.platform.unix.Errno;
import org.packetloom.platform.unix.ErrnoMemory;
import org.packetloom.platform.unix.ErrorQueues;
import org.packetloom.platform.unix.MessageCalls;
import org.packetloom.platform.unix.SocketAddresses;
import org.packetloom.platform.unix.UnixCalls;

/**
 * Takes errors from the error queue of a socket, where the kernel keeps those about datagrams that
 * are gone. Belongs to one thread at a time; its memory is freed by the collector.
 *
 * @see <a href="https://man7.org/linux/man-pages/man7/ip.7.html">ip(7), IP_RECVERR</a>
 */
final class ErrorQueue implements ErrorQueues.Queue {
  private static final int FLAGS = Constants.MSG_ERRQUEUE | Constants.MSG_DONTWAIT;
  private static final long NAME = 0;
  private static final long HEADER = SocketAddresses.SIZE;
  private static final long CONTROL = HEADER + 64;
  private static final long CONTROL_ROOM = 512;
  private static final long ERROR_SIZE = Layouts.sock_extended_err.byteSize();
  private static final long NUMBER = offset("ee_errno");
  private static final long ORIGIN = offset("ee_origin");
  private static final long TYPE = offset("ee_type");
  private static final long CODE = offset("ee_code");
  private static final long INFO = offset("ee_info");

  private final int descriptor;
  private final MessageCalls calls;
  private final MemorySegment memory = Arena.ofAuto().allocate(CONTROL + CONTROL_ROOM, Long.BYTES);
  private final Errno errno = new ErrnoMemory().next();
  private final ControlMessages control = new ControlMessages(LinuxSystem.SYSTEM.layout());

  private ErrorQueue(int descriptor, MessageCalls calls) {
    this.descriptor = descriptor;
    this.calls = calls;
  }

  /** That of a socket. */
  static ErrorQueue of(int descriptor, UnixCalls calls) {
    return new ErrorQueue(descriptor, calls.messages());
  }

  private static long offset(String member) {
    return Layouts.sock_extended_err.byteOffset(groupElement(member));
  }

  @Override
  public int take(Consumer<MessageError> taker) {
    int count = 0;
    while (true) {
      prepare();
      int n = calls.recvmsg(descriptor, memory.address() + HEADER, FLAGS, errno);
      if (n < 0 && n != -LinuxErrors.EINTR) {
        return count; // EAGAIN: there are no more; another error is met by the next call
      }
      if (n >= 0) {
        count++;
        deliver(taker);
      }
    }
  }

  private void prepare() {
    set("msg_name", memory.address() + NAME);
    memory.set(JAVA_INT, HEADER + field("msg_namelen"), SocketAddresses.SIZE);
    set("msg_iov", 0);
    set("msg_iovlen", 0);
    set("msg_control", memory.address() + CONTROL);
    set("msg_controllen", CONTROL_ROOM);
  }

  private void set(String member, long value) {
    memory.set(JAVA_LONG, HEADER + field(member), value);
  }

  private static long field(String member) {
    return Layouts.msghdr.byteOffset(groupElement(member));
  }

  private void deliver(Consumer<MessageError> taker) {
    long length = memory.get(JAVA_LONG, HEADER + field("msg_controllen"));
    control.read(memory, CONTROL, length);
    while (control.next()) {
      if (control.is(Constants.SOL_IP, Constants.IP_RECVERR, ERROR_SIZE)
          || control.is(Constants.SOL_IPV6, Constants.IPV6_RECVERR, ERROR_SIZE)) {
        taker.accept(error());
      }
    }
  }

  private MessageError error() {
    long at = control.data();
    int nameLength = memory.get(JAVA_INT, HEADER + field("msg_namelen"));
    NativeAddress peer =
        LinuxSystem.ADDRESSES.decode(
            memory.asSlice(NAME, SocketAddresses.SIZE).toArray(JAVA_BYTE), nameLength);
    return new MessageError(
        peer,
        control.integer(NUMBER),
        origin(memory.get(JAVA_BYTE, at + ORIGIN)),
        Byte.toUnsignedInt(memory.get(JAVA_BYTE, at + TYPE)),
        Byte.toUnsignedInt(memory.get(JAVA_BYTE, at + CODE)),
        Integer.toUnsignedLong(control.integer(INFO)),
        offender(at + ERROR_SIZE, control.dataLength() - ERROR_SIZE));
  }

  private static MessageError.Origin origin(byte number) {
    return switch (number) {
      case Constants.SO_EE_ORIGIN_LOCAL -> MessageError.Origin.LOCAL;
      case Constants.SO_EE_ORIGIN_ICMP -> MessageError.Origin.ICMP;
      case Constants.SO_EE_ORIGIN_ICMP6 -> MessageError.Origin.ICMP6;
      default -> MessageError.Origin.OTHER;
    };
  }

  /** The address behind the error, if there is a whole one. */
  private NativeAddress offender(long at, long length) {
    byte[] sockaddr = new byte[SocketAddresses.SIZE];
    int known = Math.clamp(length, 0, SocketAddresses.SIZE);
    MemorySegment.copy(memory, JAVA_BYTE, at, sockaddr, 0, known);
    return known < Layouts.sockaddr_in.byteSize()
        ? NativeAddress.None.NONE
        : LinuxSystem.ADDRESSES.decode(sockaddr, known);
  }
}
