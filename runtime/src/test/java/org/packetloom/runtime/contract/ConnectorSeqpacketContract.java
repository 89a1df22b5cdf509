// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

import java.util.Set;
import java.util.concurrent.ThreadFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.packetloom.Packetloom;
import org.packetloom.Pair;
import org.packetloom.suite.Feature;
import org.packetloom.suite.SeqpacketContract;

/** The contract of records over connectors: rows say engine, poller and place. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ConnectorSeqpacketContract extends SeqpacketContract {
  private final Toolkit toolkit;

  /** Set before the first test, closed after the last. */
  private Packetloom loom;

  ConnectorSeqpacketContract(String engine, String poller, Place place) {
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
  public final Pair open(String parameters) throws Exception {
    String query = "?behaviour=seqpacket" + (parameters.isEmpty() ? "" : "&" + parameters);
    if (toolkit.place() == Place.LOCAL_UNNAMED) {
      return loom.pair("local://" + query);
    }
    try (var listener = loom.listen(toolkit.place().listenUri(toolkit.folder()) + query)) {
      var client = loom.connect(listener.uri());
      return new Pair(client, listener.accept());
    }
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
