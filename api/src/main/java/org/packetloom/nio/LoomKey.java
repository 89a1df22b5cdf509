// SPDX-License-Identifier: Apache-2.0
package org.packetloom.nio;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.spi.AbstractSelectionKey;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.packetloom.spi.ReadinessPoller;

/**
 * A channel of ours at a {@link LoomSelector}.
 *
 * <p>Any thread changes what is wanted, and queues the key at its selector then; the selecting
 * thread alone has the poller know.
 */
final class LoomKey extends AbstractSelectionKey {
  private static final VarHandle INTEREST;

  static {
    try {
      INTEREST = MethodHandles.lookup().findVarHandle(LoomKey.class, "interest", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final LoomSelector selector;
  private final SelectableChannel channel;
  private final Selectable selectable; // the same
  private final Runnable stateListener = this::stateChanged;
  private final AtomicBoolean isQueued = new AtomicBoolean(); // at the selector, to be updated

  private volatile int interest; // changed through INTEREST
  private volatile int ready; // written by the selecting thread

  // the selecting thread's
  private ReadinessPoller.@Nullable Watch watch; // null until something is first to be watched
  private long asked; // events that the watch has been asked for
  private int found; // operations that the current selection has found ready

  LoomKey(LoomSelector selector, SelectableChannel channel, Selectable selectable) {
    this.selector = selector;
    this.channel = channel;
    this.selectable = selectable;
  }

  @Override
  public SelectableChannel channel() {
    return channel;
  }

  @Override
  public Selector selector() {
    return selector;
  }

  // ---- what is wanted

  @Override
  public int interestOps() {
    ensureValid();
    return interest;
  }

  @Override
  public SelectionKey interestOps(int operations) {
    ensureValid();
    ensureSupported(operations);
    want(operations, (int) INTEREST.getAndSet(this, operations));
    return this;
  }

  @Override
  public int interestOpsOr(int operations) {
    ensureValid();
    ensureSupported(operations);
    int before = (int) INTEREST.getAndBitwiseOr(this, operations);
    want(before | operations, before);
    return before;
  }

  @Override
  public int interestOpsAnd(int operations) {
    ensureValid();
    int before = (int) INTEREST.getAndBitwiseAnd(this, operations);
    want(before & operations, before);
    return before;
  }

  @Override
  public int readyOps() {
    ensureValid();
    return ready;
  }

  private void ensureValid() {
    if (!isValid()) {
      throw new CancelledKeyException();
    }
  }

  private void ensureSupported(int operations) {
    if ((operations & ~channel.validOps()) != 0) {
      throw new IllegalArgumentException("operations: 0x" + Integer.toHexString(operations));
    }
  }

  private void want(int operations, int before) {
    if (operations != before) {
      queue();
    }
  }

  private void queue() {
    if (!isQueued.get() && isQueued.compareAndSet(false, true)) {
      selector.queue(this);
    }
  }

  // ---- its life at the selector

  /** Begins; called by the thread that registers. */
  void begin(int operations) {
    interest = operations;
    selectable.watchers().add(stateListener);
    queue();
  }

  /** The channel can be selected for other operations than before; called by any thread. */
  private void stateChanged() {
    if (isValid() && interest != 0 && channel.isOpen()) {
      queue();
      selector.lookAgain();
    }
  }

  /** Has the poller know what is wanted now; called by the selecting thread. */
  void update(ReadinessPoller poller) throws IOException {
    isQueued.set(false); // first: what is wanted from now on needs another update
    if (!isValid()) {
      return;
    }
    long events = selectable.eventsFor(interest);
    if (events == asked) {
      return;
    }
    try {
      ReadinessPoller.Watch known = watch;
      if (known == null) {
        known = poller.watch(selectable.connector(), this::told);
        watch = known;
      }
      asked = events;
      known.ask(events);
    } catch (ClosedChannelException _) {
      // the key is being cancelled by the close of the channel; a poller that is closed says so
      // when it is waited for
    }
  }

  /** Is told by the poller, in the selecting thread. */
  private void told(long events) {
    int operations = isValid() ? selectable.readyOperations(interest, events) : 0;
    if (operations == 0) {
      queue(); // something else is wanted than was asked for
      return;
    }
    if (found == 0) {
      selector.found(this);
    }
    found |= operations;
  }

  /** Takes what was found and is still wanted; called by the selecting thread. */
  int takeFound() {
    int operations = found;
    found = 0;
    return isValid() ? operations & interest : 0;
  }

  /** What it was last selected for; called by the selecting thread. */
  int ready() {
    return ready;
  }

  void ready(int operations) {
    ready = operations;
  }

  /** Ends; called by the selecting thread, or who closes the selector. */
  void end() {
    selectable.watchers().remove(stateListener);
    if (watch != null) {
      watch.end();
    }
  }

  @Override
  public String toString() {
    return "key of "
        + channel
        + (isValid() ? ", interest " + interest + ", ready " + ready : ", cancelled");
  }
}
