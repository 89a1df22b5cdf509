// SPDX-License-Identifier: Apache-2.0
package org.packetloom.conformance;

import java.util.Set;
import java.util.concurrent.ThreadFactory;
import org.junit.jupiter.api.AfterAll;
import org.packetloom.Packetloom;
import org.packetloom.suite.Feature;
import org.packetloom.suite.ListenerContract;

/** What every listener promises, and connecting to it; a class that extends this one says whose. */
public abstract class ListenerConformance extends ListenerContract implements SchemeRow {
  /** Made for the toolkit of the first test, closed after the last. */
  private SchemeUnderTest scheme;

  /** For subclasses, which JUnit makes. */
  protected ListenerConformance() {}

  @Override
  public final Packetloom openLoom() throws Exception {
    if (scheme == null) {
      scheme = scheme();
    }
    return scheme.open();
  }

  @AfterAll
  final void closeScheme() throws Exception {
    if (scheme != null) {
      scheme.close();
    }
  }

  @Override
  public final String listenUri() throws Exception {
    return scheme.listenUri();
  }

  @Override
  public final Set<Feature> features() {
    return SchemeRow.featuresOf(scheme);
  }

  @Override
  public final ThreadFactory threads() {
    return loom().threadFactory();
  }
}
