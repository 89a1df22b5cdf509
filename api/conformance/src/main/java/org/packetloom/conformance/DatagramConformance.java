// SPDX-License-Identifier: Apache-2.0
package org.packetloom.conformance;

import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ThreadFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.packetloom.suite.ConnectorDatagrams;
import org.packetloom.suite.DatagramContract;
import org.packetloom.suite.DatagramEnds;
import org.packetloom.suite.Feature;
import org.packetloom.suite.LoomRow;

/** What every connector of datagrams promises; a class that extends this one says whose. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class DatagramConformance extends DatagramContract implements SchemeRow {
  @RegisterExtension final OpenScheme opened = new OpenScheme();

  /** For subclasses, which JUnit makes. */
  protected DatagramConformance() {}

  @Override
  public final DatagramEnds open(String parameters) throws Exception {
    ConnectorDatagrams near = bind(parameters);
    return new DatagramEnds(near, bind(parameters));
  }

  private ConnectorDatagrams bind(String parameters) throws IOException {
    String uri = opened.scheme().datagramUri();
    return new ConnectorDatagrams(
        opened.loom().bind(parameters.isEmpty() ? uri : LoomRow.with(uri, parameters)));
  }

  @Override
  public final Set<Feature> features() {
    return opened.features();
  }

  @Override
  public final ThreadFactory threads() {
    return opened.threads();
  }
}
