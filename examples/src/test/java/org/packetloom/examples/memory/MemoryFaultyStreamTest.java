// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.memory;

import java.io.IOException;
import org.junit.jupiter.api.Tag;
import org.packetloom.Packetloom;
import org.packetloom.Pair;
import org.packetloom.conformance.Faults;
import org.packetloom.conformance.SchemeRow;
import org.packetloom.conformance.SchemeUnderTest;
import org.packetloom.conformance.StreamConformance;

/** Faults that do no harm leave the stream contract as it is. */
@Tag("matrix")
class MemoryFaultyStreamTest extends StreamConformance {
  @Override
  public SchemeUnderTest scheme() {
    return new FaultyUnderTest(Faults.of(1));
  }

  record FaultyUnderTest(SchemeUnderTest memory, Faults faults) implements SchemeUnderTest {
    FaultyUnderTest(Faults faults) {
      this(new MemoryUnderTest(), faults);
    }

    @Override
    public Packetloom open() throws IOException {
      return memory.open();
    }

    @Override
    public Pair openPair(Packetloom loom) throws IOException {
      Pair pair = SchemeRow.connect(loom, memory.listenUri());
      return new Pair(faults.over(loom, pair.first()), faults.over(loom, pair.second()));
    }

    @Override
    public int moreThanBuffers() {
      return memory.moreThanBuffers();
    }
  }
}
