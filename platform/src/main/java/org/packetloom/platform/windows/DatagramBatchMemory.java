// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.windows;

import java.lang.foreign.MemorySegment;
import org.packetloom.platform.NativeAddress;
import org.packetloom.platform.messages.AbstractMessageBatch;
import org.packetloom.platform.messages.KnownAddresses;

/** The memory of a batch, and what one call needs, as Windows moves one message at a time. */
final class DatagramBatchMemory extends AbstractMessageBatch {
  private static final long NAME_ROOM = KnownAddresses.ROOM;

  private final MemorySegment call;
  private final CallState callState;
  private final PacketInfos infos;

  DatagramBatchMemory(int capacity, int bytesEach) {
    super(capacity, bytesEach, new KnownAddresses(SocketAddresses::decode));
    call = arena().allocate(DatagramMemory.CONTROL + DatagramMemory.CONTROL_ROOM, 16);
    callState = new CallState(arena());
    infos = new PacketInfos(near());
  }

  @Override
  protected int encode(NativeAddress peer, long at) {
    return peer instanceof NativeAddress.None
        ? 0
        : SocketAddresses.encode(peer, names().asSlice(at, NAME_ROOM));
  }

  /** Receives a message by one call: 0, or the negated error number. */
  int receive(int index, long socket) {
    DatagramMemory.prepareToReceive(call, 0, bytes(index), bytesEach());
    DatagramMemory.describe(call, 0, 2, SocketAddresses.SIZE, DatagramMemory.CONTROL_ROOM);
    int result = WinsockMessages.receiveMessage(socket, call.address(), callState);
    if (result < 0) {
      return result;
    }
    received(index, DatagramMemory.count(call, 0));
    nameSize(index, DatagramMemory.messageNameSize(call, 0));
    MemorySegment.copy(call, DatagramMemory.NAME, names(), index * NAME_ROOM, NAME_ROOM);
    infos.take(index, call, DatagramMemory.CONTROL, DatagramMemory.controlSize(call, 0));
    return 0;
  }

  /** Takes over a message that was received elsewhere. */
  void receive(int index, MemorySegment from, int fullSize, MemorySegment name, int nameSize) {
    int length = (int) Math.min(Math.min(fullSize, bytesEach()), from.byteSize());
    received(index, fullSize);
    cut(index, length);
    MemorySegment.copy(from, 0, bytes(), place(index), length);
    MemorySegment.copy(name, 0, names(), index * NAME_ROOM, NAME_ROOM);
    nameSize(index, nameSize);
  }

  /** Sends a part of a message by one call: 0, or the negated error number. */
  int send(int index, int from, int length, HandleEntry socket) {
    DatagramMemory.prepareToSend(call, 0, bytes(index) + from, length);
    MemorySegment.copy(names(), index * NAME_ROOM, call, DatagramMemory.NAME, NAME_ROOM);
    int nameSize = nameSize(index);
    if (nameSize > 0) {
      MemorySegment name = call.asSlice(DatagramMemory.NAME, NAME_ROOM);
      nameSize = SocketAddresses.fit(name, nameSize, socket.family());
    }
    if (nameSize < 0) {
      return nameSize;
    }
    if (!near().isSet(index)) {
      return WinsockMessages.send(socket.handle(), call.address(), nameSize, callState);
    }
    boolean is6 = nameSize > 0 && SocketAddresses.isVersion6(call, DatagramMemory.NAME);
    int controlSize = infos.put(index, call, DatagramMemory.CONTROL, is6);
    DatagramMemory.describe(call, 0, 1, nameSize, controlSize);
    return WinsockMessages.sendMessage(socket.handle(), call.address(), callState);
  }
}
