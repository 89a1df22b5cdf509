// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.memory;

import org.junit.jupiter.api.Tag;
import org.packetloom.conformance.Faults;
import org.packetloom.conformance.SchemeUnderTest;
import org.packetloom.conformance.StreamConformance;

/** Streams in pieces keep the stream contract. */
@Tag("matrix")
class MemoryPiecesStreamTest extends StreamConformance {
  @Override
  public SchemeUnderTest scheme() {
    return new FaultyMemory(Faults.of(1).partial(50_000));
  }
}
