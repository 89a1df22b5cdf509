// SPDX-License-Identifier: Apache-2.0
package org.packetloom.conformance;

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

/** What every stream promises; a class that extends this one says whose streams. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class StreamConformance extends StreamContract implements SchemeRow {
  /** Set before the first test, closed after the last. */
  private SchemeUnderTest scheme;

  private Packetloom loom;

  /** For subclasses, which JUnit makes. */
  protected StreamConformance() {}

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
  public final Ends open() throws Exception {
    return ConnectorEnd.ends(scheme.openPair(loom));
  }

  @Override
  public final int moreThanBuffers() {
    return scheme.moreThanBuffers();
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
