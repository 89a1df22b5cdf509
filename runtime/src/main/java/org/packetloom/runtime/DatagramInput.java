// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.packetloom.Datagram;
import org.packetloom.platform.NativeAddress;
import org.packetloom.platform.Readiness;
import org.packetloom.platform.Transfer;

/**
 * Receives through a {@link Handle}, one datagram at a time: attempt, wait, attempt again.
 *
 * <p>While there is a chosen peer, datagrams of others are dropped: those that the system took in
 * before it knew of the peer.
 */
final class DatagramInput {
  private static final String RECEIVE = "receive";

  private final Handle handle;
  private final Transfer transfer;
  private final boolean isBlocking;
  private final DescriptorDatagrams owner;

  /** Receives the sender's address; guarded by the turn to read. */
  private final NativeAddress.Box sender = new NativeAddress.Box();

  /** The sender that was made public last, and what it was made from; guarded by the turn. */
  private NativeAddress known = NativeAddress.None.NONE;

  private Optional<SocketAddress> knownSender = Optional.empty();

  DatagramInput(Handle handle, boolean isBlocking, DescriptorDatagrams owner) {
    this.handle = handle;
    this.transfer = handle.transfer();
    this.isBlocking = isBlocking;
    this.owner = owner;
  }

  Datagram receive(ByteBuffer destination) throws IOException {
    handle.begin(Transfer.READ, RECEIVE);
    try {
      while (true) {
        int seen = handle.ready();
        boolean isWorthTrying = (seen & Readiness.READABLE) != 0 || !isBlocking;
        int result = isWorthTrying ? attempt(destination, seen) : Transfer.NOT_READY;
        if (result >= 0) {
          return datagram(destination, result);
        }
        handle.ensurePolled(seen, RECEIVE, Transfer.READ, 0);
        if (!isBlocking) {
          return Datagram.NONE;
        }
        handle.await(Transfer.READ, RECEIVE, seen, 0);
      }
    } finally {
      handle.end(Transfer.READ);
    }
  }

  Optional<Datagram> tryReceive(ByteBuffer destination) throws IOException {
    if (!handle.tryTake(Transfer.READ, RECEIVE)) {
      return Optional.empty();
    }
    try {
      int seen = handle.ready();
      int result = attempt(destination, seen);
      if (result >= 0) {
        return Optional.of(datagram(destination, result));
      }
      handle.ensurePolled(seen, RECEIVE, Transfer.READ, 0);
      return Optional.empty();
    } finally {
      handle.release(Transfer.READ);
    }
  }

  /** The full size, or NOT_READY. */
  private int attempt(ByteBuffer destination, int seen) throws IOException {
    if ((seen & Handle.FAILED) != 0) {
      return Transfer.NOT_READY;
    }
    while (true) {
      int result = transfer.tryReceive(destination, sender);
      if (result >= 0 && !owner.isWanted(sender.address())) {
        continue;
      }
      if (result < 0 && result != Transfer.NOT_READY) {
        throw handle.failure(RECEIVE, Transfer.READ, result, 0);
      }
      return result;
    }
  }

  private Datagram datagram(ByteBuffer destination, int fullSize) {
    int size = Math.min(fullSize, destination.remaining());
    destination.position(destination.position() + size);
    NativeAddress from = sender.address();
    if (from != known) {
      known = from;
      knownSender = DescriptorDatagrams.nameOf(from);
    }
    return new Datagram(size, fullSize, knownSender);
  }
}
