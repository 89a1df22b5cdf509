// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.unix;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import org.packetloom.platform.NativeAddress;
import org.packetloom.platform.Transfer;

/**
 * Attempts to send single messages: the writing half of a {@link ReactorTransfer} for messages.
 * Belongs to whoever writes.
 *
 * <p>A datagram cannot be cut: one beyond {@link ReactorTransfer#PROMPT_BYTES}, which only
 * Unix-domain sockets may take, goes in a waiting call, and from an array by way of a copy.
 */
public final class MessageSender {
  private final int descriptor;
  private final boolean isDevice;
  private final ByteCalls bytes;
  private final MessageCalls messages;
  private final UnixErrors errors;
  private final int flags;
  private final AddressMemory to;
  private final Errno errno;

  MessageSender(int descriptor, boolean isDevice, UnixCalls calls, TransferMemory memory) {
    this.descriptor = descriptor;
    this.isDevice = isDevice;
    this.bytes = calls.bytes();
    this.messages = calls.messages();
    this.errors = calls.system().errors();
    SocketNumbers sockets = calls.system().sockets();
    this.flags = sockets.MSG_DONTWAIT() | sockets.MSG_NOSIGNAL();
    this.to = new AddressMemory(calls.system().addresses());
    this.errno = memory.errno();
  }

  /** As {@link Transfer#trySend(ByteBuffer, NativeAddress)}. */
  int send(ByteBuffer source, NativeAddress peer) {
    int length = to.put(peer);
    if (length < 0) {
      return length;
    }
    int n;
    do {
      n = sendOnce(source);
    } while (n == -UnixErrors.EINTR);
    return errors.pendingIfAgain(n);
  }

  private int sendOnce(ByteBuffer source) {
    boolean isLarge = source.remaining() > ReactorTransfer.PROMPT_BYTES;
    if (isLarge || !source.hasArray() && !source.isDirect()) {
      return sendCopy(source);
    }
    if (!source.hasArray()) {
      return sendDirect(source);
    }
    int offset = source.arrayOffset() + source.position();
    int length = source.remaining();
    return isDevice
        ? bytes.write(descriptor, source.array(), offset, length, errno)
        : messages.sendto(descriptor, source.array(), offset, length, flags, to, errno);
  }

  private int sendDirect(ByteBuffer source) {
    MemorySegment from = MemorySegment.ofBuffer(source);
    return isDevice
        ? bytes.write(descriptor, from, errno)
        : messages.sendto(descriptor, from, flags, to, errno);
  }

  private int sendCopy(ByteBuffer source) {
    try (Arena arena = Arena.ofConfined()) {
      WaitMemory waiting = new WaitMemory(arena);
      MemorySegment from = MemorySegment.ofBuffer(source);
      if (!source.isDirect()) {
        MemorySegment copy = arena.allocate(ValueLayout.JAVA_BYTE, from.byteSize());
        from = copy.copyFrom(from);
      }
      return isDevice
          ? bytes.writeLarge(descriptor, from, waiting)
          : messages.sendtoLarge(descriptor, from, flags, to, waiting);
    }
  }
}
