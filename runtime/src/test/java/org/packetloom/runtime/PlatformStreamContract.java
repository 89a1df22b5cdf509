// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.packetloom.Packetloom;
import org.packetloom.platform.Platform;
import org.packetloom.suite.ConnectorEnd;
import org.packetloom.suite.Ends;
import org.packetloom.suite.Feature;
import org.packetloom.suite.Scale;
import org.packetloom.suite.StreamContract;

/**
 * The stream contract over a platform that misbehaves within its contract, or works differently.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class PlatformStreamContract extends StreamContract {
  private final Platform platform;
  private final String engine;
  private final String poller;
  private final String pairUri;

  /** Set before the first test, closed after the last. */
  private Packetloom loom;

  PlatformStreamContract(Platform platform, String engine, String poller, String pairUri) {
    this.platform = platform;
    this.engine = engine;
    this.poller = poller;
    this.pairUri = pairUri;
  }

  @BeforeAll
  final void openToolkit() throws Exception {
    loom = ToolkitTest.builder(engine, poller).open(platform);
  }

  @AfterAll
  final void closeToolkit() {
    loom.close();
  }

  @Override
  public final Ends open() throws Exception {
    return ConnectorEnd.ends(loom.pair(pairUri));
  }

  @Override
  public int openingRounds() {
    return Scale.rounds(100);
  }

  @Override
  public Set<Feature> features() {
    Set<Feature> features = EnumSet.allOf(Feature.class);
    features.removeAll(EnumSet.of(Feature.DESCRIPTOR_FOLDER, Feature.STRUCTURED_CONCURRENCY));
    features.addAll(Feature.ofThisProcess());
    features.remove(Feature.SOCKET_FILES);
    if (!pairUri.startsWith("tcp")) {
      features.removeAll(EnumSet.of(Feature.PORTS, Feature.RESET));
    }
    if (pairUri.startsWith("anon")) {
      features.removeAll(EnumSet.of(Feature.ADDRESSES, Feature.FLAGS));
    }
    return features;
  }
}
