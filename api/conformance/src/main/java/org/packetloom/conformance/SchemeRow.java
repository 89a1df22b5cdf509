// SPDX-License-Identifier: Apache-2.0
package org.packetloom.conformance;

import java.io.IOException;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import org.packetloom.Packetloom;
import org.packetloom.Pair;
import org.packetloom.StreamConnector;
import org.packetloom.suite.Feature;
import org.packetloom.suite.Row;

/** What the suites of one scheme have in common: its features, and what makes its connectors. */
public interface SchemeRow extends Row {
  /** What a scheme is not expected to have unless it {@linkplain SchemeUnderTest#has() says so}. */
  Set<Feature> OF_SOCKETS =
      Collections.unmodifiableSet(
          EnumSet.of(
              Feature.FLAGS,
              Feature.FULL_QUEUE_WAITS,
              Feature.LOSSLESS_DATAGRAMS,
              Feature.PORTS,
              Feature.REFUSED_DATAGRAMS,
              Feature.RESET,
              Feature.SOCKET_FILES,
              Feature.VANISHING_NAMES));

  /**
   * Makes what knows the scheme; called once, before the first test.
   *
   * @return the scheme
   * @throws Exception if it cannot be made; fails all tests
   */
  SchemeUnderTest scheme() throws Exception;

  /** The features of this process and of a scheme. */
  static Set<Feature> featuresOf(SchemeUnderTest scheme) {
    Set<Feature> features = EnumSet.allOf(Feature.class);
    features.removeAll(OF_SOCKETS);
    features.addAll(scheme.has());
    features.removeAll(scheme.lacks());
    features.removeAll(EnumSet.of(Feature.DESCRIPTOR_FOLDER, Feature.STRUCTURED_CONCURRENCY));
    features.addAll(Feature.ofThisProcess());
    return features;
  }

  /** Two streams connected through a listener that is closed again. */
  static Pair connect(Packetloom loom, String uri) throws IOException {
    try (var listener = loom.listen(uri)) {
      StreamConnector client = loom.connect(listener.uri());
      return new Pair(client, listener.accept());
    }
  }
}
