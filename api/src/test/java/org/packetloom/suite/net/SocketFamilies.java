// SPDX-License-Identifier: Apache-2.0
package org.packetloom.suite.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import org.junit.jupiter.api.Test;

/** Addresses of IP versions 4 and 6, both at once, and with scopes. */
public interface SocketFamilies extends SocketRow {
  /** Two sockets connected to each other over this address. */
  default SocketEnds open(InetAddress at, InetAddress to) throws IOException {
    try (ServerSocket server = sockets().newServerSocket()) {
      server.bind(new InetSocketAddress(at, 0));
      Socket near = sockets().newSocket(server.getLocalSocketAddress());
      near.connect(new InetSocketAddress(to, server.getLocalPort()));
      return new SocketEnds(near, server.accept());
    }
  }

  @Test
  default void version4Connects() throws Exception {
    assumeInternet();
    InetAddress loopback = Hosts.loopback4();
    try (SocketEnds ends = open(loopback, loopback)) {
      assertTalk(ends);
      assertThat(ends.near().getInetAddress()).isEqualTo(loopback);
      assertThat(ends.near().getLocalAddress()).isEqualTo(loopback);
      assertThat(ends.far().getInetAddress()).isInstanceOf(Inet4Address.class);
      assertThat(ends.far().getLocalAddress()).isInstanceOf(Inet4Address.class);
    }
  }

  @Test
  default void version6Connects() throws Exception {
    assumeInternet();
    InetAddress loopback = Hosts.loopback6();
    try (SocketEnds ends = open(loopback, loopback)) {
      assertTalk(ends);
      assertThat(ends.near().getInetAddress()).isEqualTo(loopback);
      assertThat(ends.near().getLocalAddress()).isInstanceOf(Inet6Address.class);
      assertThat(ends.far().getInetAddress()).isInstanceOf(Inet6Address.class);
    }
  }

  @Test
  default void aServerAtTheWildcardTakesVersion4() throws Exception {
    assumeInternet();
    InetAddress wildcard = new InetSocketAddress(0).getAddress();
    try (SocketEnds ends = open(wildcard, Hosts.loopback4())) {
      assertTalk(ends);
      assertThat(ends.far().getInetAddress()).isEqualTo(Hosts.loopback4());
      assertThat(ends.far().getLocalAddress()).isEqualTo(Hosts.loopback4());
    }
  }

  @Test
  default void aServerAtTheWildcardTakesVersion6() throws Exception {
    assumeInternet();
    InetAddress wildcard = new InetSocketAddress(0).getAddress();
    try (SocketEnds ends = open(wildcard, Hosts.loopback6())) {
      assertTalk(ends);
      assertThat(ends.far().getInetAddress()).isEqualTo(Hosts.loopback6());
    }
  }

  @Test
  default void aSocketBoundToTheWildcardConnectsToEither() throws Exception {
    assumeInternet();
    for (InetAddress host : new InetAddress[] {Hosts.loopback4(), Hosts.loopback6()}) {
      try (ServerSocket server = sockets().newServerSocket();
          Socket client = sockets().newSocket()) {
        server.bind(new InetSocketAddress(host, 0));
        client.bind(new InetSocketAddress(0));
        int port = client.getLocalPort();
        client.connect(server.getLocalSocketAddress());
        assertThat(client.getLocalPort()).isEqualTo(port);
        assertThat(client.getLocalAddress()).isEqualTo(host);
      }
    }
  }

  @Test
  default void addressesWithAScopeConnect() throws Exception {
    assumeInternet();
    Inet6Address scoped = Hosts.scoped();
    try (SocketEnds ends = open(scoped, scoped)) {
      assertTalk(ends);
      assertThat(ends.near().getInetAddress())
          .isInstanceOfSatisfying(
              Inet6Address.class,
              peer -> assertThat(peer.getScopeId()).isEqualTo(scoped.getScopeId()));
      assertThat(ends.far().getInetAddress()).isEqualTo(scoped);
    }
  }

  @Test
  default void aHostNameConnects() throws Exception {
    assumeInternet();
    InetAddress localhost = InetAddress.getByName("localhost");
    try (SocketEnds ends = open(localhost, localhost)) {
      assertThat(ends.near().getInetAddress()).isEqualTo(localhost);
      assertThat(ends.near().getInetAddress().getHostName()).isEqualTo("localhost");
    }
  }
}
