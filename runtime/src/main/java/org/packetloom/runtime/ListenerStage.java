// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.io.IOException;
import java.net.ProtocolFamily;
import org.packetloom.Listener;
import org.packetloom.spi.StagedListener;

/** A listener that is bound and listens in steps. */
final class ListenerStage extends Stage<DescriptorListener> implements StagedListener {
  ListenerStage(ProtocolFamily family, DescriptorListener listener) {
    super(family, listener);
  }

  @Override
  public Listener connector() {
    return connector;
  }

  @Override
  public void listen(int backlog) throws IOException {
    if (backlog < 1) {
      throw new IllegalArgumentException("backlog: " + backlog);
    }
    Opening opening = connector.opening;
    Handle handle = connector.handle();
    handle.enter("listen");
    try {
      int result = opening.descriptors().listen(handle.descriptor(), backlog);
      opening.failures().ensure("listen", connector.uri().toString(), result);
    } finally {
      handle.leave();
    }
  }
}
