// SPDX-License-Identifier: Apache-2.0
package com.example.rope;

import java.io.IOException;
import java.util.Set;
import org.packetloom.Packetloom;
import org.packetloom.Pair;
import org.packetloom.conformance.SchemeUnderTest;
import org.packetloom.suite.Feature;

final class RopeUnderTest implements SchemeUnderTest {
  @Override
  public Packetloom open() throws IOException {
    return Packetloom.builder().scheme(new RopeScheme()).open();
  }

  @Override
  public Pair openPair(Packetloom loom) throws IOException {
    return loom.pair("rope://");
  }

  @Override
  public Set<Feature> lacks() {
    return Set.of(Feature.ADDRESSES);
  }

  @Override
  public int moreThanBuffers() {
    return 1 << 20;
  }
}
