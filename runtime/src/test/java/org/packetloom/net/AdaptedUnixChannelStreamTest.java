// SPDX-License-Identifier: Apache-2.0
package org.packetloom.net;

import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.packetloom.suite.Ends;
import org.packetloom.suite.Feature;

/** Channels of the JDK over Unix-domain sockets. */
@Tag("matrix")
class AdaptedUnixChannelStreamTest extends AdaptedStreamContract {
  @Override
  public Ends open() throws Exception {
    Path folder = Files.createTempDirectory("packetloom");
    Path path = folder.resolve("socket");
    try (var listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      listener.bind(UnixDomainSocketAddress.of(path));
      SocketChannel near = SocketChannel.open(listener.getLocalAddress());
      return ends(
          JdkConnectors.stream(loom(), near), JdkConnectors.stream(loom(), listener.accept()));
    } finally {
      Files.deleteIfExists(path);
      Files.delete(folder);
    }
  }

  @Override
  public Set<Feature> features() {
    return featuresWithout(Feature.RESET);
  }
}
