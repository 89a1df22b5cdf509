// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import org.packetloom.ConnectorTimeoutException;
import org.packetloom.Datagram;
import org.packetloom.DatagramConnector;
import org.packetloom.Packetloom;

/** Our interface and one of socat, with the kernel as the router between them. */
final class SocatTunChild {
  private static final int MOST_ATTEMPTS = 100;

  private SocatTunChild() {}

  public static void main(String[] arguments) throws Exception {
    Namespace.ensureOwn(arguments[0]);
    try (Tool up = Tool.start("ip", "link", "set", "lo", "up")) {
      up.awaitSuccess();
    }
    Files.writeString(Path.of("/proc/sys/net/ipv4/ip_forward"), "1");
    try (Packetloom loom = Packetloom.open();
        DatagramConnector ours = loom.bind("tun:///ours?address=10.9.8.1/24");
        DatagramConnector behindTheirs = loom.bind("udp4://127.0.0.1:0")) {
      int port = ((InetSocketAddress) behindTheirs.localAddress().orElseThrow()).getPort();
      String device = "TUN:10.9.9.1/24,tun-name=theirs,iff-no-pi,up";
      try (Tool _ = Tool.start("socat", device, "UDP4-DATAGRAM:127.0.0.1:" + port)) {
        passes(ours, behindTheirs);
      }
    }
    Namespace.done();
  }

  /**
   * A packet that we send into our interface comes out of socat's, and one that it sends of ours.
   */
  private static void passes(DatagramConnector ours, DatagramConnector behindTheirs)
      throws IOException {
    byte[] there = Packets.ping4("10.9.8.2", "10.9.9.2", 200);
    Datagram arrived =
        sendUntilReceived(() -> ours.send(ByteBuffer.wrap(there)), behindTheirs, there);
    byte[] back = Packets.ping4("10.9.9.2", "10.9.8.2", 300);
    sendUntilReceived(
        () -> behindTheirs.send(ByteBuffer.wrap(back), arrived.sender().orElseThrow()), ours, back);
  }

  private interface Sending {
    void run() throws IOException;
  }

  /** Socat makes its interface when it likes: what is sent before is lost. */
  private static Datagram sendUntilReceived(Sending sending, DatagramConnector end, byte[] packet)
      throws IOException {
    ByteBuffer room = ByteBuffer.allocate(2_000);
    end.readTimeout(Duration.ofMillis(100));
    for (int attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
      sending.run();
      try {
        Datagram datagram = end.receive(room.clear());
        if (Packets.isSamePing4(Arrays.copyOf(room.array(), datagram.size()), packet)) {
          return datagram;
        }
      } catch (ConnectorTimeoutException _) {
        assertThat(end.isOpen()).isTrue(); // once more
      }
    }
    throw new AssertionError("no packet came");
  }
}
