// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.unix;

import java.lang.foreign.Arena;
import java.util.ArrayDeque;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The native memory of a poller's transfers. Safe for use by any thread.
 *
 * <p>Scratch is lent for the length of a call: there are as many pieces as were ever in use at
 * once, which is the number of threads that run, not of connections. Error numbers have memory of
 * their own in each transfer.
 */
public final class TransferMemory {
  private final Arena arena = Arena.ofShared(); // closed in close(), after the last transfer left
  private final ErrnoMemory errnos = new ErrnoMemory();
  private final ReentrantLock piecesLock = new ReentrantLock();
  private final ArrayDeque<Scratch> pieces = new ArrayDeque<>(); // guarded by piecesLock
  private @Nullable MessageReceiver receiver; // null until first used; any thread's
  private @Nullable MessageSender sender; // null until first used; any thread's

  /** Memory for error numbers. */
  public Errno errno() {
    return errnos.next();
  }

  /** Memory for the error numbers of a transfer. */
  public Errno transferErrno() {
    return errnos.nextAlone();
  }

  /** Memory for a transfer of messages. */
  AddressMemory addresses(SocketAddresses addresses) {
    return new AddressMemory(errnos.nextAlone(AddressMemory.ROOM), addresses);
  }

  /** What receives for the transfers. */
  MessageReceiver receiver(UnixCalls calls) {
    MessageReceiver known = receiver;
    if (known == null) {
      known = new MessageReceiver(calls, this);
      receiver = known; // who makes another meanwhile makes an equal one
    }
    return known;
  }

  /** What sends for the transfers. */
  MessageSender sender(UnixCalls calls) {
    MessageSender known = sender;
    if (known == null) {
      known = new MessageSender(calls);
      sender = known; // as above
    }
    return known;
  }

  /** Lends a piece of scratch, which must be given back. */
  public Scratch take() {
    piecesLock.lock();
    try {
      Scratch piece = pieces.pollLast();
      return piece == null ? new Scratch(arena) : piece;
    } finally {
      piecesLock.unlock();
    }
  }

  /** Takes a piece of scratch back. */
  public void give(Scratch piece) {
    piecesLock.lock();
    try {
      pieces.addLast(piece);
    } finally {
      piecesLock.unlock();
    }
  }

  /** Frees the scratch; none may be in use. */
  public void close() {
    arena.close();
  }
}
