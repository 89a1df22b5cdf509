// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.io.IOException;
import java.util.concurrent.locks.ReentrantLock;
import org.packetloom.event.Events;
import org.packetloom.platform.Poller;
import org.packetloom.platform.Transfer;
import org.packetloom.platform.Watch;
import org.packetloom.platform.Watcher;

/**
 * Watches a descriptor for a {@link PolledConnector}, for as long as something is asked for.
 *
 * <p>It ends by {@link #end}, or under the same lock just before the descriptor is closed: nobody
 * asks the system about the descriptor after that, whatever becomes of its number.
 */
final class PolledHandle implements Watcher {
  private final PolledConnector owner;
  private final Handle handle;
  private final Watch watch;
  private final long possible; // READ, WRITE or both
  private final Runnable closer = this::closing;
  private final ReentrantLock endLock = new ReentrantLock();

  private boolean hasEnded; // guarded by endLock

  PolledHandle(PolledConnector owner, Poller poller, Handle handle, long possible) {
    this.owner = owner;
    this.handle = handle;
    this.possible = possible;
    this.watch = poller.watch(handle.descriptor(), this);
  }

  /** Learns of the descriptor's close from now on; throws if that has been already. */
  void open(String operation) throws IOException {
    handle.addCloser(operation, closer);
  }

  /** Chooses what is told; 0, or the negated error number. */
  int ask(long events) {
    int asked = 0;
    if ((events & possible & Events.READ) != 0) {
      asked |= Watch.READABLE;
    }
    if ((events & possible & Events.WRITE) != 0) {
      asked |= Watch.WRITABLE;
    }
    endLock.lock();
    try {
      return hasEnded ? 0 : watch.ask(asked, false);
    } finally {
      endLock.unlock();
    }
  }

  @Override
  public void told(int events) {
    long meaning = Meanings.of(Meanings.completed(events, handle.transfer()), possible);
    handle.notice((int) meaning & (Transfer.READ | Transfer.WRITE)); // READ and WRITE are the same
    owner.told(meaning);
  }

  @Override
  public void failed(Throwable cause) {
    // the thread that waits is told
  }

  /** Ends watching; the descriptor may live on. */
  void end() {
    if (finish(false)) {
      handle.removeCloser(closer);
    }
  }

  private void closing() {
    if (finish(true)) {
      owner.ended();
    }
  }

  private boolean finish(boolean isClosing) {
    endLock.lock();
    try {
      if (hasEnded) {
        return false;
      }
      hasEnded = true;
      watch.end(!isClosing || handle.isShared());
      return true;
    } finally {
      endLock.unlock();
    }
  }
}
