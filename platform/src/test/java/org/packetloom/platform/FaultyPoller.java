// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.packetloom.platform.FaultyPlatform.Mischief;

/** A poller of a {@link FaultyPlatform}. */
public final class FaultyPoller extends ForwardingPoller {
  private static final int ALL = Readiness.READABLE | Readiness.WRITABLE;

  private final Set<Mischief> mischief;
  private final Random random; // the runner's
  private final Set<FaultyEvents> registered = ConcurrentHashMap.newKeySet();
  private final AtomicReference<String> breakage = new AtomicReference<>();
  private final List<Telling> later = new ArrayList<>(); // the runner's
  private volatile @Nullable Thread runner; // who dispatches, or was the last to do so
  private boolean isDispatching; // the runner's

  /** An event held back. */
  private record Telling(FaultyEvents of, int events) {}

  FaultyPoller(Poller real, Set<Mischief> mischief, long seed) {
    super(real);
    this.mischief = mischief;
    this.random = new Random(seed);
  }

  /**
   * Has the current wait, or else the next one, throw.
   *
   * @param message of the exception
   */
  public void breakAwait(String message) {
    breakage.set(message);
    real.wake();
  }

  @Override
  public Transfer attach(int descriptor, DescriptorKind kind, Readiness readiness) {
    return new FaultyTransfer(this, descriptor, kind, new FaultyEvents(this, readiness));
  }

  @Override
  public int await(long timeoutNanos) throws PollerException {
    int count = real.await(later.isEmpty() ? timeoutNanos : 0);
    String message = breakage.getAndSet(null);
    if (message != null) {
      throw new PollerException(message);
    }
    return count + later.size();
  }

  @Override
  public void dispatch() {
    List<Telling> due = List.copyOf(later);
    later.clear();
    due.forEach(telling -> telling.of().pass(telling.events()));
    runner = Thread.currentThread();
    isDispatching = true;
    real.dispatch();
    isDispatching = false;
    if (happens(Mischief.SPURIOUS, 4)) {
      registered.stream().filter(_ -> random.nextInt(3) == 0).forEach(events -> events.pass(ALL));
    }
    if (!later.isEmpty()) {
      real.wake(); // who waits for our descriptor elsewhere comes back for them
    }
  }

  @Override
  public String toString() {
    return "faulty " + real.name() + " " + mischief;
  }

  /** The poller that does the work. */
  Poller real() {
    return real;
  }

  void registered(FaultyEvents events) {
    registered.add(events);
  }

  void deregistered(FaultyEvents events) {
    registered.remove(events);
  }

  /** An event of the real poller; by the runner, or by a thread that asks for what is there. */
  void tell(FaultyEvents of, int events) {
    if (!isDispatching || Thread.currentThread() != runner) {
      of.pass(events);
      return;
    }
    if (happens(Mischief.DELAY, 3)) {
      later.add(new Telling(of, events));
      return;
    }
    of.pass(events);
    if (happens(Mischief.DUPLICATE, 3)) {
      of.pass(events);
    }
    if (happens(Mischief.DUPLICATE, 3)) {
      later.add(new Telling(of, events));
    }
  }

  private boolean happens(Mischief what, int oneIn) {
    return mischief.contains(what) && random.nextInt(oneIn) == 0;
  }
}
