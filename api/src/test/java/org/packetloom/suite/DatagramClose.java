// SPDX-License-Identifier: Apache-2.0
package org.packetloom.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.packetloom.Datagram;

/** Close wakes everyone and gives every descriptor back. */
public interface DatagramClose extends DatagramRow {
  @Test
  default void closeWakesAWaitingReceiver() throws Exception {
    try (var ends = open()) {
      var receiver = startBlockedReceive(ends.near());
      ends.near().close();
      assertFailed(receiver.failure(), ends.near(), Failure.CLOSED_WHILE_WAITING);
      assertThat(receiver.endedInterrupted()).isFalse();
      assertThat(ends.near().isOpen()).isFalse();
    }
  }

  @Test
  default void closeWakesAllWhoQueue() throws Exception {
    assumeHas(Feature.QUEUE_CONTRACT);
    try (var ends = open()) {
      List<Task<Datagram>> receivers = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        receivers.add(startBlockedReceive(ends.near()));
      }
      ends.near().close();
      for (var receiver : receivers) {
        assertFailed(receiver.failure(), ends.near(), Failure.CLOSED_WHILE_WAITING);
      }
    }
  }

  @Test
  default void callsAfterCloseFail() throws Exception {
    try (var ends = open()) {
      var far = ends.far().address();
      ends.near().close();
      ends.near().close();
      assertFailed(
          catchThrowable(() -> ends.near().receive(ByteBuffer.allocate(1))),
          ends.near(),
          Failure.CLOSED);
      assertFailed(
          catchThrowable(() -> ends.near().send(ByteBuffer.allocate(1), far)),
          ends.near(),
          Failure.CLOSED);
      assertThat(catchThrowable(() -> ends.near().connect(far)))
          .isInstanceOf(ends.near().type(Failure.CLOSED));
    }
  }

  @Test
  default void openingAndClosingLeavesNoDescriptor() throws Exception {
    assumeHas(Feature.DESCRIPTOR_FOLDER);
    open().close();
    int before = OpenDescriptors.count();
    for (int i = openingRounds(); i > 0; i--) {
      open().close();
    }
    Await.until("descriptors are closed", () -> OpenDescriptors.count() <= before + 5);
  }

  @Test
  default void closingUnderAWaitLeavesNoDescriptor() throws Exception {
    assumeHas(Feature.DESCRIPTOR_FOLDER);
    open().close();
    int before = OpenDescriptors.count();
    int rounds = Scale.rounds(50);
    for (int i = 0; i < rounds; i++) {
      try (var ends = open()) {
        var receiver = startBlockedReceive(ends.near());
        ends.near().close();
        assertFailed(receiver.failure(), ends.near(), Failure.CLOSED_WHILE_WAITING);
      }
    }
    Await.until("descriptors are closed", () -> OpenDescriptors.count() <= before + 5);
  }
}
