// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

import java.util.Set;
import java.util.concurrent.ThreadFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.packetloom.DatagramConnector;
import org.packetloom.Packetloom;
import org.packetloom.suite.ConnectorDatagrams;
import org.packetloom.suite.DatagramContract;
import org.packetloom.suite.DatagramEnds;
import org.packetloom.suite.Feature;

/** The datagram contract over connectors: rows say engine, poller and place. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ConnectorDatagramContract extends DatagramContract {
  private final Toolkit toolkit;

  /** Set before the first test, closed after the last. */
  private Packetloom loom;

  ConnectorDatagramContract(String engine, String poller, Place place) {
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
  public final DatagramEnds open(String parameters) throws Exception {
    String query = toolkit.place().datagramQuery(parameters);
    var near = new ConnectorDatagrams(underTest(loom.bind(toolkit.listenUri() + query)));
    return new DatagramEnds(
        near, new ConnectorDatagrams(underTest(loom.bind(toolkit.listenUri() + query))));
  }

  /** The connector, or something that takes its place. */
  DatagramConnector underTest(DatagramConnector connector) {
    return connector;
  }

  /** Where the engine serves threads best. */
  @Override
  public final ThreadFactory threads() {
    return loom.threadFactory();
  }

  @Override
  public Set<Feature> features() {
    return toolkit.place().features();
  }
}
