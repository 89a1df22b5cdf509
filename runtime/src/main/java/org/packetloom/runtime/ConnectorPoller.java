// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.packetloom.Connector;
import org.packetloom.Deadline;
import org.packetloom.InterruptPolicy;
import org.packetloom.platform.Poller;
import org.packetloom.platform.PollerException;
import org.packetloom.spi.ReadinessPoller;

/**
 * Tells listeners what connectors are ready for, over a poller of its own.
 *
 * <p><b>Wakes.</b> Who wakes sets {@code isWoken}, then looks at {@code place}, and wakes the
 * waiting thread there, if it is anywhere. Who waits sets {@code place}, then looks at {@code
 * isWoken}, and waits only if it is not set. So one sees the other, and a wake while nobody waits
 * costs nothing. It is taken back when the wait is over. A wake that comes late may be left at the
 * place and end the next wait there, which returns without a reason then.
 *
 * <p><b>The end.</b> {@code phase} says whether one waits. Close marks it; if nobody is in there,
 * it frees the poller, or else the one who is does so on leaving, and close waits for that, unless
 * it is called by that very thread.
 */
final class ConnectorPoller implements ReadinessPoller {
  private static final String AWAIT = "await readiness";

  // phases
  private static final int FREE = 0;
  private static final int AWAITING = 1;
  private static final int CLOSED_WHILE_AWAITING = 2;
  private static final int CLOSED = 3;

  // places
  private static final int NOWHERE = 0;
  private static final int IN_POLLER = 1;
  private static final int PARKED = 2;

  private final Loom loom;
  private final Poller poller;
  private final PollerPark park; // where virtual threads wait
  private final ParkSpot spot; // closed with the toolkit
  private final Set<PolledConnector> watched = ConcurrentHashMap.newKeySet();
  private final AtomicInteger phase = new AtomicInteger(FREE);
  private final CountDownLatch freed = new CountDownLatch(1);

  private volatile boolean isWoken;
  private volatile int place = NOWHERE; // written by the thread that waits
  private volatile @Nullable Thread awaiting; // who waits, null if nobody does

  // of the thread that waits
  private List<PolledConnector> kept = new ArrayList<>(0); // have bytes the system knows nothing of
  private int told;

  private ConnectorPoller(Loom loom, Poller poller) {
    this.loom = loom;
    this.poller = poller;
    this.park = PollerPark.of(loom.engine(), poller);
    this.spot = ParkSpot.open(loom, "readiness poller", InterruptPolicy.KEEP_OPEN);
  }

  /**
   * Over a poller of the toolkit's kind; if virtual threads could not park at that, over the
   * platform's best, if they can at that one.
   */
  static ConnectorPoller open(Loom loom) throws IOException {
    loom.ensureOpen("open readiness poller");
    Engine engine = loom.engine();
    Poller own = new Engines(engine.platform(), engine.poller(), 1).openOne();
    if (own.descriptor().isPresent()) {
      return over(loom, own);
    }
    Poller best;
    try {
      best = new Engines(engine.platform(), LoomBuilder.AUTO, 1).openOne();
    } catch (Throwable e) {
      own.close();
      throw e;
    }
    boolean isBetter = best.descriptor().isPresent();
    (isBetter ? own : best).close();
    return over(loom, isBetter ? best : own);
  }

  /** Over a poller, which it owns from now on, even if it throws. */
  static ConnectorPoller over(Loom loom, Poller poller) throws IOException {
    ConnectorPoller opened = new ConnectorPoller(loom, poller);
    opened.spot.onClose(opened::close);
    if (!opened.spot.isOpen()) {
      throw Failures.closed("open readiness poller", "toolkit");
    }
    return opened;
  }

  Poller poller() {
    return poller;
  }

  Failures failures() {
    return loom.engine().failures();
  }

  // ---- watches

  @Override
  public Watch watch(Connector connector, Listener listener) throws IOException {
    PolledConnector added = PolledConnector.open(this, connector, listener);
    if (phase.get() >= CLOSED_WHILE_AWAITING) { // too late to be found by close, perhaps
      added.end();
      throw closed("watch");
    }
    return added;
  }

  void add(PolledConnector fresh) {
    watched.add(fresh);
  }

  void remove(PolledConnector ended) {
    watched.remove(ended);
  }

  /** Has bytes of its own; called by the thread that waits. */
  void addKept(PolledConnector connector) {
    if (!kept.contains(connector)) {
      kept.add(connector);
    }
  }

  void countTold() {
    told++;
  }

  // ---- waiting

  @Override
  public int await(long timeoutNanos) throws IOException {
    enter();
    try {
      told = 0;
      if (!kept.isEmpty()) {
        kept.removeIf(each -> !each.tellKept());
      }
      gather(told > 0 ? 0 : timeoutNanos);
      poller.dispatch();
      return told;
    } finally {
      leave();
    }
  }

  private void enter() throws IOException {
    if (!phase.compareAndSet(FREE, AWAITING)) {
      if (phase.get() >= CLOSED_WHILE_AWAITING) {
        throw closed(AWAIT);
      }
      throw new IllegalStateException(AWAIT + ": somebody does so already");
    }
    awaiting = Thread.currentThread();
  }

  private void leave() {
    awaiting = null;
    if (!phase.compareAndSet(AWAITING, FREE)) {
      free();
    }
  }

  private void gather(long timeoutNanos) throws IOException {
    Deadline ambient = Deadline.current();
    long most = timeoutNanos;
    if (ambient.isLimited() && timeoutNanos != 0) {
      long left = Math.max(0, ambient.remaining().toNanos());
      most = timeoutNanos < 0 ? left : Math.min(left, timeoutNanos);
    }
    int found = found(most);
    isWoken = false;
    if (phase.get() == CLOSED_WHILE_AWAITING) {
      throw Failures.closedMeanwhile(AWAIT, spot.toString(), -1, 0);
    }
    if (found == 0 && most != timeoutNanos && ambient.hasPassed()) {
      throw Failures.timeout(AWAIT, spot.toString(), -1, 0);
    }
  }

  private int found(long most) throws IOException {
    try {
      if (most == 0) {
        return poller.await(0);
      }
      return Thread.currentThread().isVirtual() ? park(most) : awaitHere(most);
    } catch (PollerException e) {
      poller.fail(e);
      throw Failures.pollerFailed(AWAIT, spot.toString(), -1, 0, e);
    } finally {
      place = NOWHERE;
    }
  }

  private int awaitHere(long most) throws PollerException {
    place = IN_POLLER;
    return poller.await(isWoken ? 0 : most);
  }

  private int park(long most) throws IOException, PollerException {
    int seen = park.seen();
    place = PARKED;
    int found = poller.await(0);
    return found > 0 || isWoken ? found : park.await(seen, most);
  }

  @Override
  public void wake() {
    isWoken = true;
    switch (place) {
      case IN_POLLER -> poller.wake();
      case PARKED -> park.wake();
      default -> {} // the next wait sees it
    }
  }

  // ---- the end

  @Override
  public void close() {
    while (phase.get() < CLOSED_WHILE_AWAITING) { // until it is neither entered nor left meanwhile
      if (phase.compareAndSet(FREE, CLOSED)) {
        free();
      } else if (phase.compareAndSet(AWAITING, CLOSED_WHILE_AWAITING)) {
        wake();
      }
    }
    if (awaiting != Thread.currentThread()) {
      awaitFreed();
    }
  }

  private void free() {
    phase.set(CLOSED);
    List.copyOf(watched).forEach(PolledConnector::end);
    park.close();
    poller.close();
    freed.countDown();
    spot.close();
  }

  private void awaitFreed() {
    boolean wasInterrupted = false;
    while (freed.getCount() > 0) {
      try {
        freed.await();
      } catch (InterruptedException _) {
        wasInterrupted = true;
      }
    }
    if (wasInterrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static IOException closed(String operation) {
    return Failures.closed(operation, "readiness poller");
  }

  @Override
  public String toString() {
    return "readiness poller " + poller.name();
  }
}
