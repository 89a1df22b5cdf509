// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

import java.io.IOException;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.packetloom.Packetloom;
import org.packetloom.suite.Feature;
import org.packetloom.suite.LoomContract;

/** What threads of scopes can count on: rows say engine, poller and place. */
abstract class StructuredContract extends LoomContract
    implements StructuredThreads,
        StructuredDeadlines,
        StructuredCancellation,
        StructuredScopes,
        StructuredRaces {
  private final Toolkit toolkit;

  StructuredContract(String engine, String poller, Place place) {
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

  @Override
  public final Set<Feature> features() {
    return toolkit.place().features();
  }
}
