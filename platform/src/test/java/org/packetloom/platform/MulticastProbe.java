// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Joins groups of version 6 in the network namespace of this process, which has an interface for
 * them.
 */
public final class MulticastProbe {
  private static final String OWN = "fd00::5";
  private static final int PORT = 5_000;

  private final Platform platform = Platforms.current();
  private final Descriptors descriptors = platform.descriptors();
  private final Poller poller = platform.pollers().getFirst().open();
  private final int through;

  private MulticastProbe() throws Exception {
    through = NetworkInterface.getByName("near").getIndex();
  }

  /** Prints {@code done} if groups are heard as they should be. */
  public static void main(String[] arguments) throws Exception {
    MulticastProbe probe = new MulticastProbe();
    InetAddress own = InetAddress.ofLiteral(OWN);
    probe.assertHeard("ff05::1:2:3", Optional.empty());
    probe.assertHeard("ff35::1:2:3", Optional.of(own));
    System.out.println("done");
  }

  private int socket(String host, int port) {
    int descriptor = descriptors.socket(Family.INET6, SocketType.DATAGRAM);
    assertThat(descriptor).isNotNegative();
    assertThat(descriptors.bind(descriptor, address(host, port))).isZero();
    return descriptor;
  }

  private static NativeAddress address(String host, int port) {
    return new NativeAddress.Internet(new InetSocketAddress(InetAddress.ofLiteral(host), port));
  }

  private void assertHeard(String group, Optional<InetAddress> source) {
    int near = socket(OWN, 0);
    int far = socket("::", PORT);
    Transfer sender = poller.attach(near, DescriptorKind.DATAGRAM, new Events());
    Transfer receiver = poller.attach(far, DescriptorKind.DATAGRAM, new Events());
    var membership = new MulticastMembership(InetAddress.ofLiteral(group), through, source);
    assertThat(send(sender, group)).isEqualTo(1);
    assertThat(receive(receiver)).as("not joined").isEqualTo(Transfer.NOT_READY);
    assertThat(descriptors.datagrams().multicast(far, membership, true)).isZero();
    assertThat(send(sender, group)).isEqualTo(1);
    assertThat(receive(receiver)).isEqualTo(5);
    assertThat(descriptors.datagrams().multicast(far, membership, false)).isZero();
    assertThat(send(sender, group)).isEqualTo(1);
    assertThat(receive(receiver)).as("left").isEqualTo(Transfer.NOT_READY);
    assertThat(descriptors.close(near)).isZero();
    assertThat(descriptors.close(far)).isZero();
  }

  private int send(Transfer sender, String group) {
    try (MessageBatch batch = descriptors.datagrams().batch(1, 10)) {
      batch.size(0, 5);
      assertThat(batch.peer(0, address(group, PORT))).isZero();
      batch.near(0, Optional.empty(), through);
      return sender.messages().trySend(batch, 0, 1);
    }
  }

  private static int receive(Transfer receiver) {
    return receiver.tryReceive(ByteBuffer.allocate(10), new NativeAddress.Box());
  }
}
