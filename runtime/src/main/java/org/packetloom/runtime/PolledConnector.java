// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.packetloom.CapabilityException;
import org.packetloom.Connector;
import org.packetloom.event.Events;
import org.packetloom.spi.ReadinessPoller;

/** A connector that a {@link ConnectorPoller} watches, at one descriptor or two. */
final class PolledConnector implements ReadinessPoller.Watch {
  private static final String WATCH = "watch";

  private final ConnectorPoller poller;
  private final DescriptorConnector connector;
  private final ReadinessPoller.Listener listener;
  private final List<PolledHandle> handles = new ArrayList<>(2); // filled while opening
  private final AtomicInteger open = new AtomicInteger(1); // handles, and one while opening

  private long asked; // of the thread that waits

  private PolledConnector(
      ConnectorPoller poller, DescriptorConnector connector, ReadinessPoller.Listener listener) {
    this.poller = poller;
    this.connector = connector;
    this.listener = listener;
  }

  /** Watches all descriptors of a connector, or leaves nothing behind. */
  static PolledConnector open(
      ConnectorPoller poller, Connector connector, ReadinessPoller.Listener listener)
      throws IOException {
    if (!(connector instanceof DescriptorConnector known)) {
      throw new CapabilityException(
          WATCH + " " + connector, "it has no descriptor that a poller could watch", "");
    }
    PolledConnector polled = new PolledConnector(poller, known, listener);
    poller.add(polled);
    try {
      polled.addHandles();
    } catch (Throwable e) {
      polled.end();
      throw e;
    } finally {
      polled.ended();
    }
    return polled;
  }

  private void addHandles() throws IOException {
    List<Handle> all = connector.handles();
    connector.handle().enter(WATCH);
    try {
      for (int i = 0; i < all.size(); i++) {
        Handle handle = all.get(i);
        if (handle.transfer() instanceof FifoDoor) {
          throw new CapabilityException(
              WATCH + " " + connector, "the system does not tell of those who open a pipe", "");
        }
        if (handle.descriptor() >= 0 && !handle.isClosed()) { // else it goes the other way alone
          handle.transfer().holdNothing(); // the watch would not find it
          add(new PolledHandle(this, poller.poller(), handle, part(i, all.size())));
        }
      }
    } finally {
      connector.handle().leave();
    }
  }

  private void add(PolledHandle fresh) throws IOException {
    handles.add(fresh);
    open.incrementAndGet();
    try {
      fresh.open(WATCH);
    } catch (Throwable e) {
      ended();
      throw e;
    }
  }

  /** What one of the handles is for: the first to read from, the second, if any, to write to. */
  private static long part(int index, int count) {
    if (count == 1) {
      return Events.READ | Events.WRITE;
    }
    return index == 0 ? Events.READ : Events.WRITE;
  }

  @Override
  public void ask(long events) throws IOException {
    int result = 0;
    for (PolledHandle each : handles) {
      result = Math.min(result, each.ask(events));
    }
    asked = result < 0 ? 0 : events;
    if (result < 0) {
      throw poller.failures().atOnce(WATCH, connector.toString(), result);
    }
    if (isKeptAsked()) {
      poller.addKept(this);
    }
  }

  /**
   * Tells of bytes that were read beforehand, of which the system knows nothing; the thread that
   * waits calls it.
   *
   * @return whether there are any
   */
  boolean tellKept() {
    boolean isReady = isKeptAsked();
    if (isReady) {
      told(Events.READ);
    }
    return isReady;
  }

  private boolean isKeptAsked() {
    return (asked & Events.READ) != 0 && connector.hasKept() && open.get() > 0;
  }

  void told(long events) {
    poller.countTold();
    listener.ready(events);
  }

  @Override
  public void end() {
    handles.forEach(PolledHandle::end);
    poller.remove(this);
  }

  /** One of its handles has been closed, or opening is over. */
  void ended() {
    if (open.decrementAndGet() == 0) {
      poller.remove(this);
    }
  }

  @Override
  public String toString() {
    return "watch of " + connector;
  }
}
