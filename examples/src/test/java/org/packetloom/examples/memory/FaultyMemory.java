// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.memory;

import java.io.IOException;
import java.util.EnumSet;
import java.util.Set;
import org.packetloom.Packetloom;
import org.packetloom.Pair;
import org.packetloom.conformance.Faults;
import org.packetloom.conformance.SchemeRow;
import org.packetloom.conformance.SchemeUnderTest;
import org.packetloom.suite.Feature;

/** Streams of the memory scheme, both ends of which have faults. */
record FaultyMemory(MemoryUnderTest memory, Faults faults, Set<Feature> lacks)
    implements SchemeUnderTest {
  FaultyMemory(Faults faults, Feature... lacks) {
    this(new MemoryUnderTest(), faults, EnumSet.noneOf(Feature.class));
    lacks().addAll(Set.of(lacks));
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
