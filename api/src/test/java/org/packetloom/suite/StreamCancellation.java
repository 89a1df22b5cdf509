// SPDX-License-Identifier: Apache-2.0
package org.packetloom.suite;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.packetloom.Cancellation;
import org.packetloom.InterruptPolicy;

/** An interrupt as a request to the peer, while the wait goes on. */
public interface StreamCancellation extends StreamRow {
  @Test
  default void anInterruptRunsTheRequestAndTheReadReturnsTheAnswer() throws Exception {
    assumeHas(Feature.CANCELLATION);
    for (InterruptPolicy policy : InterruptPolicy.values()) {
      try (var ends = open()) {
        ends.near().interruptPolicy(policy);
        AtomicReference<Thread> requester = new AtomicReference<>();
        ByteBuffer buffer = ByteBuffer.allocate(1);
        var reader =
            start(
                () ->
                    Cancellation.onInterrupt(
                        () -> {
                          requester.set(Thread.currentThread());
                          ends.far().writeByte(5);
                        },
                        () -> ends.near().read(buffer)));
        reader.awaitParked().interrupt();
        assertThat(reader.result()).isEqualTo(1);
        assertThat(buffer.get(0)).isEqualTo((byte) 5);
        assertThat(reader.endedInterrupted()).isTrue();
        assertThat(requester.get()).isNotNull().isNotSameAs(reader.thread());
        assertThat(ends.near().isOpen()).isTrue();
      }
    }
  }

  @Test
  default void severalInterruptsRunTheRequestOnce() throws Exception {
    assumeHas(Feature.CANCELLATION);
    try (var ends = open()) {
      AtomicInteger requests = new AtomicInteger();
      var reader =
          startAction(
              () ->
                  Cancellation.onInterrupt(
                      requests::incrementAndGet,
                      () -> {
                        ends.near().readByte();
                        return ends.near().readByte();
                      }));
      reader.awaitParked().interrupt();
      Await.until("request runs", () -> requests.get() > 0);
      reader.interrupt();
      ends.far().writeByte(1);
      reader.interrupt();
      ends.far().writeByte(2);
      reader.result();
      assertThat(requests).hasValue(1);
      assertThat(reader.endedInterrupted()).isTrue();
    }
  }

  @Test
  default void aWaitingWriteGoesOnToo() throws Exception {
    assumeHas(Feature.CANCELLATION);
    try (var ends = open()) {
      var writer =
          start(
              () ->
                  Cancellation.onInterrupt(
                      () -> ends.far().readFully(tooMuch()), () -> ends.near().write(tooMuch())));
      writer.awaitParked().interrupt();
      assertThat(writer.result()).isEqualTo(MORE_THAN_BUFFERS);
      assertThat(writer.endedInterrupted()).isTrue();
    }
  }

  @Test
  default void aRequestThatFailsEndsTheWaitAndIsSuppressed() throws Exception {
    assumeHas(Feature.CANCELLATION);
    IOException failure = new IOException("no way to ask");
    try (var ends = open()) {
      var reader =
          start(
              () ->
                  Cancellation.onInterrupt(
                      () -> {
                        throw failure;
                      },
                      () -> ends.near().read(ByteBuffer.allocate(1))));
      reader.awaitParked().interrupt();
      assertFailed(reader.failure(), ends.near(), Failure.INTERRUPTED, 0);
      reader.assertFailure().hasSuppressedException(failure);
      assertThat(reader.endedInterrupted()).isTrue();
      assertRoundTrip(ends);
    }
  }

  @Test
  default void aRequestThatFailsClosesUnderThePolicyClose() throws Exception {
    assumeHas(Feature.CANCELLATION);
    IOException failure = new IOException("no way to ask");
    try (var ends = open()) {
      ends.near().interruptPolicy(InterruptPolicy.CLOSE);
      var reader =
          start(
              () ->
                  Cancellation.onInterrupt(
                      () -> {
                        throw failure;
                      },
                      () -> ends.near().read(ByteBuffer.allocate(1))));
      reader.awaitParked().interrupt();
      assertFailed(reader.failure(), ends.near(), Failure.CLOSED_BY_INTERRUPT, 0);
      reader.assertFailure().hasSuppressedException(failure);
      assertThat(ends.near().isOpen()).isFalse();
    }
  }

  @Test
  default void withoutAnInterruptNothingIsRequested() throws Exception {
    assumeHas(Feature.CANCELLATION);
    AtomicInteger requests = new AtomicInteger();
    try (var ends = open()) {
      ends.far().writeByte(1);
      Cancellation.onInterrupt(requests::incrementAndGet, () -> ends.near().readByte());
      assertThat(requests).hasValue(0);
    }
  }
}
