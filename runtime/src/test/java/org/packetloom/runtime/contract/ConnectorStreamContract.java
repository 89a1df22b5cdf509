// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

import java.util.Set;
import java.util.concurrent.ThreadFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.packetloom.Packetloom;
import org.packetloom.suite.ConnectorEnd;
import org.packetloom.suite.Ends;
import org.packetloom.suite.Feature;
import org.packetloom.suite.StreamContract;

/** The stream contract over connectors: rows say engine, poller and place. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ConnectorStreamContract extends StreamContract {
  private final Toolkit toolkit;

  /** Set before the first test, closed after the last. */
  private Packetloom loom;

  ConnectorStreamContract(String engine, String poller, Place place) {
    this.toolkit = Toolkit.of(engine, poller, place);
  }

  @BeforeAll
  final void openToolkit() throws Exception {
    loom = toolkit.open();
  }

  @AfterAll
  final void closeToolkit() throws Exception {
    try (toolkit) {
      if (loom != null) {
        loom.close();
      }
    }
  }

  @Override
  public final Ends open() throws Exception {
    return ConnectorEnd.ends(toolkit.place().pair(loom, toolkit.folder()));
  }

  /** TCP has as much room as it likes, the others have what they were given. */
  @Override
  public final int moreThanBuffers() {
    return features().contains(Feature.PORTS) ? MORE_THAN_BUFFERS : MORE_THAN_BUFFERS / 8;
  }

  /** Where the engine serves threads best. */
  @Override
  public final ThreadFactory threads() {
    return loom.threadFactory();
  }

  @Override
  public final Set<Feature> features() {
    return toolkit.place().features();
  }
}
