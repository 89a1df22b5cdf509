// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.packetloom.Datagram;
import org.packetloom.platform.MessageTransfer;
import org.packetloom.platform.NativeAddress;
import org.packetloom.platform.Readiness;
import org.packetloom.platform.Transfer;

/**
 * Receives through a {@link Handle}, one datagram at a time or a batch: attempt, wait, attempt
 * again.
 *
 * <p>After a peer was chosen, datagrams of others are dropped which the system took in before it
 * knew of the peer: until there was nothing to receive once.
 *
 * <p>It is the box that receives the sender's address, guarded by the turn to read.
 */
abstract class DatagramInput extends NativeAddress.Box {
  private static final String RECEIVE = "receive";

  final Handle handle;
  final Transfer transfer;
  final MessageTransfer messages;
  final boolean isBlocking;
  final DescriptorDatagrams owner;

  /** The sender that was made public last, and what it was made from; guarded by the turn. */
  private NativeAddress known = NativeAddress.None.NONE;

  private Optional<SocketAddress> knownSender = Optional.empty();

  /** How often a peer was chosen; written under the lock of {@link ChosenPeer}. */
  private volatile int choice;

  /** The number of the choice since which nothing of others can be left; guarded by the turn. */
  private int cleanSince;

  /** Whether the system may join datagrams, so that they come in batches only; any thread's. */
  private volatile boolean mayBeJoined;

  DatagramInput(
      Handle handle, MessageTransfer messages, boolean isBlocking, DescriptorDatagrams owner) {
    this.handle = handle;
    this.transfer = handle.transfer();
    this.messages = messages;
    this.isBlocking = isBlocking;
    this.owner = owner;
  }

  /** A peer was chosen, under the lock of peers: datagrams of others may be left from before. */
  final void chosen() {
    choice++;
  }

  /** Whether the system may join datagrams from now on. */
  final void mayBeJoined(boolean isAllowed) {
    mayBeJoined = isAllowed;
  }

  final Datagram receive(ByteBuffer destination) throws IOException {
    ensureSingle(destination);
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
        handle.await(Transfer.READ, RECEIVE, seen, 0, destination.remaining());
      }
    } finally {
      handle.end(Transfer.READ);
    }
  }

  final Optional<Datagram> tryReceive(ByteBuffer destination) throws IOException {
    ensureSingle(destination);
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

  /**
   * Whether a datagram was taken beforehand: never. What the next receive touches is looked at on
   * the way, so that a reactor, which asks for many in a row, has it fetched for all at once.
   */
  final boolean hasKept() {
    return transfer.descriptor() < 0;
  }

  private void ensureSingle(ByteBuffer destination) {
    if (destination.isReadOnly()) {
      throw new IllegalArgumentException("destination is read-only");
    }
    if (mayBeJoined) {
      throw new IllegalStateException("receive offload is on: datagrams come in batches only");
    }
  }

  final int receive(Batch batch) throws IOException {
    handle.begin(Transfer.READ, RECEIVE);
    try {
      while (true) {
        int seen = handle.ready();
        boolean isWorthTrying = (seen & Readiness.READABLE) != 0 || !isBlocking;
        int result = isWorthTrying ? attempt(batch, seen) : Transfer.NOT_READY;
        if (result > 0) {
          return result;
        }
        handle.ensurePolled(seen, RECEIVE, Transfer.READ, 0);
        if (!isBlocking) {
          return 0;
        }
        handle.await(Transfer.READ, RECEIVE, seen, 0);
      }
    } finally {
      handle.end(Transfer.READ);
    }
  }

  final int tryReceive(Batch batch) throws IOException {
    if (!handle.tryTake(Transfer.READ, RECEIVE)) {
      return 0;
    }
    try {
      int seen = handle.ready();
      int result = attempt(batch, seen);
      handle.ensurePolled(seen, RECEIVE, Transfer.READ, 0);
      return Math.max(0, result);
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
      int now = choice;
      int result = transfer.tryReceive(destination, this);
      if (result >= 0 && (now == cleanSince || owner.isWanted(address()))) {
        return result;
      }
      if (result < 0 && !isToBeTriedAgain(result, now)) {
        return result;
      }
    }
  }

  /** How many datagrams were received, or NOT_READY. */
  private int attempt(Batch batch, int seen) throws IOException {
    if ((seen & Handle.FAILED) != 0) {
      return Transfer.NOT_READY;
    }
    while (true) {
      int now = choice;
      int result = messages.tryReceive(batch.memory());
      if (result > 0) {
        int wanted = now == cleanSince ? result : dropUnwanted(batch, result);
        handle.countRead(batch.received(wanted));
        if (wanted > 0) {
          return wanted;
        }
      } else if (!isToBeTriedAgain(result, now)) {
        return result;
      }
    }
  }

  private int dropUnwanted(Batch batch, int count) {
    int wanted = 0;
    for (int i = 0; i < count; i++) {
      if (owner.isWanted(batch.memory().peer(i))) {
        if (wanted != i) {
          batch.memory().move(i, wanted);
        }
        wanted++;
      }
    }
    return wanted;
  }

  /** After an attempt that received nothing: false to wait, or throws. */
  private boolean isToBeTriedAgain(int result, int before) throws IOException {
    if (result == Transfer.NOT_READY) {
      cleanSince = before;
      owner.tellErrors();
      return false;
    }
    if (result == MessageTransfer.UNSUPPORTED) {
      throw DescriptorDatagrams.noBatches(owner.uri());
    }
    if (owner.tellErrors() && !owner.isConnected()) {
      return true; // it was about a datagram sent before
    }
    throw handle.failure(RECEIVE, Transfer.READ, result, 0);
  }

  private Datagram datagram(ByteBuffer destination, int fullSize) {
    int size = Math.min(fullSize, destination.remaining());
    handle.countRead(size);
    destination.position(destination.position() + size);
    NativeAddress from = address();
    if (from != known) {
      known = from;
      knownSender = DescriptorDatagrams.nameOf(from);
    }
    return new Datagram(size, fullSize, knownSender);
  }
}
