// SPDX-License-Identifier: Apache-2.0
package org.packetloom.conformance;

import java.util.Set;
import java.util.concurrent.ThreadFactory;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.packetloom.Packetloom;
import org.packetloom.suite.Feature;

/** A scheme and one toolkit that knows it, open while the tests of a class run. */
final class OpenScheme implements BeforeAllCallback, AfterAllCallback {
  /** Set before the first test, closed after the last. */
  private SchemeUnderTest scheme;

  private Packetloom loom;

  @Override
  public void beforeAll(ExtensionContext context) throws Exception {
    scheme = ((SchemeRow) context.getRequiredTestInstance()).scheme();
    loom = scheme.open();
  }

  @Override
  public void afterAll(ExtensionContext context) throws Exception {
    try (var _ = scheme;
        var _ = loom) {
      // closed in reverse, if they were opened
    }
  }

  SchemeUnderTest scheme() {
    return scheme;
  }

  Packetloom loom() {
    return loom;
  }

  Set<Feature> features() {
    return SchemeRow.featuresOf(scheme);
  }

  ThreadFactory threads() {
    return loom.threadFactory();
  }
}
