// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.memory;

import java.io.IOException;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.packetloom.Packetloom;
import org.packetloom.Pair;
import org.packetloom.suite.ConnectorEnd;
import org.packetloom.suite.Ends;
import org.packetloom.suite.Feature;
import org.packetloom.suite.StreamContract;

/** A scheme of the user's own keeps the stream contract, but for the flags of sockets. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MemoryStreamTest extends StreamContract {
  private final MemoryRow row = new MemoryRow();
  private Packetloom loom;

  @BeforeAll
  void openToolkit() throws IOException {
    loom = row.open();
  }

  @AfterAll
  void closeToolkit() {
    loom.close();
  }

  @Override
  public Ends open() throws Exception {
    try (var listener = loom.listen(row.listenUri())) {
      var client = loom.connect(listener.uri());
      return ConnectorEnd.ends(new Pair(client, listener.accept()));
    }
  }

  @Override
  public int moreThanBuffers() {
    return 1 << 20;
  }

  @Override
  public Set<Feature> features() {
    return MemoryRow.features();
  }
}
