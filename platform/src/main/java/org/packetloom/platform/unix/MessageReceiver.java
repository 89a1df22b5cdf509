// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.unix;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import org.packetloom.platform.NativeAddress;
import org.packetloom.platform.Transfer;

/**
 * Attempts to receive single messages: the reading half of every {@link ReactorTransfer} for
 * messages. Safe for use by any thread; what belongs to a transfer comes with the call, so that a
 * transfer has one object less to be fetched.
 *
 * <p><b>One long method,</b> on purpose: one of more than 325 bytes (FreqInlineSize) is never made
 * part of its caller, so the compiler begins anew here, however deep in others' calls this is, and
 * its limit of levels (15) is not reached before the system call. Where it is, memory segments are
 * made for real, 100 bytes a call, and what looks at one is called for real: some 25 ns. A test
 * (AllocationTest) sees to it.
 *
 * <p>MSG_TRUNC has the kernel tell the full size of a datagram, however much of it fits. A device
 * has no such thing: what may not fit is read into scratch memory and copied from there.
 *
 * <p>Only Unix-domain datagrams can exceed {@link ReactorTransfer#PROMPT_BYTES}. So if the memory
 * does, an array is filled in a prompt call only if the datagram at hand does not.
 */
public final class MessageReceiver {
  private static final byte[] NOTHING = {};

  private final ByteCalls bytes;
  private final MessageCalls messages;
  private final TransferMemory memory;
  private final UnixErrors errors;
  private final int flags;

  MessageReceiver(UnixCalls calls, TransferMemory memory) {
    this.bytes = calls.bytes();
    this.messages = calls.messages();
    this.memory = memory;
    this.errors = calls.system().errors();
    SocketNumbers sockets = calls.system().sockets();
    this.flags = sockets.MSG_TRUNC() | sockets.MSG_DONTWAIT();
  }

  /**
   * As {@link Transfer#tryReceive(ByteBuffer, NativeAddress.Box)}, from a socket.
   *
   * @param from that of the transfer
   */
  int receive(
      int descriptor, ByteBuffer destination, AddressMemory from, NativeAddress.Box sender) {
    int room = destination.remaining();
    boolean isLarge = room > ReactorTransfer.PROMPT_BYTES;
    int n;
    do {
      from.clear();
      if (destination.hasArray()) {
        byte[] array = destination.array();
        int offset = destination.arrayOffset() + destination.position();
        if (isLarge && peek(descriptor, from) > ReactorTransfer.PROMPT_BYTES) {
          try (Arena arena = Arena.ofConfined()) {
            MemorySegment copy = arena.allocate(ValueLayout.JAVA_BYTE, room);
            n = messages.recvfromLarge(descriptor, copy, flags, from, new WaitMemory(arena));
            int length = Math.clamp(n, 0, room);
            MemorySegment.copy(copy, ValueLayout.JAVA_BYTE, 0, array, offset, length);
          }
        } else {
          n = messages.recvfrom(descriptor, array, offset, room, flags, from);
        }
      } else if (isLarge) {
        Scratch scratch = memory.take();
        try {
          MemorySegment to = MemorySegment.ofBuffer(destination);
          n = messages.recvfromLarge(descriptor, to, flags, from, scratch.memory());
        } finally {
          memory.give(scratch);
        }
      } else {
        n = messages.recvfrom(descriptor, MemorySegment.ofBuffer(destination), flags, from);
      }
    } while (n == -UnixErrors.EINTR);
    if (n < 0) {
      return errors.pendingIfAgain(n);
    }
    NativeAddress found = from.received();
    if (found != sender.address()) { // mostly it is: a reference stored costs more than the look
      sender.put(found);
    }
    return n;
  }

  /** The size of the next datagram, or a negated error number, which the attempt meets again. */
  private int peek(int descriptor, AddressMemory from) {
    return messages.recvfrom(descriptor, NOTHING, 0, 0, flags | Posix.MSG_PEEK, from);
  }

  /** As {@link #receive}, from a device, whose packets have no sender. */
  int readPacket(int descriptor, ByteBuffer destination, Errno errno, NativeAddress.Box sender) {
    Scratch scratch = memory.take();
    try {
      int n;
      do {
        n = bytes.read(descriptor, scratch.address(), Scratch.SIZE, errno);
      } while (n == -UnixErrors.EINTR);
      if (n >= 0) {
        int length = Math.min(n, destination.remaining());
        destination.put(destination.position(), scratch.bytes(), 0, length);
        sender.put(NativeAddress.None.NONE);
      }
      return errors.pendingIfAgain(n);
    } finally {
      memory.give(scratch);
    }
  }
}
