// SPDX-License-Identifier: Apache-2.0
package org.packetloom.suite;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.packetloom.Datagram;

/** Calls that never wait. */
public interface DatagramTries extends DatagramRow {
  @Test
  default void tryReceiveFindsNothingOrOneDatagram() throws Exception {
    assumeHas(Feature.TRY_CALLS);
    try (var ends = open()) {
      ByteBuffer buffer = ByteBuffer.allocate(10);
      assertThat(ends.near().tryReceive(buffer)).isEmpty();
      for (int i = 0; i < 10; i++) {
        assertThat(ends.far().trySend(ByteBuffer.wrap(new byte[] {1, 2}), ends.near().address()))
            .isTrue();
        Datagram received = awaitDatagram(ends.near(), buffer.clear());
        assertThat(received).isEqualTo(new Datagram(2, 2, Optional.of(ends.far().address())));
        assertThat(buffer.position()).isEqualTo(2);
        assertThat(ends.near().tryReceive(buffer)).isEmpty();
        assertThat(buffer.position()).isEqualTo(2);
      }
    }
  }

  private static Datagram awaitDatagram(DatagramEnd end, ByteBuffer buffer) {
    Datagram[] found = {Datagram.NONE};
    Await.until(
        "a datagram is there",
        () -> {
          found[0] = tryReceive(end, buffer).orElse(Datagram.NONE);
          return found[0].isPresent();
        });
    return found[0];
  }

  private static Optional<Datagram> tryReceive(DatagramEnd end, ByteBuffer buffer) {
    try {
      return end.tryReceive(buffer);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  default void tryReceiveLeavesTheTurnToAThreadThatWaits() throws Exception {
    assumeHas(Feature.TRY_CALLS);
    try (var ends = open()) {
      var receiver = startBlockedReceive(ends.near());
      assertThat(ends.near().tryReceive(ByteBuffer.allocate(10))).isEmpty();
      send(ends.far(), ends.near(), 1);
      assertThat(receiver.result().size()).isEqualTo(1);
    }
  }

  @Test
  default void anEmptyDatagramIsNotMistakenForNone() throws Exception {
    assumeHas(Feature.TRY_CALLS);
    try (var ends = open()) {
      send(ends.far(), ends.near());
      Datagram received = awaitDatagram(ends.near(), ByteBuffer.allocate(0));
      assertThat(received.size()).isZero();
    }
  }

  @Test
  default void plainCallsOfANonBlockingSocketDoNotWait() throws Exception {
    assumeHas(Feature.NON_BLOCKING);
    try (var ends = open("blocking=no")) {
      ByteBuffer buffer = ByteBuffer.allocate(10);
      assertThat(ends.near().receive(buffer)).isEqualTo(Datagram.NONE);
      assertThat(ends.near().receive(buffer).isPresent()).isFalse();
      ByteBuffer source = ByteBuffer.wrap(new byte[] {1, 2, 3});
      ends.far().send(source, ends.near().address());
      assertThat(source.hasRemaining()).isFalse();
      Await.until("a datagram is there", () -> receiveNow(ends.near(), buffer).isPresent());
      assertThat(buffer.position()).isEqualTo(3);
    }
  }

  private static Datagram receiveNow(DatagramEnd end, ByteBuffer buffer) {
    try {
      return end.receive(buffer);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
