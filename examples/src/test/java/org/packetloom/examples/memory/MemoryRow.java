// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.memory;

import java.io.IOException;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.packetloom.Packetloom;
import org.packetloom.suite.Feature;

/** What the rows of the memory scheme have in common. */
final class MemoryRow {
  private final MemoryScheme scheme = new MemoryScheme();
  private final AtomicLong numbers = new AtomicLong();

  Packetloom open() throws IOException {
    return Packetloom.builder().scheme(scheme).open();
  }

  String listenUri() {
    return "memory:///row-" + numbers.incrementAndGet();
  }

  /** No sockets, so none of what only those have; a full queue has a test of its own. */
  static Set<Feature> features() {
    Set<Feature> features = EnumSet.allOf(Feature.class);
    features.removeAll(
        EnumSet.of(
            Feature.DESCRIPTOR_FOLDER,
            Feature.STRUCTURED_CONCURRENCY,
            Feature.PORTS,
            Feature.RESET,
            Feature.SOCKET_FILES,
            Feature.VANISHING_NAMES,
            Feature.FLAGS,
            Feature.FULL_QUEUE_WAITS));
    features.addAll(Feature.ofThisProcess());
    return features;
  }
}
