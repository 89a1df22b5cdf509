// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ThreadFactory;
import org.junit.jupiter.api.AfterAll;
import org.packetloom.Packetloom;
import org.packetloom.suite.Feature;
import org.packetloom.suite.ListenerContract;

/** The listener contract over connectors: rows say engine, poller and place. */
abstract class ConnectorListenerContract extends ListenerContract {
  private final Toolkit toolkit;

  ConnectorListenerContract(String engine, String poller, Place place) {
    this.toolkit = Toolkit.of(engine, poller, place);
  }

  @AfterAll
  final void removeFolder() throws IOException {
    toolkit.close();
  }

  @Override
  public final Packetloom openLoom() throws IOException {
    return toolkit.open();
  }

  @Override
  public final String listenUri() {
    return toolkit.place().listenUri(toolkit.folder());
  }

  /** Where the engine serves threads best. */
  @Override
  public final ThreadFactory threads() {
    return loom().threadFactory();
  }

  @Override
  public final Set<Feature> features() {
    return toolkit.place().features();
  }
}
