// SPDX-License-Identifier: Apache-2.0
package org.packetloom.benchmarks.compare.server;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;

/** One thread with the JDK's {@link Selector}, which does nothing but {@link Role#CASCADE}. */
final class JdkSelectorServer implements PeerServer {
  @Override
  public int start(ServerPlan plan) {
    return 0;
  }

  @Override
  public Work work(ServerPlan plan, int port) {
    return new SelectedCascade(plan.variant());
  }

  private static final class SelectedCascade extends CascadeOfLoop {
    private final String kind;
    private Selector selector; // null before there is a ring
    private JdkRing ring; // null before it is opened

    SelectedCascade(String kind) {
      this.kind = kind;
    }

    @Override
    Ring openWatched(int places) throws IOException {
      if (ring != null) {
        ring.close();
        selector.close();
      }
      selector = Selector.open();
      ring = JdkRing.open(kind, places, Ring.Buffers.OF_THREAD);
      for (int i = 0; i < places; i++) {
        ring.readable(i).configureBlocking(false).register(selector, SelectionKey.OP_READ, i);
      }
      return ring;
    }

    @Override
    boolean passOnReady() throws IOException {
      return selector.select(key -> passOn((int) key.attachment()), PATIENCE_MILLIS) > 0;
    }
  }
}
