// SPDX-License-Identifier: Apache-2.0
package org.packetloom.conformance;

import java.util.Set;
import java.util.concurrent.ThreadFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.packetloom.suite.ConnectorEnd;
import org.packetloom.suite.Ends;
import org.packetloom.suite.Feature;
import org.packetloom.suite.StreamContract;

/** What every stream promises; a class that extends this one says whose streams. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class StreamConformance extends StreamContract implements SchemeRow {
  @RegisterExtension final OpenScheme opened = new OpenScheme();

  /** For subclasses, which JUnit makes. */
  protected StreamConformance() {}

  @Override
  public final Ends open() throws Exception {
    return ConnectorEnd.ends(opened.scheme().openPair(opened.loom()));
  }

  @Override
  public final int moreThanBuffers() {
    return opened.scheme().moreThanBuffers();
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
