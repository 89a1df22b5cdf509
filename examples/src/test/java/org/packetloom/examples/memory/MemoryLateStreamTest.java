// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.memory;

import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.packetloom.conformance.Faults;
import org.packetloom.conformance.SchemeUnderTest;
import org.packetloom.conformance.StreamConformance;

/** Streams that are late keep the stream contract. */
@Tag("matrix")
class MemoryLateStreamTest extends StreamConformance {
  @Override
  public SchemeUnderTest scheme() {
    return new FaultyMemory(Faults.of(1).latency(Duration.ZERO, Duration.ofNanos(200_000)));
  }
}
