// SPDX-License-Identifier: Apache-2.0
package org.packetloom.nio;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.IllegalSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.spi.AbstractSelectableChannel;
import java.nio.channels.spi.AbstractSelectionKey;
import java.nio.channels.spi.AbstractSelector;
import java.nio.channels.spi.SelectorProvider;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.packetloom.spi.ReadinessPoller;

/**
 * Selects among channels of ours, over a {@link ReadinessPoller}.
 *
 * <p><b>Locks.</b> A selection holds the monitors of the selector and of the selected-key set, in
 * this order, also while it waits: {@link Selector} promises that, and a virtual thread that waits
 * so parks all the same. Registering and changing keys takes neither: a key is queued, and the next
 * selection has the poller know before it waits. What is the "selecting thread's" is guarded by
 * these monitors.
 *
 * <p><b>Wake-ups.</b> Who wakes up, or queues a key that the selection in progress must heed,
 * stores that first and then looks at {@code isAwaiting}; the selecting thread sets that first and
 * then looks at both. So either it sees what was stored, or it is seen and woken.
 */
final class LoomSelector extends AbstractSelector {
  private final ReadinessPoller poller;
  private final Set<SelectionKey> keys = ConcurrentHashMap.newKeySet();
  private final Set<SelectionKey> keysView = Collections.unmodifiableSet(keys);
  private final SelectedKeys selected = new SelectedKeys();
  private final Queue<LoomKey> changed = new ConcurrentLinkedQueue<>();

  private volatile boolean isWoken; // taken back by the selection that it ends
  private volatile boolean isAwaiting; // written by the selecting thread

  // the selecting thread's
  private final List<LoomKey> found = new ArrayList<>();
  private boolean isSelecting;

  private LoomSelector(SelectorProvider provider, ReadinessPoller poller) {
    super(provider);
    this.poller = poller;
  }

  static LoomSelector open(PacketloomSelectorProvider provider) throws IOException {
    return new LoomSelector(provider, provider.packetloom().readinessPoller());
  }

  private void ensureOpen() {
    if (!isOpen()) {
      throw new ClosedSelectorException();
    }
  }

  @Override
  public Set<SelectionKey> keys() {
    ensureOpen();
    return keysView;
  }

  @Override
  public Set<SelectionKey> selectedKeys() {
    ensureOpen();
    return selected;
  }

  // ---- registering; called by any thread, which holds the channel's lock of keys

  @Override
  protected SelectionKey register(
      AbstractSelectableChannel channel, int operations, @Nullable Object attachment) {
    if (!(channel instanceof Selectable selectable) || channel.provider() != provider()) {
      throw new IllegalSelectorException();
    }
    ensureOpen();
    LoomKey key = new LoomKey(this, channel, selectable);
    Object unused = key.attach(attachment);
    keys.add(key);
    if (!isOpen() && keys.remove(key)) { // else close has found it, and ends it
      throw new ClosedSelectorException();
    }
    key.begin(operations);
    return key;
  }

  /** Has a key updated before the next selection waits. */
  void queue(LoomKey key) {
    changed.add(key);
  }

  /** The selection in progress is to update the keys that are queued. */
  void lookAgain() {
    if (isAwaiting) {
      poller.wake();
    }
  }

  // ---- selecting

  @Override
  public int selectNow() throws IOException {
    return select(0, null);
  }

  @Override
  public int select(long timeout) throws IOException {
    return select(nanos(timeout), null);
  }

  @Override
  public int select() throws IOException {
    return select(-1, null);
  }

  @Override
  public int select(Consumer<SelectionKey> action, long timeout) throws IOException {
    return select(nanos(timeout), Objects.requireNonNull(action, "action"));
  }

  @Override
  public int select(Consumer<SelectionKey> action) throws IOException {
    return select(-1, Objects.requireNonNull(action, "action"));
  }

  @Override
  public int selectNow(Consumer<SelectionKey> action) throws IOException {
    return select(0, Objects.requireNonNull(action, "action"));
  }

  /** The time to wait, negative for no limit. */
  private static long nanos(long timeoutMillis) {
    if (timeoutMillis < 0) {
      throw new IllegalArgumentException("timeout: " + timeoutMillis);
    }
    return timeoutMillis == 0 ? -1 : TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
  }

  private int select(long nanos, @Nullable Consumer<SelectionKey> action) throws IOException {
    synchronized (this) {
      ensureOpen();
      if (isSelecting) {
        throw new IllegalStateException("selecting already");
      }
      isSelecting = true;
      try {
        synchronized (selected) {
          endCancelled();
          gather(nanos);
          endCancelled();
          return action == null ? addFound() : tellFound(action);
        }
      } finally {
        found.forEach(LoomKey::takeFound); // what is left of them if something threw
        found.clear();
        isSelecting = false;
      }
    }
  }

  /** Waits until keys are found ready, or the selection has to end without. */
  private void gather(long nanos) throws IOException {
    boolean isBlocking = nanos != 0;
    if (isBlocking) {
      begin();
    }
    try {
      long from = isBlocking ? System.nanoTime() : 0;
      long left = nanos;
      while (!await(left)) {
        if (nanos > 0) {
          left = nanos - (System.nanoTime() - from);
          if (left <= 0) {
            return;
          }
        }
        endCancelled();
      }
    } catch (ClosedChannelException _) { // the toolkit was closed, and its selectors with it
      close();
      throw new ClosedSelectorException();
    } finally {
      if (isWoken) {
        isWoken = false;
      }
      if (isBlocking) {
        end();
      }
    }
  }

  /** Waits once; whether the selection is to end. */
  private boolean await(long nanos) throws IOException {
    isAwaiting = true;
    try {
      for (LoomKey each = changed.poll(); each != null; each = changed.poll()) {
        each.update(poller);
      }
      boolean isLast = nanos == 0 || isEnding();
      int unused = poller.await(isLast ? 0 : nanos);
      return isLast || !found.isEmpty() || isEnding();
    } finally {
      isAwaiting = false;
    }
  }

  private boolean isEnding() {
    return isWoken || !isOpen() || Thread.currentThread().isInterrupted();
  }

  /** Takes note of a key that is ready; called by itself, in the selecting thread. */
  void found(LoomKey key) {
    found.add(key);
  }

  /** Adds what was found to the selected keys; how many are changed by that. */
  private int addFound() {
    int count = 0;
    for (LoomKey key : found) {
      int operations = key.takeFound();
      if (operations == 0) {
        continue;
      }
      int before = selected.select(key) ? 0 : key.ready();
      if ((operations & ~before) != 0) {
        key.ready(before | operations);
        count++;
      }
    }
    return count;
  }

  private int tellFound(Consumer<SelectionKey> action) {
    int count = 0;
    for (LoomKey key : found) {
      int operations = key.takeFound(); // not wanted any more, perhaps, after what others did
      if (operations != 0) {
        key.ready(operations);
        count++;
        action.accept(key);
        ensureOpen();
      }
    }
    return count;
  }

  @Override
  public Selector wakeup() {
    isWoken = true;
    lookAgain();
    return this;
  }

  // ---- ending

  /** Ends the keys that have been cancelled; called by the selecting thread. */
  private void endCancelled() {
    Set<SelectionKey> cancelled = cancelledKeys();
    List<SelectionKey> all;
    synchronized (cancelled) { // the set's rule
      if (cancelled.isEmpty()) {
        return;
      }
      all = List.copyOf(cancelled);
      cancelled.clear();
    }
    for (SelectionKey each : all) {
      if (keys.remove(each)) {
        end((LoomKey) each);
      }
    }
  }

  private void end(LoomKey key) {
    boolean unused = selected.remove(key);
    key.end();
    deregister((AbstractSelectionKey) key);
  }

  @SuppressWarnings("ModifyCollectionInEnhancedForLoop") // it is a concurrent one
  @Override
  protected void implCloseSelector() {
    Selector unused = wakeup();
    synchronized (this) {
      synchronized (selected) {
        for (SelectionKey each : keys) {
          if (keys.remove(each)) {
            end((LoomKey) each);
          }
        }
        selected.clear();
        changed.clear();
        poller.close();
      }
    }
  }

  @Override
  public String toString() {
    return "selector of " + keys.size() + " keys" + (isOpen() ? "" : ", closed");
  }
}
