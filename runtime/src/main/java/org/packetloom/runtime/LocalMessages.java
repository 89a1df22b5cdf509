// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.packetloom.CapabilityException;
import org.packetloom.FailureDetail;
import org.packetloom.LocalMessage;
import org.packetloom.Passable;
import org.packetloom.PassedDescriptor;
import org.packetloom.PeerCredentials;
import org.packetloom.RecordTooLongException;
import org.packetloom.platform.Attachments;
import org.packetloom.platform.LocalTransfer;
import org.packetloom.platform.NativeAddress;
import org.packetloom.platform.Readiness;
import org.packetloom.platform.SocketType;
import org.packetloom.platform.Transfer;

/** Sends and receives messages with descriptors through a {@link Handle}: attempt, wait, again. */
final class LocalMessages {
  private static final String SEND = "send";
  private static final String RECEIVE = "receive";

  private final DescriptorConnector owner;
  private final Opening opening;
  private final Handle in;
  private final Handle out;
  private final SocketType type;
  private final boolean isBlocking;
  private final Optional<LocalTransfer> receiving;
  private final Optional<LocalTransfer> sending;

  LocalMessages(DescriptorConnector owner, Handle in, Handle out, SocketType type) {
    this.owner = owner;
    this.opening = owner.opening;
    this.in = in;
    this.out = out;
    this.type = type;
    this.isBlocking = opening.settings().isBlocking();
    this.receiving = in.transfer().local();
    this.sending = out.transfer().local();
  }

  /** What moves messages with more than bytes, if the poller has such a thing. */
  private LocalTransfer ensure(Optional<LocalTransfer> local) throws CapabilityException {
    return local.orElseThrow(
        () ->
            new CapabilityException(
                "messages of " + owner, "this poller moves bytes only", "choose another poller"));
  }

  // ---- receiving

  LocalMessage receive(ByteBuffer destination, int most) throws IOException {
    Attachments into = room(destination, most);
    in.begin(Transfer.READ, RECEIVE);
    try {
      while (true) {
        int seen = in.ready();
        boolean isWorthTrying = (seen & Readiness.READABLE) != 0 || !isBlocking;
        int result = isWorthTrying ? attempt(destination, into, seen) : Transfer.NOT_READY;
        if (result != Transfer.NOT_READY) {
          return message(destination, into, result);
        }
        in.ensurePolled(seen, RECEIVE, Transfer.READ, 0);
        if (!isBlocking) {
          throw Failures.timeout(RECEIVE, owner.endpoints(Transfer.READ), -1, 0);
        }
        in.await(Transfer.READ, RECEIVE, seen, 0);
      }
    } finally {
      in.end(Transfer.READ);
    }
  }

  Optional<LocalMessage> tryReceive(ByteBuffer destination, int most) throws IOException {
    Attachments into = room(destination, most);
    if (!in.tryTake(Transfer.READ, RECEIVE)) {
      return Optional.empty();
    }
    try {
      int seen = in.ready();
      int result = attempt(destination, into, seen);
      if (result != Transfer.NOT_READY) {
        return Optional.of(message(destination, into, result));
      }
      in.ensurePolled(seen, RECEIVE, Transfer.READ, 0);
      return Optional.empty();
    } finally {
      in.release(Transfer.READ);
    }
  }

  private Attachments room(ByteBuffer destination, int most) {
    if (destination.isReadOnly()) {
      throw new IllegalArgumentException("destination is read-only");
    }
    if (type == SocketType.STREAM && !destination.hasRemaining()) {
      throw new IllegalArgumentException("no room for a byte of the stream");
    }
    return new Attachments(most);
  }

  /** The full size, END or NOT_READY. */
  private int attempt(ByteBuffer destination, Attachments into, int seen) throws IOException {
    if ((seen & Handle.FAILED) != 0) {
      return Transfer.NOT_READY;
    }
    if ((seen & Handle.INPUT_ENDED) != 0) {
      return LocalTransfer.END;
    }
    if (type == SocketType.SEQPACKET) {
      int next = nextRecord(RECEIVE, destination.remaining(), 0);
      if (next < 0) {
        return next;
      }
    }
    int result = ensure(receiving).tryReceive(destination, into);
    return isOutcome(result) ? result : failed(RECEIVE, result, 0);
  }

  /** The size of the next record, END or NOT_READY; fails if there is less room for it. */
  int nextRecord(String operation, int room, long moved) throws IOException {
    int next = ensure(receiving).nextRecord();
    if (!isOutcome(next)) {
      return failed(operation, next, moved);
    }
    if (next > room) {
      String cause = "a record of " + next + " bytes, room for " + room;
      String endpoints = owner.endpoints(Transfer.READ);
      throw new RecordTooLongException(
          new FailureDetail(operation, endpoints, cause, 0, -1, moved), next);
    }
    return next;
  }

  private static boolean isOutcome(int result) {
    return result >= 0 || result == Transfer.NOT_READY || result == LocalTransfer.END;
  }

  private int failed(String operation, int result, long moved) throws IOException {
    throw in.failure(operation, Transfer.READ, result, moved);
  }

  private LocalMessage message(ByteBuffer destination, Attachments came, int result) {
    boolean isEnd = result == LocalTransfer.END;
    int fullSize = isEnd ? 0 : result;
    int size = Math.min(fullSize, destination.remaining());
    in.countRead(size);
    destination.position(destination.position() + size);
    String endpoints = owner.endpoints(Transfer.READ);
    List<PassedDescriptor> descriptors =
        IntStream.of(isEnd ? new int[0] : came.descriptors())
            .<PassedDescriptor>mapToObj(number -> HeldDescriptor.of(opening, endpoints, number))
            .toList();
    return new LocalMessage(
        size,
        fullSize,
        isEnd,
        type == SocketType.DATAGRAM ? DescriptorDatagrams.nameOf(came.sender()) : Optional.empty(),
        descriptors,
        !isEnd && came.isCut(),
        isEnd ? Optional.empty() : came.process().map(LocalMessages::credentials));
  }

  private static PeerCredentials credentials(Attachments.Sender sender) {
    return new PeerCredentials(
        sender.process(),
        Integer.toUnsignedLong(sender.user()),
        Integer.toUnsignedLong(sender.group()),
        List.of());
  }

  // ---- sending

  /**
   * Sends all remaining bytes; the descriptors go with the first of them.
   *
   * @param peer what the system calls the peer, none for the connected one
   */
  void send(
      ByteBuffer source,
      List<? extends Passable> passed,
      NativeAddress peer,
      Optional<SocketAddress> named)
      throws IOException {
    if (type == SocketType.STREAM && !source.hasRemaining()) {
      throw new IllegalArgumentException("descriptors need a byte of the stream to go with");
    }
    try (PassedNumbers numbers = PassedNumbers.of(passed)) {
      out.begin(Transfer.WRITE, SEND);
      try {
        sendAll(source, numbers.numbers(), peer, named);
      } finally {
        out.end(Transfer.WRITE);
      }
    }
  }

  private void sendAll(
      ByteBuffer source, int[] numbers, NativeAddress peer, Optional<SocketAddress> named)
      throws IOException {
    int moved = 0;
    boolean isSent = false;
    long pause = Connecting.FIRST_PAUSE_NANOS;
    while (!isSent || source.hasRemaining()) {
      int seen = out.ready();
      boolean isWorthTrying =
          (seen & Handle.FAILED) == 0 && ((seen & Readiness.WRITABLE) != 0 || !isBlocking);
      int result =
          isWorthTrying
              ? ensure(sending).trySend(source, peer, isSent ? new int[0] : numbers)
              : Transfer.NOT_READY;
      if (result >= 0) {
        isSent = true;
        source.position(source.position() + result);
        moved += result;
        out.countWritten(result);
        out.rollAnew(Transfer.WRITE);
        continue;
      }
      if (result != Transfer.NOT_READY) {
        throw failure(result, source.remaining(), moved, named);
      }
      out.ensurePolled(seen, SEND, Transfer.WRITE, moved);
      if (!isBlocking) {
        throw Failures.timeout(SEND, owner.endpoints(Transfer.WRITE), -1, moved);
      }
      if (named.isEmpty()) {
        out.await(Transfer.WRITE, SEND, seen, moved);
      } else { // no event tells when an unconnected socket's receiver has room
        rest(pause, moved);
        pause = Math.min(2 * pause, Connecting.LONGEST_PAUSE_NANOS);
      }
    }
  }

  private void rest(long nanos, long moved) throws IOException {
    Lane lane = out.lane(Transfer.WRITE);
    lane.await(lane, () -> false, SEND, moved, out.timers().now() + nanos);
  }

  private IOException failure(int result, int size, long moved, Optional<SocketAddress> named) {
    String endpoints =
        named
            .map(to -> owner.endpoints(Transfer.WRITE) + " -> " + Addresses.text(to))
            .orElseGet(() -> owner.endpoints(Transfer.WRITE));
    long elapsed = out.elapsed(Transfer.WRITE);
    return tooLargeOr(SEND, endpoints, result, elapsed, size, moved);
  }

  /** The exception of a write that failed, also if its record is beyond what the system takes. */
  IOException tooLargeOr(
      String operation, String endpoints, int result, long elapsed, int size, long moved) {
    return opening.failures().isTooLarge(result)
        ? opening
            .failures()
            .tooLarge(operation, endpoints, result, elapsed, moved, size, OptionalLong.empty())
        : opening.failures().of(operation, endpoints, result, elapsed, moved);
  }
}
