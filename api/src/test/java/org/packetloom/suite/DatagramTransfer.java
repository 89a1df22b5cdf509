// SPDX-License-Identifier: Apache-2.0
package org.packetloom.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.packetloom.Datagram;
import org.packetloom.MessageTooLargeException;

/** Datagrams arrive whole, in order, with their sizes and senders. */
public interface DatagramTransfer extends DatagramRow {
  @Test
  default void aDatagramArrivesWithItsSizeAndSender() throws Exception {
    try (var ends = open()) {
      byte[] sent = Seed.bytes(1_000);
      ByteBuffer source = ByteBuffer.wrap(sent);
      ends.near().send(source, ends.far().address());
      assertThat(source.hasRemaining()).isFalse();
      ByteBuffer buffer = ByteBuffer.allocate(2_000);
      Datagram received = ends.far().receive(buffer);
      assertThat(received.size()).isEqualTo(1_000);
      assertThat(received.fullSize()).isEqualTo(1_000);
      assertThat(received.isTruncated()).isFalse();
      assertThat(received.isPresent()).isTrue();
      assertThat(received.sender()).contains(ends.near().address());
      assertThat(Arrays.copyOf(buffer.array(), 1_000)).isEqualTo(sent);
      assertThat(buffer.position()).isEqualTo(1_000);
    }
  }

  @Test
  default void aReplyGoesToTheSender() throws Exception {
    try (var ends = open()) {
      for (int i = 0; i < 20; i++) {
        send(ends.near(), ends.far(), i);
        Datagram received = ends.far().receive(ByteBuffer.allocate(10));
        ends.far().send(ByteBuffer.wrap(new byte[] {(byte) -i}), received.sender().orElseThrow());
        assertThat(receive(ends.near(), 10)).containsExactly(-i);
      }
    }
  }

  @Test
  default void anEmptyDatagramArrives() throws Exception {
    try (var ends = open()) {
      send(ends.near(), ends.far());
      send(ends.near(), ends.far(), 1);
      Datagram received = ends.far().receive(ByteBuffer.allocate(10));
      assertThat(received.isPresent()).isTrue();
      assertThat(received.size()).isZero();
      assertThat(received.fullSize()).isZero();
      assertThat(received.sender()).contains(ends.near().address());
      assertThat(receive(ends.far(), 10)).containsExactly(1);
    }
  }

  @Test
  default void aDatagramThatDoesNotFitIsCutAndTold() throws Exception {
    try (var ends = open()) {
      for (ByteBuffer buffer :
          new ByteBuffer[] {ByteBuffer.allocate(3), ByteBuffer.allocateDirect(3)}) {
        send(ends.near(), ends.far(), 1, 2, 3, 4, 5);
        send(ends.near(), ends.far(), 6);
        Datagram received = ends.far().receive(buffer);
        assertThat(received.size()).isEqualTo(3);
        assertThat(buffer.hasRemaining()).isFalse();
        byte[] bytes = new byte[3];
        buffer.get(0, bytes);
        assertThat(bytes).containsExactly(1, 2, 3);
        if (features().contains(Feature.TRUNCATION)) {
          assertThat(received.isTruncated()).isTrue();
          assertThat(received.fullSize()).isEqualTo(5);
        }
        assertThat(receive(ends.far(), 10)).as("the rest is gone").containsExactly(6);
      }
    }
  }

  @Test
  default void aBufferWithoutRoomTakesTheDatagramAway() throws Exception {
    assumeHas(Feature.TRUNCATION);
    try (var ends = open()) {
      for (ByteBuffer none :
          new ByteBuffer[] {ByteBuffer.allocate(0), ByteBuffer.allocateDirect(0)}) {
        send(ends.near(), ends.far(), 1, 2, 3);
        Datagram received = ends.far().receive(none);
        assertThat(received).isEqualTo(new Datagram(0, 3, received.sender()));
      }
      assertTalk(ends);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"HEAP", "HEAP_SLICE", "DIRECT", "DIRECT_SLICE", "READ_ONLY"})
  default void buffersOfAllKindsAreSentAndFilledFromTheirPositions(BufferForm form)
      throws Exception {
    try (var ends = open()) {
      for (int length : new int[] {1, 100, 30_000}) {
        byte[] bytes = Seed.bytes(length);
        ByteBuffer source = form.allocate(length);
        source.put(source.position(), bytes);
        ByteBuffer sent = form == BufferForm.READ_ONLY ? source.asReadOnlyBuffer() : source;
        ends.near().send(sent, ends.far().address());
        assertThat(sent.hasRemaining()).isFalse();
        ByteBuffer destination = form.allocate(length);
        int first = destination.position();
        assertThat(ends.far().receive(destination).size()).isEqualTo(length);
        assertThat(destination.hasRemaining()).isFalse();
        byte[] received = new byte[length];
        destination.get(first, received);
        assertThat(received).isEqualTo(bytes);
      }
    }
  }

  @Test
  default void aLargeBufferTakesASmallDatagram() throws Exception {
    try (var ends = open()) {
      for (ByteBuffer large :
          new ByteBuffer[] {ByteBuffer.allocate(1 << 20), ByteBuffer.allocateDirect(1 << 20)}) {
        send(ends.near(), ends.far(), 7, 8);
        Datagram received = ends.far().receive(large);
        assertThat(received.fullSize()).isEqualTo(2);
        assertThat(large.position()).isEqualTo(2);
        assertThat(large.get(1)).isEqualTo((byte) 8);
      }
    }
  }

  @Test
  default void aReadOnlyDestinationIsRefused() throws Exception {
    try (var ends = open()) {
      assertThatThrownBy(() -> ends.near().receive(ByteBuffer.allocate(1).asReadOnlyBuffer()))
          .isInstanceOf(IllegalArgumentException.class);
      assertTalk(ends);
    }
  }

  @Test
  default void aDatagramTooLargeIsRefusedWhole() throws Exception {
    try (var ends = open()) {
      ByteBuffer source = ByteBuffer.allocate(16 << 20);
      Throwable thrown = catchThrowable(() -> ends.near().send(source, ends.far().address()));
      assertThat(thrown).isInstanceOf(IOException.class);
      assertThat(source.position()).isZero();
      if (features().contains(Feature.TRUNCATION)) {
        assertThat(thrown)
            .isInstanceOfSatisfying(
                MessageTooLargeException.class, e -> assertThat(e.size()).hasValue(16 << 20));
      }
      assertTalk(ends);
    }
  }

  @Test
  default void tenThousandDatagramsArriveInOrderAndWithoutLoss() throws Exception {
    assumeHas(Feature.LOSSLESS_DATAGRAMS);
    int count = Scale.rounds(10_000);
    try (var ends = open()) {
      var sender =
          startAction(
              () -> {
                ByteBuffer source = ByteBuffer.allocate(Integer.BYTES);
                for (int i = 0; i < count; i++) {
                  ends.near().send(source.clear().putInt(0, i), ends.far().address());
                }
              });
      ByteBuffer destination = ByteBuffer.allocate(Integer.BYTES);
      for (int i = 0; i < count; i++) {
        ends.far().receive(destination.clear());
        assertThat(destination.getInt(0)).isEqualTo(i);
      }
      sender.result();
    }
  }

  @Test
  default void datagramsThatAreAnsweredOneByOneArriveInOrder() throws Exception {
    int count = Scale.rounds(2_000);
    try (var ends = open()) {
      var echo =
          startAction(
              () -> {
                ByteBuffer bytes = ByteBuffer.allocateDirect(100);
                for (int i = 0; i < count; i++) {
                  var received = ends.far().receive(bytes.clear());
                  ends.far().send(bytes.flip(), received.sender().orElseThrow());
                }
              });
      ByteBuffer bytes = ByteBuffer.allocate(Integer.BYTES);
      for (int i = 0; i < count; i++) {
        ends.near().send(bytes.clear().putInt(0, i), ends.far().address());
        ends.near().receive(bytes.clear());
        assertThat(bytes.getInt(0)).isEqualTo(i);
      }
      echo.result();
    }
  }
}
