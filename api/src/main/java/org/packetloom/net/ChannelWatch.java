// SPDX-License-Identifier: Apache-2.0
package org.packetloom.net;

import java.io.IOException;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Tells once when a channel is ready, each time somebody asks.
 *
 * <p>A thread beside waits in a selector of its own as long as something is asked for, and ends
 * then. What is asked for is changed under {@code watchLock}; the thread looks at it under the same
 * lock before each selection and before it ends, and is woken by a change: so nothing that is asked
 * for is left without a thread.
 */
final class ChannelWatch {
  private final SelectableChannel channel;
  private final IntConsumer told; // is given operations, all of them if there is no more telling
  private final ReentrantLock watchLock = new ReentrantLock();

  private @Nullable Selector selector; // null before it is needed; guarded by watchLock
  private int wanted; // guarded by watchLock
  private boolean isRunning; // guarded by watchLock
  private boolean isClosed; // guarded by watchLock
  private @Nullable IOException failure; // null as long as the system selects; guarded by watchLock

  ChannelWatch(SelectableChannel channel, IntConsumer told) {
    this.channel = channel;
    this.told = told;
  }

  /**
   * Has it told once when the channel is ready for an operation.
   *
   * @throws IOException if the system fails to watch, or has
   */
  void ask(int operation) throws IOException {
    watchLock.lock();
    try {
      if (isClosed) {
        return; // who waits finds the connector closed
      }
      if (failure != null) {
        throw new IOException("watch " + channel, failure);
      }
      Selector own = selector;
      if (own == null) {
        own = channel.provider().openSelector();
        selector = own;
        SelectionKey unused = channel.register(own, 0);
      }
      wanted |= operation;
      if (isRunning) {
        own.wakeup();
      } else {
        isRunning = true;
        Selector running = own;
        Thread.ofVirtual().name("packetloom-watch").start(() -> run(running));
      }
    } finally {
      watchLock.unlock();
    }
  }

  private void run(Selector own) {
    try {
      while (isWanted(own)) {
        own.select();
        int ready = taken(own);
        if (ready != 0) {
          told.accept(ready);
        }
      }
    } catch (CancelledKeyException | ClosedSelectorException _) {
      told.accept(~0); // the channel was closed: the attempts that follow tell
    } catch (IOException e) {
      fail(e);
    }
  }

  private void fail(IOException e) {
    watchLock.lock();
    try {
      failure = e;
    } finally {
      watchLock.unlock();
    }
    told.accept(~0); // who waits asks again, and hears of it
  }

  private boolean isWanted(Selector own) {
    watchLock.lock();
    try {
      isRunning = wanted != 0 && !isClosed;
      if (isRunning) {
        SelectionKey unused = channel.keyFor(own).interestOps(wanted);
      }
      return isRunning;
    } finally {
      watchLock.unlock();
    }
  }

  /** What was found, which is not asked for any more. */
  private int taken(Selector own) {
    watchLock.lock();
    try {
      int ready = 0;
      for (SelectionKey key : own.selectedKeys()) {
        ready |= key.readyOps();
      }
      own.selectedKeys().clear();
      wanted &= ~ready;
      return ready;
    } finally {
      watchLock.unlock();
    }
  }

  /** Ends it, after the channel was closed. */
  void close() throws IOException {
    Selector own;
    watchLock.lock();
    try {
      isClosed = true;
      own = selector;
    } finally {
      watchLock.unlock();
    }
    if (own != null) {
      own.close();
    }
  }
}
