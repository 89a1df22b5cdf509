// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.unix;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import org.packetloom.platform.NativeAddress;
import org.packetloom.platform.Transfer;

/**
 * Attempts to send single messages: the writing half of every {@link ReactorTransfer} for messages.
 * Safe for use by any thread, and one long method, as {@link MessageReceiver} is.
 *
 * <p>A datagram cannot be cut: one beyond {@link ReactorTransfer#PROMPT_BYTES}, which only
 * Unix-domain sockets may take, goes in a waiting call, and from an array by way of a copy.
 */
public final class MessageSender {
  private final ByteCalls bytes;
  private final MessageCalls messages;
  private final UnixErrors errors;
  private final int flags;

  MessageSender(UnixCalls calls) {
    this.bytes = calls.bytes();
    this.messages = calls.messages();
    this.errors = calls.system().errors();
    SocketNumbers sockets = calls.system().sockets();
    this.flags = sockets.MSG_DONTWAIT() | sockets.MSG_NOSIGNAL();
  }

  /**
   * As {@link Transfer#trySend(ByteBuffer, NativeAddress)}.
   *
   * @param isDevice whether it is not a socket, and packets have no peer
   * @param to that of the transfer
   */
  int send(
      int descriptor, boolean isDevice, ByteBuffer source, AddressMemory to, NativeAddress peer) {
    int put = to.put(peer);
    if (put < 0) {
      return put;
    }
    boolean isLarge = source.remaining() > ReactorTransfer.PROMPT_BYTES;
    int n;
    do {
      if (isLarge || !source.hasArray() && !source.isDirect()) {
        try (Arena arena = Arena.ofConfined()) {
          MemorySegment from = MemorySegment.ofBuffer(source);
          if (!source.isDirect()) {
            from = arena.allocate(ValueLayout.JAVA_BYTE, from.byteSize()).copyFrom(from);
          }
          WaitMemory waiting = new WaitMemory(arena);
          n =
              isDevice
                  ? bytes.writeLarge(descriptor, from, waiting)
                  : messages.sendtoLarge(descriptor, from, flags, to, waiting);
        }
      } else if (source.hasArray()) {
        byte[] array = source.array();
        int offset = source.arrayOffset() + source.position();
        int length = source.remaining();
        n =
            isDevice
                ? bytes.write(descriptor, array, offset, length, to)
                : messages.sendto(descriptor, array, offset, length, flags, to);
      } else {
        MemorySegment from = MemorySegment.ofBuffer(source);
        n =
            isDevice
                ? bytes.write(descriptor, from, to)
                : messages.sendto(descriptor, from, flags, to);
      }
    } while (n == -UnixErrors.EINTR);
    return n < 0 ? errors.pendingIfAgain(n) : n;
  }
}
