// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.packetloom.platform.NativeAddress;
import org.packetloom.platform.Readiness;
import org.packetloom.platform.Transfer;

/**
 * Sends through a {@link Handle}, one datagram at a time: attempt, wait, attempt again.
 *
 * <p>An unconnected Unix-domain socket whose receiver is full cannot be waited for: no event tells
 * when there is room, and each attempt raises one that tells nothing. The attempt is repeated after
 * 1 ms, then after twice as long each time, up to 50 ms.
 */
final class DatagramOutput {
  private static final String SEND = "send";

  private final Handle handle;
  private final Transfer transfer;
  private final boolean isBlocking;
  private final DescriptorDatagrams owner;

  /** The peer of the last send and what the system calls it; guarded by the turn to write. */
  private @Nullable SocketAddress known;

  private NativeAddress knownNative = NativeAddress.None.NONE;

  DatagramOutput(Handle handle, boolean isBlocking, DescriptorDatagrams owner) {
    this.handle = handle;
    this.transfer = handle.transfer();
    this.isBlocking = isBlocking;
    this.owner = owner;
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
          handle.rest(Transfer.WRITE, SEND, handle.timers().now() + pause);
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
    int result = transfer.trySend(source, to);
    if (result >= 0) {
      source.position(source.limit());
      return true;
    }
    if (result != Transfer.NOT_READY) {
      Lane lane = handle.lane(Transfer.WRITE);
      throw owner.sendFailure(SEND, peer, result, lane.elapsed(lane.head), source.remaining());
    }
    return false;
  }

  /** Addresses are compared by identity, as equal ones may differ in their scope. */
  private NativeAddress toNative(Optional<SocketAddress> peer) {
    if (peer.isEmpty()) {
      return NativeAddress.None.NONE;
    }
    SocketAddress address = peer.get();
    if (address != known) {
      knownNative = Addresses.toNative(address);
      known = address;
    }
    return knownNative;
  }
}
