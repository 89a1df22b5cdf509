// SPDX-License-Identifier: Apache-2.0
package org.packetloom.net;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import org.packetloom.suite.Ends;
import org.packetloom.suite.Feature;

/** Sockets of the JDK. */
class AdaptedSocketStreamTest extends AdaptedStreamContract {
  @Override
  public Ends open() throws Exception {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    try (var listener = new ServerSocket(0, 1, loopback)) {
      Socket near = new Socket(loopback, listener.getLocalPort());
      return ends(
          JdkConnectors.stream(loom(), near), JdkConnectors.stream(loom(), listener.accept()));
    }
  }

  @Override
  public Set<Feature> features() {
    return featuresWithout();
  }
}
