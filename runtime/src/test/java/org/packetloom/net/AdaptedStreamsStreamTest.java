// SPDX-License-Identifier: Apache-2.0
package org.packetloom.net;

import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.Pipe;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.packetloom.StreamConnector;
import org.packetloom.suite.Ends;
import org.packetloom.suite.Feature;

/** Streams to read from and to write to. */
@Tag("matrix")
class AdaptedStreamsStreamTest extends AdaptedStreamContract {
  @Override
  public Ends open() throws Exception {
    Pipe there = Pipe.open();
    Pipe back = Pipe.open();
    return ends(stream(back, there), stream(there, back));
  }

  private StreamConnector stream(Pipe in, Pipe out) throws IOException {
    return JdkConnectors.stream(
        loom(), Channels.newInputStream(in.source()), Channels.newOutputStream(out.sink()));
  }

  @Override
  public Set<Feature> features() {
    return featuresWithout(Feature.ADDRESSES, Feature.RESET);
  }
}
