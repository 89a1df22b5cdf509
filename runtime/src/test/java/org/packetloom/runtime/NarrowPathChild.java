// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.packetloom.ConnectorOptions;
import org.packetloom.DatagramBatch;
import org.packetloom.DatagramConnector;
import org.packetloom.MessageTooLargeException;
import org.packetloom.MtuDiscovery;
import org.packetloom.Packetloom;

/** Batches over a loopback interface that takes packets of 1500 bytes, in a namespace. */
final class NarrowPathChild {
  private static final int COUNT = 10;
  private static final int FITS = 1_400;
  private static final int TOO_LARGE = 2_000;

  private final Packetloom loom;
  private final String uri;

  private NarrowPathChild(Packetloom loom, String uri) {
    this.loom = loom;
    this.uri = uri;
  }

  public static void main(String[] arguments) throws Exception {
    Namespace.ensureOwn(arguments[0]);
    try (Tool up = Tool.start("ip", "link", "set", "lo", "up", "mtu", "1500")) {
      up.awaitSuccess();
    }
    try (Packetloom loom = Packetloom.open()) {
      for (String uri : new String[] {"udp4://127.0.0.1:0", "udp6://[::1]:0"}) {
        var child = new NarrowPathChild(loom, uri);
        child.fragmentsAreMadeAsEver(false);
        child.fragmentsAreMadeAsEver(true);
        child.whoForbidsFragmentsIsRefused();
      }
    }
    Namespace.done();
  }

  /** Also what goes joined before and after. */
  private void fragmentsAreMadeAsEver(boolean isConnected) throws IOException {
    try (var near = loom.bind(uri);
        var far = loom.bind(uri);
        var joined = loom.bind(uri).receiveOffload(true);
        var batch = near.batch(COUNT, TOO_LARGE);
        var received = joined.batch(2 * COUNT, 65_535)) {
      SocketAddress joining = joined.localAddress().orElseThrow();
      near.send(filled(batch, FITS, Optional.of(joining)));
      assertThat(joined.receive(received)).isEqualTo(1);
      Optional<SocketAddress> peer = far.localAddress();
      if (isConnected) {
        near.connect(peer.orElseThrow());
        peer = Optional.empty();
      }
      for (int round = 0; round < 3; round++) {
        near.send(filled(batch, TOO_LARGE, peer));
        assertThat(batch.position()).isEqualTo(COUNT);
        for (int i = 0; i < COUNT; i++) {
          ByteBuffer room = ByteBuffer.allocate(4_000);
          assertThat(far.receive(room).size()).isEqualTo(TOO_LARGE);
          assertThat(room.get(0)).isEqualTo((byte) i);
          assertThat(room.get(TOO_LARGE - 1)).isEqualTo((byte) i);
        }
      }
      near.send(filled(batch, FITS, Optional.of(joining)));
      assertThat(joined.receive(received)).isEqualTo(1);
      assertThat(received.size(0)).isEqualTo(COUNT * FITS);
    }
  }

  private void whoForbidsFragmentsIsRefused() throws IOException {
    try (DatagramConnector near = loom.bind(uri);
        DatagramConnector far = loom.bind(uri);
        DatagramBatch batch = near.batch(COUNT, TOO_LARGE)) {
      near.option(ConnectorOptions.IP_MTU_DISCOVER, MtuDiscovery.ALWAYS);
      filled(batch, TOO_LARGE, far.localAddress());
      batch.size(0, FITS).size(1, FITS);
      assertThat(catchThrowable(() -> near.send(batch)))
          .isInstanceOfSatisfying(
              MessageTooLargeException.class,
              e -> {
                assertThat(e.size()).hasValue(TOO_LARGE);
                assertThat(e.bytesMoved()).isEqualTo(2 * FITS);
              });
      assertThat(batch.position()).isEqualTo(2);
      assertThat(far.receive(ByteBuffer.allocate(4_000)).size()).isEqualTo(FITS);
      assertThat(far.receive(ByteBuffer.allocate(4_000)).size()).isEqualTo(FITS);
      assertThat(far.tryReceive(ByteBuffer.allocate(4_000))).isEmpty();
    }
  }

  private static DatagramBatch filled(DatagramBatch batch, int size, Optional<SocketAddress> peer) {
    batch.clear();
    for (int i = 0; i < COUNT; i++) {
      byte[] bytes = new byte[size];
      bytes[0] = (byte) i;
      bytes[size - 1] = (byte) i;
      ByteBuffer source = ByteBuffer.wrap(bytes);
      peer.ifPresentOrElse(to -> batch.add(source, to), () -> batch.add(source));
    }
    return batch;
  }
}
