// SPDX-License-Identifier: Apache-2.0
package org.packetloom.event;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ThreadFactory;
import java.util.function.Consumer;
import org.packetloom.Behaviour;
import org.packetloom.Deadline;

/** A write queue over a connector of any kind: how it is offered to, waited for and closed. */
final class ConnectorWriteQueue extends DrainedQueue {
  private final long capacityBytes;

  ConnectorWriteQueue(
      QueuedWriting connector,
      Behaviour behaviour,
      ThreadFactory threads,
      long capacityBytes,
      WriteQueueListener listener) {
    if (capacityBytes < 1) {
      throw new IllegalArgumentException("capacity: " + capacityBytes);
    }
    if (!connector.uri().isBlocking()) {
      throw new IllegalArgumentException("blocking=no: " + connector.uri());
    }
    super(connector, behaviour, threads, capacityBytes, listener);
    this.capacityBytes = capacityBytes;
  }

  // ---- offering

  @Override
  public boolean offer(ByteBuffer source) throws IOException {
    int size = ensureFits(source.remaining());
    if (isOfRecords || size > QueuedBlocks.BLOCK_BYTES) {
      return offerAlone(source);
    }
    boolean isConnectorOpen = connector.isOpen();
    boolean isFirst;
    lock.lock();
    try {
      end.ensureAccepting(isConnectorOpen);
      if (size == 0) {
        return true;
      }
      if (!ledger.admits(size)) {
        return false;
      }
      blocks.addCopy(source);
      ledger.enter(size, size);
      isFirst = beginDraining();
    } finally {
      lock.unlock();
    }
    if (isFirst) {
      startDrainer();
    }
    return true;
  }

  /** Copies a large offer while others go on. */
  private boolean offerAlone(ByteBuffer source) throws IOException {
    long cost = ledger.chargeAlone(source.remaining());
    if (!isAdmitted(cost) || !add(QueuedBlock.copyOf(source, cost))) {
      return false;
    }
    source.position(source.limit());
    return true;
  }

  private boolean isAdmitted(long cost) throws IOException {
    boolean isConnectorOpen = connector.isOpen();
    lock.lock();
    try {
      end.ensureAccepting(isConnectorOpen);
      return ledger.admits(cost);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public boolean offer(ByteBuffer source, Consumer<? super ByteBuffer> release) throws IOException {
    Objects.requireNonNull(release, "release");
    int size = ensureFits(source.remaining());
    QueuedBlock block = QueuedBlock.lent(source, release, ledger.chargeAlone(size));
    if (size > 0 || isOfRecords) {
      return add(block);
    }
    if (isAdmitted(0)) {
      giveBack(block);
    }
    return true;
  }

  private boolean add(QueuedBlock block) throws IOException {
    boolean isConnectorOpen = connector.isOpen();
    boolean isFirst;
    lock.lock();
    try {
      end.ensureAccepting(isConnectorOpen);
      if (!ledger.admits(block.charge())) {
        return false;
      }
      blocks.add(block);
      ledger.enter(block.size(), block.charge());
      isFirst = beginDraining();
    } finally {
      lock.unlock();
    }
    if (isFirst) {
      startDrainer();
    }
    return true;
  }

  private int ensureFits(int size) {
    if (size > capacityBytes) {
      throw new IllegalArgumentException(size + " bytes, capacity " + capacityBytes);
    }
    return size;
  }

  // ---- ends

  @Override
  public boolean close(Deadline deadline) throws IOException {
    ensureMayWait("close");
    lock.lock();
    try {
      if (end.isClosed()) {
        return !end.hasDropped();
      }
      end.begin();
    } finally {
      lock.unlock();
    }
    try {
      return flush(deadline);
    } finally {
      close();
    }
  }

  @Override
  public void close() {
    List<QueuedBlock> dropped;
    lock.lock();
    try {
      if (!end.close()) {
        return;
      }
      dropped = blocks.removeAll();
      end.drop(!dropped.isEmpty());
      for (QueuedBlock block : dropped) {
        ledger.leave(block, 0);
      }
      waits.wake();
    } finally {
      lock.unlock();
    }
    dropped.forEach(ConnectorWriteQueue::giveBack);
  }

  // ---- waiting

  @Override
  public boolean flush(Deadline deadline) throws IOException {
    ensureMayWait("flush");
    long goal = accepted();
    return waits.await(
        "flush",
        deadline,
        elapsed -> {
          end.ensureUsable("flush", elapsed);
          return ledger.isFinished(goal);
        });
  }

  private long accepted() {
    lock.lock();
    try {
      return ledger.accepted();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public boolean awaitRoom(int bytes, Deadline deadline) throws IOException {
    if (bytes < 0) {
      throw new IllegalArgumentException("room for " + bytes + " bytes");
    }
    long cost = ledger.chargeAlone(ensureFits(bytes)); // it may be lent
    ensureMayWait("await room");
    return waits.await(
        "await room",
        deadline,
        elapsed -> {
          end.ensureUsable("await room", elapsed);
          return ledger.hasRoom(cost);
        });
  }

  private void ensureMayWait(String operation) {
    if (isDrainer(Thread.currentThread())) {
      throw new IllegalStateException(operation + " in a callback, by the thread that writes");
    }
  }

  // ---- figures

  @Override
  public long capacityBytes() {
    return capacityBytes;
  }

  @Override
  public long queuedBytes() {
    lock.lock();
    try {
      return ledger.queuedBytes();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public long writtenBytes() {
    lock.lock();
    try {
      return ledger.writtenBytes();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public String toString() {
    return "WriteQueue[" + connector + ", " + queuedBytes() + " of " + capacityBytes + " bytes]";
  }
}
