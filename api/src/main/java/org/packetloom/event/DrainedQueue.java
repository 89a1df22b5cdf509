// SPDX-License-Identifier: Apache-2.0
package org.packetloom.event;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.packetloom.Behaviour;

/**
 * How a write queue is drained: by plain writes of the connector, made by the drainer, a thread
 * that lives as long as there is something to write.
 *
 * <p><b>Hand-over.</b> One short lock guards everything; nobody parks, writes or calls back with it
 * held. An offer adds its bytes and, if {@code isDraining} is unset, sets it and starts a drainer.
 * The drainer takes a batch, writes it without the lock, accounts for it and takes the next one;
 * when it finds nothing it unsets {@code isDraining} in the same hold of the lock, and ends. So
 * there is never a second drainer, as only an offer that has set the flag starts one; and no bytes
 * are left behind, as an offer that finds the flag set has added them before the drainer looks for
 * the last time. Before it gives up the drainer lets others run once: whoever is about to offer
 * more then spares a thread.
 *
 * <p><b>Batches</b> come of themselves: what is offered while the drainer writes goes out with its
 * next write. A batch has whole offers only and is one write of the connector, so that its place
 * among the writes of others is by turn, and no offer is torn but by a failure.
 *
 * <p><b>Ends.</b> Whoever sets the first end, a failure or the close, takes out all blocks under
 * the lock and gives the lent ones back without it. A batch belongs to the drainer, which gives its
 * buffers back when the write has ended, however that was; so each goes back once. A batch that was
 * written is accounted for after that: who waits for it finds its buffers given back.
 */
abstract class DrainedQueue implements WriteQueue {
  private static final System.Logger LOGGER = System.getLogger(WriteQueue.class.getName());

  final QueuedWriting connector;
  final boolean isOfRecords;
  private final ThreadFactory threads;
  private final WriteQueueListener listener;

  final ReentrantLock lock = new ReentrantLock();
  final QueuedBlocks blocks; // guarded by lock
  final QueueLedger ledger; // guarded by lock
  final QueueEnd end; // guarded by lock
  final QueueWaits waits;

  /** Whether a drainer lives or is being started; guarded by lock. */
  private boolean isDraining;

  /** The drainer, null if there is none; threads compare it with themselves. */
  private volatile @Nullable Thread drainer;

  DrainedQueue(
      QueuedWriting connector,
      Behaviour behaviour,
      ThreadFactory threads,
      long capacityBytes,
      WriteQueueListener listener) {
    this.connector = connector;
    this.isOfRecords = behaviour == Behaviour.SEQPACKET;
    this.threads = Objects.requireNonNull(threads, "threads");
    this.listener = Objects.requireNonNull(listener, "listener");
    this.blocks = new QueuedBlocks(capacityBytes);
    this.ledger = new QueueLedger(capacityBytes);
    this.end = new QueueEnd(connector);
    this.waits = new QueueWaits(connector, lock);
  }

  /** Under lock: whether the caller is to start a drainer. */
  final boolean beginDraining() {
    boolean isFirst = !isDraining;
    isDraining = true;
    return isFirst;
  }

  /** To be called without lock, if it was asked for. */
  final void startDrainer() {
    try {
      threads.newThread(this::drain).start();
    } catch (Throwable e) { // what was offered is accepted, and lost together with what came since
      fail(List.of(), new IOException("write " + connector + ": no thread for it: " + e, e));
    }
  }

  /** Whether a thread is the one that writes. */
  final boolean isDrainer(Thread thread) {
    return drainer == thread;
  }

  private void drain() {
    drainer = Thread.currentThread();
    WriteBatch batch = new WriteBatch();
    try {
      while (tryTake(batch, false) || tryTakeLate(batch)) {
        write(batch);
        batch.blocks().forEach(ConnectorWriteQueue::giveBack);
        account(batch);
      }
    } catch (IOException e) {
      fail(batch.blocks(), e);
    } catch (Throwable e) { // of a connector that somebody else wrote, or there is no memory
      fail(batch.blocks(), new IOException("write " + connector + ": " + e, e));
    }
  }

  private void write(WriteBatch batch) throws IOException {
    if (isOfRecords) {
      batch.writeRecords(connector);
    } else {
      batch.write(connector);
    }
  }

  private boolean tryTakeLate(WriteBatch batch) {
    Thread.yield();
    return tryTake(batch, true);
  }

  /** Takes the next batch; false if there is nothing, which ends the drainer if it is to. */
  private boolean tryTake(WriteBatch batch, boolean isLast) {
    lock.lock();
    try {
      blocks.moveTo(batch);
      if (batch.isEmpty() && isLast) {
        blocks.trim();
        drainer = null;
        isDraining = false;
      }
      return !batch.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  /** Makes room of a batch that is written. */
  private void account(WriteBatch batch) {
    boolean isRoomNews;
    lock.lock();
    try {
      for (QueuedBlock block : batch.blocks()) {
        ledger.leave(block, block.size());
        blocks.recycle(block);
      }
      isRoomNews = ledger.isRoomNews() && !end.isClosed();
      waits.wake();
    } finally {
      lock.unlock();
    }
    batch.clear();
    if (isRoomNews) {
      guard(() -> listener.roomFreed(this));
    }
  }

  /** Drops everything because of a failure, the batch that met it included. */
  private void fail(List<QueuedBlock> batch, IOException cause) {
    List<QueuedBlock> dropped;
    boolean isNews;
    lock.lock();
    try {
      isNews = end.fail(cause);
      dropped = blocks.removeAll();
      dropped.addAll(0, batch);
      for (QueuedBlock block : dropped) {
        ledger.leave(block, block.written());
      }
      drainer = null;
      isDraining = false;
    } finally {
      lock.unlock();
    }
    dropped.forEach(ConnectorWriteQueue::giveBack);
    if (isNews) {
      guard(() -> listener.writeFailed(this, cause));
    }
    lock.lock();
    try {
      waits.wake(); // last, so that they find their buffers given back
    } finally {
      lock.unlock();
    }
  }

  /** Gives a lent buffer back, whatever its owner does. */
  static void giveBack(QueuedBlock block) {
    guard(block::giveBack);
  }

  /** Calls back; whatever that throws harms nobody. */
  private static void guard(Runnable callback) {
    try {
      callback.run();
    } catch (Throwable e) {
      LOGGER.log(Level.WARNING, "callback of a write queue", e);
    }
  }
}
