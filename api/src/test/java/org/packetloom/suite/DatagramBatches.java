// SPDX-License-Identifier: Apache-2.0
package org.packetloom.suite;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Datagrams that are sent with one call arrive as if each had been sent by itself, however the
 * system moves them: none joined, cut, lost or overtaken.
 */
public interface DatagramBatches extends DatagramRow {
  /** Bytes that differ from datagram to datagram. */
  private static List<byte[]> datagrams(String sizes) {
    byte[] all = Seed.bytes(100_000);
    List<byte[]> datagrams = new ArrayList<>();
    int from = 0;
    for (String size : sizes.split(" ")) {
      byte[] bytes = new byte[Integer.parseInt(size)];
      System.arraycopy(all, from, bytes, 0, bytes.length);
      from += bytes.length;
      datagrams.add(bytes);
    }
    return datagrams;
  }

  private void assertReceived(DatagramEnd end, List<byte[]> datagrams) throws IOException {
    for (byte[] datagram : datagrams) {
      assertThat(receive(end, 20_000)).isEqualTo(datagram);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "9",
        "9 9",
        "64 64 64 64 64 64 64 64 64 64",
        "9 9 9 3",
        "9 9 3 3 9 9",
        "9 9 3 9 12 12 12 1 12 11 10",
        "0",
        "0 0 0",
        "9 9 0 9 9 0 0 3 3 3",
        "1 1 1 1",
        "1200 1200 1200 1200 20",
        "15000 15000 15000 7"
      })
  default void datagramsSentTogetherArriveEachByItself(String sizes) throws Exception {
    List<byte[]> datagrams = datagrams(sizes);
    try (var ends = open()) {
      List<SocketAddress> peers = Collections.nCopies(datagrams.size(), ends.far().address());
      var toAnAddress = startAction(() -> ends.near().sendAll(datagrams, peers));
      assertReceived(ends.far(), datagrams);
      toAnAddress.result();
      ends.near().connect(ends.far().address());
      // the JDK sends no empty datagram without an address
      List<byte[]> others = datagrams.stream().filter(bytes -> bytes.length > 0).toList();
      var toTheConnected = startAction(() -> ends.near().sendAll(others, List.of()));
      assertReceived(ends.far(), others);
      toTheConnected.result();
      assertTalk(ends);
    }
  }

  @Test
  default void manyDatagramsOfOneSizeArriveInOrder() throws Exception {
    List<byte[]> datagrams = datagrams(String.join(" ", Collections.nCopies(150, "11")));
    try (var ends = open()) {
      List<SocketAddress> peers = Collections.nCopies(datagrams.size(), ends.far().address());
      var sender = startAction(() -> ends.near().sendAll(datagrams, peers));
      assertReceived(ends.far(), datagrams);
      sender.result();
    }
  }

  @Test
  default void datagramsForSeveralPeersGoEachToItsOwn() throws Exception {
    List<byte[]> datagrams = datagrams("8 8 8 8 8 8 8 5 8 8 8 8");
    try (var ends = open();
        var others = open()) {
      SocketAddress one = ends.far().address();
      SocketAddress two = others.far().address();
      List<SocketAddress> peers =
          List.of(one, one, two, one, two, two, two, two, one, one, one, two);
      var sender = startAction(() -> ends.near().sendAll(datagrams, peers));
      assertReceived(ends.far(), only(datagrams, peers, one));
      assertReceived(others.far(), only(datagrams, peers, two));
      sender.result();
      assertTalk(ends);
      assertTalk(others);
    }
  }

  private static List<byte[]> only(
      List<byte[]> datagrams, List<SocketAddress> peers, SocketAddress peer) {
    return Stream.iterate(0, i -> i < peers.size(), i -> i + 1)
        .filter(i -> peers.get(i).equals(peer))
        .map(datagrams::get)
        .toList();
  }
}
