// SPDX-License-Identifier: Apache-2.0
package org.packetloom.net;

import java.io.IOException;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.packetloom.Packetloom;
import org.packetloom.Pair;
import org.packetloom.StreamConnector;
import org.packetloom.suite.ConnectorEnd;
import org.packetloom.suite.Ends;
import org.packetloom.suite.Feature;
import org.packetloom.suite.StreamContract;

/** Things of the JDK keep the stream contract, once they are seen as connectors. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class AdaptedStreamContract extends StreamContract {
  private Packetloom loom;

  @BeforeAll
  void openToolkit() throws IOException {
    loom = Packetloom.open();
  }

  @AfterAll
  void closeToolkit() {
    loom.close();
  }

  final Packetloom loom() {
    return loom;
  }

  static Ends ends(StreamConnector near, StreamConnector far) {
    return ConnectorEnd.ends(new Pair(near, far));
  }

  /**
   * Adapters have no flags; what else is missing, the kind of thing lacks. A read goes through
   * another thread even if bytes are there, or finds that one has taken them and not yet told: so
   * it counts as a call that waits ({@link Feature#INTERRUPT_ONLY_WAITS}).
   */
  static Set<Feature> featuresWithout(Feature... missing) {
    Set<Feature> features = EnumSet.allOf(Feature.class);
    features.removeAll(
        EnumSet.of(
            Feature.DESCRIPTOR_FOLDER,
            Feature.STRUCTURED_CONCURRENCY,
            Feature.FLAGS,
            Feature.INTERRUPT_ONLY_WAITS,
            Feature.KNOWN_PEERS));
    features.removeAll(Set.of(missing));
    features.addAll(Feature.ofThisProcess());
    return features;
  }
}
