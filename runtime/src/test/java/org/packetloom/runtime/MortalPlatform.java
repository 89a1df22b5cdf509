// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.packetloom.Connector;
import org.packetloom.platform.DescriptorKind;
import org.packetloom.platform.ForwardingPoller;
import org.packetloom.platform.Poller;
import org.packetloom.platform.PollerException;
import org.packetloom.platform.Readiness;
import org.packetloom.platform.Transfer;

/** A platform whose pollers can be made to die, and know what is attached to them. */
final class MortalPlatform extends TestedPlatform {
  private final List<MortalPoller> opened = new CopyOnWriteArrayList<>();

  /** The pollers in the order in which they were opened. */
  List<MortalPoller> opened() {
    return opened;
  }

  @Override
  protected Poller poller(Poller poller) {
    MortalPoller mortal = new MortalPoller(poller);
    opened.add(mortal);
    return mortal;
  }

  /** A poller that dies when told to. */
  static final class MortalPoller extends ForwardingPoller {
    private final Set<Integer> attached = ConcurrentHashMap.newKeySet();

    /** Why it is to die; null as long as it lives. */
    private volatile String death;

    private MortalPoller(Poller real) {
      super(real);
    }

    /** Has the current wait, or else the next one, fail. */
    void die(String reason) {
      death = reason;
      real.wake();
    }

    /** Whether a connector of one descriptor depends on this poller. */
    boolean serves(Connector connector) {
      return attached.contains(((DescriptorConnector) connector).handle().descriptor());
    }

    /** How many descriptors were attached so far. */
    int attachedCount() {
      return attached.size();
    }

    @Override
    public Transfer attach(int descriptor, DescriptorKind kind, Readiness readiness) {
      attached.add(descriptor);
      return super.attach(descriptor, kind, readiness);
    }

    @Override
    public int await(long timeoutNanos) throws PollerException {
      int events = super.await(timeoutNanos);
      if (death != null) {
        throw new PollerException(death);
      }
      return events;
    }
  }
}
