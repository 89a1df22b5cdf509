// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.memory;

import org.junit.jupiter.api.Tag;
import org.packetloom.conformance.Faults;
import org.packetloom.conformance.SchemeUnderTest;
import org.packetloom.conformance.StreamConformance;

/** Faults that do no harm leave the stream contract as it is. */
@Tag("matrix")
class MemoryFaultlessStreamTest extends StreamConformance {
  @Override
  public SchemeUnderTest scheme() {
    return new FaultyMemory(Faults.of(1));
  }
}
