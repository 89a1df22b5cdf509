// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.unix;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import org.packetloom.platform.NativeAddress;
import org.packetloom.platform.Transfer;

/**
 * Attempts to receive single messages: the reading half of a {@link ReactorTransfer} for messages.
 * Belongs to whoever reads.
 *
 * <p>MSG_TRUNC has the kernel tell the full size of a datagram, however much of it fits. A device
 * has no such thing: what may not fit is read into scratch memory and copied from there.
 *
 * <p>Only Unix-domain datagrams can exceed {@link ReactorTransfer#PROMPT_BYTES}. So if the memory
 * does, an array is filled in a prompt call only if the datagram at hand does not.
 */
public final class MessageReceiver {
  private static final byte[] NOTHING = {};

  private final int descriptor;
  private final boolean isDevice;
  private final ByteCalls bytes;
  private final MessageCalls messages;
  private final TransferMemory memory;
  private final UnixErrors errors;
  private final int flags;
  private final AddressMemory from;
  private final Errno errno;

  MessageReceiver(int descriptor, boolean isDevice, UnixCalls calls, TransferMemory memory) {
    this.descriptor = descriptor;
    this.isDevice = isDevice;
    this.bytes = calls.bytes();
    this.messages = calls.messages();
    this.memory = memory;
    this.errors = calls.system().errors();
    SocketNumbers sockets = calls.system().sockets();
    this.flags = sockets.MSG_TRUNC() | sockets.MSG_DONTWAIT();
    this.from = new AddressMemory(calls.system().addresses());
    this.errno = memory.errno();
  }

  /** As {@link Transfer#tryReceive(ByteBuffer, NativeAddress.Box)}. */
  int receive(ByteBuffer destination, NativeAddress.Box sender) {
    int n;
    do {
      n = isDevice ? readPacket(destination) : receiveOnce(destination);
    } while (n == -UnixErrors.EINTR);
    if (n >= 0) {
      sender.put(isDevice ? NativeAddress.None.NONE : from.received());
    }
    return errors.pendingIfAgain(n);
  }

  private int receiveOnce(ByteBuffer destination) {
    from.clear();
    boolean isLarge = destination.remaining() > ReactorTransfer.PROMPT_BYTES;
    if (!destination.hasArray()) {
      return isLarge ? receiveLarge(destination) : receiveDirect(destination);
    }
    if (isLarge && nextSize() > ReactorTransfer.PROMPT_BYTES) {
      return receiveCopy(destination);
    }
    int offset = destination.arrayOffset() + destination.position();
    byte[] array = destination.array();
    return messages.recvfrom(
        descriptor, array, offset, destination.remaining(), flags, from, errno);
  }

  private int receiveDirect(ByteBuffer destination) {
    MemorySegment to = MemorySegment.ofBuffer(destination);
    return messages.recvfrom(descriptor, to, flags, from, errno);
  }

  private int receiveLarge(ByteBuffer destination) {
    Scratch scratch = memory.take();
    try {
      MemorySegment to = MemorySegment.ofBuffer(destination);
      return messages.recvfromLarge(descriptor, to, flags, from, scratch.memory());
    } finally {
      memory.give(scratch);
    }
  }

  /** The size of the next datagram, or a negated error number, which the attempt meets again. */
  private int nextSize() {
    int peek = flags | Posix.MSG_PEEK;
    return messages.recvfrom(descriptor, NOTHING, 0, 0, peek, from, errno);
  }

  private int receiveCopy(ByteBuffer destination) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment copy = arena.allocate(ValueLayout.JAVA_BYTE, destination.remaining());
      WaitMemory waiting = new WaitMemory(arena);
      int n = messages.recvfromLarge(descriptor, copy, flags, from, waiting);
      if (n > 0) {
        int length = Math.min(n, destination.remaining());
        destination.put(destination.position(), copy.asByteBuffer(), 0, length);
      }
      return n;
    }
  }

  private int readPacket(ByteBuffer destination) {
    Scratch scratch = memory.take();
    try {
      int n = bytes.read(descriptor, scratch.address(), Scratch.SIZE, errno);
      if (n > 0) {
        int length = Math.min(n, destination.remaining());
        destination.put(destination.position(), scratch.bytes(), 0, length);
      }
      return n;
    } finally {
      memory.give(scratch);
    }
  }
}
