// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The order of what a receive that goes on has brought, and what becomes of it at the end. */
class UringArrivalsTest extends UringSuite {
  private final byte[] room = new byte[ReceiveBuffers.SIZE];
  private UringOperation operation;
  private ReceiveBuffers buffers;

  @BeforeEach
  void begin() {
    operation = new UringOperation((UringTransfer) link().near().transfer(), READ);
    buffers = ((UringPoller) poller).received();
  }

  private void arrive(int number, int length) {
    buffers.handedOut(number);
    operation.arrive(buffers, number, length);
  }

  /** The only buffer that there is, if there is one alone. */
  private int only() {
    return operation.only(buffers, ReceiveBuffers.SIZE);
  }

  private int read(int most) {
    return operation.read(buffers, room, 0, most);
  }

  @Test
  void oneIsReadAsAWhole() {
    arrive(7, 5);
    assertThat(operation.hasUnread()).isTrue();
    assertThat(read(room.length)).isEqualTo(5);
    assertThat(operation.hasUnread()).isFalse();
    assertThat(operation.unread()).isZero();
    assertThat(read(room.length)).isZero();
  }

  @Test
  void onesThatComeWhileOthersAreUnreadAreReadAfterThese() {
    arrive(1, 1);
    arrive(2, 2);
    assertThat(read(1)).isEqualTo(1);
    arrive(3, 3); // the place is free, but something lies on the stack
    assertThat(only()).isEqualTo(ReceiveBuffers.NONE);
    assertThat(read(2)).isEqualTo(2);
    assertThat(only()).isEqualTo(3);
  }

  @Test
  void oneThatComesWhileAnotherIsPartlyReadIsReadAfterIt() {
    arrive(1, 4);
    assertThat(read(3)).isEqualTo(3);
    arrive(2, 2);
    arrive(3, 8);
    assertThat(read(1)).isEqualTo(1);
    assertThat(read(2)).isEqualTo(2);
    assertThat(only()).isEqualTo(3);
    assertThat(read(room.length)).isEqualTo(8);
  }

  @Test
  void aLookFindsAllOfThemAndLeavesThemInTheirOrder() {
    arrive(1, 1);
    arrive(2, 2);
    arrive(3, 3);
    ByteBuffer seen = ByteBuffer.allocate(100);
    assertThat(operation.peek(buffers, seen)).isEqualTo(6);
    arrive(4, 4);
    assertThat(operation.peek(buffers, seen)).isEqualTo(10);
    assertThat(read(6)).isEqualTo(6);
    assertThat(only()).isEqualTo(4);
  }

  @Test
  void whatIsUnreadAtTheEndGoesBackAndWhatComesLaterToo() {
    arrive(1, 1);
    arrive(2, 2);
    operation.close(buffers);
    assertThat(buffers.isGivenBack(1)).isTrue();
    assertThat(buffers.isGivenBack(2)).isTrue();
    arrive(3, 3);
    assertThat(buffers.isGivenBack(3)).isTrue();
  }
}
