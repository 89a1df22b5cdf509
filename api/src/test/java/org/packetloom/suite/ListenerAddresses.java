// SPDX-License-Identifier: Apache-2.0
package org.packetloom.suite;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;
import org.packetloom.ConnectorTarget;
import org.packetloom.ConnectorUri;

/** Names and addresses of both ends agree, and outlive the connection. */
public interface ListenerAddresses extends LoomRow {
  @Test
  default void bothEndsAgreeOnTheirAddresses() throws Exception {
    assumeHas(Feature.ADDRESSES);
    try (var connection = connect(loom().listen(listenUri()))) {
      var client = connection.client();
      var accepted = connection.accepted();
      assertThat(client.localAddress()).isPresent().isEqualTo(accepted.peerAddress());
      assertThat(client.peerAddress()).isPresent().isEqualTo(accepted.localAddress());
    }
  }

  @Test
  default void addressesAreStillKnownAfterClose() throws Exception {
    assumeHas(Feature.ADDRESSES);
    try (var connection = connect(loom().listen(listenUri()))) {
      var client = connection.client();
      var local = client.localAddress();
      var peer = client.peerAddress();
      var listening = connection.listener().localAddress();
      client.close();
      connection.listener().close();
      assertThat(client.localAddress()).isEqualTo(local);
      assertThat(client.peerAddress()).isEqualTo(peer);
      assertThat(connection.listener().localAddress()).isPresent().isEqualTo(listening);
    }
  }

  @Test
  default void theUriOfAListenerCanBeConnectedTo() throws Exception {
    try (var listener = loom().listen(listenUri())) {
      assertServes(listener);
      assertThat(ConnectorUri.parse(listener.uri().toString())).isEqualTo(listener.uri());
    }
  }

  @Test
  default void aListenerOnPortZeroNamesItsRealPort() throws Exception {
    assumeHas(Feature.PORTS);
    try (var listener = loom().listen(listenUri())) {
      assertThat(listener.uri().target())
          .isInstanceOfSatisfying(
              ConnectorTarget.Host.class, host -> assertThat(host.port().orElse(0)).isPositive());
      assertThat(listener.localAddress().orElseThrow())
          .isInstanceOfSatisfying(
              InetSocketAddress.class,
              address -> assertThat(listener.uri().toString()).endsWith(":" + address.getPort()));
    }
  }

  @Test
  default void twoListenersOnPortZeroGetDifferentPorts() throws Exception {
    assumeHas(Feature.PORTS);
    try (var one = loom().listen(listenUri());
        var other = loom().listen(listenUri())) {
      assertThat(one.uri()).isNotEqualTo(other.uri());
      assertServes(one);
      assertServes(other);
    }
  }

  @Test
  default void theClientsPeerIsTheListener() throws Exception {
    assumeHas(Feature.ADDRESSES);
    try (var connection = connect(loom().listen(listenUri()))) {
      assertThat(connection.client().peerAddress()).isEqualTo(connection.listener().localAddress());
    }
  }
}
