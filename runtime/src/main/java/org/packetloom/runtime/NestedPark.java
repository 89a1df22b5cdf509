// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.packetloom.InterruptPolicy;
import org.packetloom.platform.DescriptorKind;
import org.packetloom.platform.Poller;
import org.packetloom.platform.PollerException;
import org.packetloom.platform.Readiness;
import org.packetloom.platform.Transfer;

/**
 * Parks until the descriptor of the poller is readable, as the engine's pollers tell: they carry
 * the thread on where it lives, like one that waits for a connector.
 *
 * <p>The handle is over a second descriptor of the poller, and so ends like any other. It is
 * registered before it is first waited at: a wake that comes before that would be forgotten.
 */
final class NestedPark implements PollerPark, HandleOwner {
  private static final String AWAIT = "await readiness";

  private final Engine engine;
  private final Poller poller;
  private final int descriptor;

  /** Null until a virtual thread first waits; set by that, before it says where it is. */
  private volatile @Nullable Handle handle;

  NestedPark(Engine engine, Poller poller, int descriptor) {
    this.engine = engine;
    this.poller = poller;
    this.descriptor = descriptor;
  }

  @Override
  public int seen() throws IOException {
    return ensureHandle().ready();
  }

  private Handle ensureHandle() throws IOException {
    Handle known = handle;
    if (known != null) {
      return known;
    }
    int second = engine.platform().foreign().duplicate(descriptor);
    engine.failures().ensure(AWAIT, endpoints(Transfer.READ), second);
    Handle fresh = new Handle(engine, second, DescriptorKind.POLLER, this);
    handle = fresh;
    boolean unused = awaitEvent(fresh, fresh.ready(), engine.timers().now());
    return fresh;
  }

  @Override
  public int await(int seen, long mostNanos) throws IOException, PollerException {
    long now = engine.timers().now();
    boolean isLimited = mostNanos >= 0 && mostNanos < Timeout.NEVER - now;
    long until = isLimited ? now + mostNanos : Timeout.NEVER;
    boolean unused = awaitEvent(ensureHandle(), seen, until);
    return poller.await(0);
  }

  private static boolean awaitEvent(Handle own, int seen, long until) throws IOException {
    own.begin(Transfer.READ, AWAIT);
    try {
      own.ensurePolled(own.ready(), AWAIT, Transfer.READ, 0);
      return own.awaitEvent(Transfer.READ, AWAIT, seen, until);
    } finally {
      own.end(Transfer.READ);
    }
  }

  @Override
  public void wake() {
    Handle known = handle;
    if (known != null) {
      known.ready(Readiness.READABLE);
    }
  }

  @Override
  public void close() {
    Handle known = handle;
    if (known != null) {
      known
          .share(); // the engine's poller would go on to watch what the first descriptor holds open
      known.close();
    }
  }

  @Override
  public InterruptPolicy interruptPolicy() {
    return InterruptPolicy.DEFER;
  }

  @Override
  public String endpoints(int direction) {
    return "poller " + poller.name();
  }

  @Override
  public String toString() {
    return endpoints(Transfer.READ);
  }
}
