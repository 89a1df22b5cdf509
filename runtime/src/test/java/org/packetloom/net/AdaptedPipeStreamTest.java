// SPDX-License-Identifier: Apache-2.0
package org.packetloom.net;

import java.nio.channels.Pipe;
import java.util.Set;
import org.packetloom.suite.Ends;
import org.packetloom.suite.Feature;

/** The ends of two pipes of the JDK. */
class AdaptedPipeStreamTest extends AdaptedStreamContract {
  @Override
  public Ends open() throws Exception {
    Pipe there = Pipe.open();
    Pipe back = Pipe.open();
    return ends(
        JdkConnectors.stream(loom(), back.source(), there.sink()),
        JdkConnectors.stream(loom(), there.source(), back.sink()));
  }

  @Override
  public Set<Feature> features() {
    return featuresWithout(Feature.ADDRESSES, Feature.RESET);
  }
}
