// SPDX-License-Identifier: Apache-2.0
package org.packetloom.suite;

import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.util.Set;

/** Control: channels of the JDK over Unix-domain sockets. */
class JdkUnixStreamTest extends StreamContract {
  @Override
  public Set<Feature> features() {
    Set<Feature> features = Feature.ofThisProcess();
    features.addAll(Set.of(Feature.SHORT_LIVED_STREAMS, Feature.HALF_CLOSE, Feature.ADDRESSES));
    return features;
  }

  @Override
  public Ends open() throws Exception {
    var folder = Files.createTempDirectory("packetloom");
    var path = folder.resolve("socket");
    try (var listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      listener.bind(UnixDomainSocketAddress.of(path));
      var near = SocketChannel.open(listener.getLocalAddress());
      return new Ends(new ChannelEnd(near), new ChannelEnd(listener.accept()));
    } finally {
      Files.deleteIfExists(path);
      Files.delete(folder);
    }
  }
}
