// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.packetloom.platform.MessageTransfer;
import org.packetloom.platform.NativeAddress;
import org.packetloom.platform.Readiness;
import org.packetloom.platform.Transfer;

/**
 * Sends through a {@link Handle}, one datagram at a time or a batch: attempt, wait, attempt again.
 * Receives as {@link DatagramInput} does, which it is too: with many connectors that are used in
 * turn each object is one to wait for.
 *
 * <p>An unconnected Unix-domain socket whose receiver is full cannot be waited for: no event tells
 * when there is room, and each attempt raises one that tells nothing. The attempt is repeated after
 * 1 ms, then after twice as long each time, up to 50 ms.
 */
final class DatagramFlow extends DatagramInput {
  private static final String SEND = "send";

  /** The peer of the last send and what the system calls it; guarded by the turn to write. */
  private @Nullable SocketAddress knownPeer;

  private NativeAddress knownNative = NativeAddress.None.NONE;

  DatagramFlow(
      Handle handle, MessageTransfer messages, boolean isBlocking, DescriptorDatagrams owner) {
    super(handle, messages, isBlocking, owner);
  }

  /**
   * Sends to a peer.
   *
   * @param peer empty for the chosen one
   */
  void send(ByteBuffer source, Optional<SocketAddress> peer) throws IOException {
    send(source, peer, null);
  }

  /**
   * Sends to a peer that may have another name for the length of the call.
   *
   * @param name null to find it
   */
  void send(ByteBuffer source, Optional<SocketAddress> peer, @Nullable NativeAddress name)
      throws IOException {
    handle.begin(Transfer.WRITE, SEND);
    try {
      NativeAddress to = name == null ? toNative(peer) : name;
      long pause = Connecting.FIRST_PAUSE_NANOS;
      while (true) {
        int seen = handle.ready();
        boolean isWorthTrying = (seen & Readiness.WRITABLE) != 0 || !isBlocking;
        if (isWorthTrying && attempt(source, to, peer, seen)) {
          return;
        }
        handle.ensurePolled(seen, SEND, Transfer.WRITE, 0);
        if (!isBlocking) {
          if (handle.settle(Transfer.WRITE, SEND, 0)) {
            continue;
          }
          return;
        }
        if (owner.isAnnounced(peer)) {
          handle.await(Transfer.WRITE, SEND, seen, 0);
        } else {
          handle.rest(Transfer.WRITE, SEND, handle.timers().now() + pause, 0);
          pause = Math.min(2 * pause, Connecting.LONGEST_PAUSE_NANOS);
        }
      }
    } finally {
      handle.end(Transfer.WRITE);
    }
  }

  boolean trySend(ByteBuffer source, Optional<SocketAddress> peer) throws IOException {
    return trySend(source, peer, null);
  }

  /** As {@link #send(ByteBuffer, Optional, NativeAddress)}, without waiting. */
  boolean trySend(ByteBuffer source, Optional<SocketAddress> peer, @Nullable NativeAddress name)
      throws IOException {
    if (!handle.tryTake(Transfer.WRITE, SEND)) {
      return false;
    }
    try {
      NativeAddress to = name == null ? toNative(peer) : name;
      do {
        int seen = handle.ready();
        if (attempt(source, to, peer, seen)) {
          return true;
        }
        handle.ensurePolled(seen, SEND, Transfer.WRITE, 0);
      } while (handle.settle(Transfer.WRITE, SEND, 0));
      return false;
    } finally {
      handle.release(Transfer.WRITE);
    }
  }

  /** Whether the datagram was taken. */
  private boolean attempt(
      ByteBuffer source, NativeAddress to, Optional<SocketAddress> peer, int seen)
      throws IOException {
    if ((seen & Handle.FAILED) != 0) {
      return false;
    }
    while (true) {
      int result = transfer.trySend(source, to);
      if (result >= 0) {
        handle.countWritten(source.remaining());
        source.position(source.limit());
        return true;
      }
      if (!isToBeTriedAgain(result, peer, source.remaining(), 0)) {
        return false;
      }
    }
  }

  /** After an attempt that sent nothing: false to wait, or throws. */
  private boolean isToBeTriedAgain(int result, Optional<SocketAddress> peer, int size, long moved)
      throws IOException {
    if (result == Transfer.NOT_READY) {
      owner.tellErrors();
      return false;
    }
    if (result == MessageTransfer.UNSUPPORTED) {
      throw DescriptorDatagrams.noBatches(owner.uri());
    }
    if (owner.tellErrors() && !owner.isConnected() && !owner.isTooLarge(result)) {
      return true; // it was about a datagram sent before
    }
    throw owner.sendFailure(SEND, peer, result, handle.elapsed(Transfer.WRITE), size, moved);
  }

  // ---- batches

  void send(Batch batch) throws IOException {
    handle.begin(Transfer.WRITE, SEND);
    try {
      long moved = 0;
      long pause = Connecting.FIRST_PAUSE_NANOS;
      while (batch.position() < batch.count()) {
        int seen = handle.ready();
        boolean isWorthTrying = (seen & Readiness.WRITABLE) != 0 || !isBlocking;
        int sent = isWorthTrying ? attempt(batch, seen, moved) : 0;
        if (sent > 0) {
          long bytes = batch.sent(sent);
          handle.countWritten(bytes);
          moved += bytes;
          handle.rollAnew(Transfer.WRITE);
          pause = Connecting.FIRST_PAUSE_NANOS;
          continue;
        }
        handle.ensurePolled(seen, SEND, Transfer.WRITE, moved);
        if (!isBlocking) {
          return;
        }
        if (owner.isAnnounced(batch.peer(batch.position()))) {
          handle.await(Transfer.WRITE, SEND, seen, moved);
        } else {
          handle.rest(Transfer.WRITE, SEND, handle.timers().now() + pause, moved);
          pause = Math.min(2 * pause, Connecting.LONGEST_PAUSE_NANOS);
        }
      }
    } finally {
      handle.end(Transfer.WRITE);
    }
  }

  int trySend(Batch batch) throws IOException {
    if (!handle.tryTake(Transfer.WRITE, SEND)) {
      return 0;
    }
    try {
      int first = batch.position();
      long moved = 0;
      while (batch.position() < batch.count()) {
        int seen = handle.ready();
        int sent = attempt(batch, seen, moved);
        handle.ensurePolled(seen, SEND, Transfer.WRITE, moved);
        if (sent == 0) {
          break;
        }
        long bytes = batch.sent(sent);
        handle.countWritten(bytes);
        moved += bytes;
      }
      return batch.position() - first;
    } finally {
      handle.release(Transfer.WRITE);
    }
  }

  /** How many datagrams were taken, 0 for none now. */
  private int attempt(Batch batch, int seen, long moved) throws IOException {
    if ((seen & Handle.FAILED) != 0) {
      return 0;
    }
    int position = batch.position();
    while (true) {
      int result = messages.trySend(batch.memory(), position, batch.count());
      if (result > 0) {
        return result;
      }
      long all = moved + batch.memory().sentBytes(position);
      if (!isToBeTriedAgain(result, batch.peer(position), batch.size(position), all)) {
        return 0;
      }
    }
  }

  /** Addresses are compared by identity, as equal ones may differ in their scope. */
  private NativeAddress toNative(Optional<SocketAddress> peer) {
    if (peer.isEmpty()) {
      return NativeAddress.None.NONE;
    }
    SocketAddress address = peer.get();
    if (address != knownPeer) {
      knownNative = owner.toNative(address);
      knownPeer = address;
    }
    return knownNative;
  }
}
