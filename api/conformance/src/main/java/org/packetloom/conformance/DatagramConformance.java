// SPDX-License-Identifier: Apache-2.0
package org.packetloom.conformance;

import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ThreadFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.packetloom.Packetloom;
import org.packetloom.suite.ConnectorDatagrams;
import org.packetloom.suite.DatagramContract;
import org.packetloom.suite.DatagramEnds;
import org.packetloom.suite.Feature;
import org.packetloom.suite.LoomRow;

/** What every connector of datagrams promises; a class that extends this one says whose. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class DatagramConformance extends DatagramContract implements SchemeRow {
  /** Set before the first test, closed after the last. */
  private SchemeUnderTest scheme;

  private Packetloom loom;

  /** For subclasses, which JUnit makes. */
  protected DatagramConformance() {}

  @BeforeAll
  final void openScheme() throws Exception {
    scheme = scheme();
    loom = scheme.open();
  }

  @AfterAll
  final void closeScheme() throws Exception {
    try (var _ = scheme;
        var _ = loom) {
      // closed in reverse, if they were opened
    }
  }

  @Override
  public final DatagramEnds open(String parameters) throws Exception {
    ConnectorDatagrams near = bind(parameters);
    return new DatagramEnds(near, bind(parameters));
  }

  private ConnectorDatagrams bind(String parameters) throws IOException {
    String uri = scheme.datagramUri();
    return new ConnectorDatagrams(
        loom.bind(parameters.isEmpty() ? uri : LoomRow.with(uri, parameters)));
  }

  @Override
  public final Set<Feature> features() {
    return SchemeRow.featuresOf(scheme);
  }

  @Override
  public final ThreadFactory threads() {
    return loom.threadFactory();
  }
}
