// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.memory;

import java.io.IOException;
import java.util.Set;
import org.packetloom.Packetloom;
import org.packetloom.suite.Feature;
import org.packetloom.suite.ListenerContract;

/** A scheme of the user's own keeps the whole listener contract. */
class MemoryListenerTest extends ListenerContract {
  private final MemoryRow row = new MemoryRow();

  @Override
  public Packetloom openLoom() throws IOException {
    return row.open();
  }

  @Override
  public String listenUri() {
    return row.listenUri();
  }

  @Override
  public Set<Feature> features() {
    return MemoryRow.features();
  }
}
