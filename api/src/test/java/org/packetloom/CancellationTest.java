// SPDX-License-Identifier: Apache-2.0
package org.packetloom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The request behind an interrupt, as those who write waits see it. */
@Timeout(30)
class CancellationTest {
  @Test
  void isThereInsideItsOperationOnly() {
    assertThat(Cancellation.current()).isEmpty();
    boolean inside = Cancellation.onInterrupt(() -> {}, () -> Cancellation.current().isPresent());
    assertThat(inside).isTrue();
    assertThat(Cancellation.current()).isEmpty();
  }

  @Test
  void innermostWins() {
    boolean isOuter =
        Cancellation.onInterrupt(
            () -> {},
            () -> {
              Cancellation outer = Cancellation.current().orElseThrow();
              return Cancellation.onInterrupt(
                  () -> {}, () -> Cancellation.current().orElseThrow() == outer);
            });

    assertThat(isOuter).isFalse();
  }

  @Test
  void requestRunsOnceOnThreadOfItsOwn() {
    var requests = new AtomicInteger();
    var requester = new CompletableFuture<Thread>();
    Cancellation.Cancel cancel =
        () -> {
          requests.incrementAndGet();
          requester.complete(Thread.currentThread());
        };

    Cancellation cancellation = cancellationOf(cancel);
    assertThat(cancellation.isRequested()).isFalse();
    cancellation.request(Thread.currentThread());
    cancellation.request(Thread.currentThread());

    assertThat(requester.join()).isNotSameAs(Thread.currentThread()).matches(Thread::isVirtual);
    assertThat(cancellation.isRequested()).isTrue();
    assertThat(cancellation.failure()).isEmpty();
    assertThat(requests).hasValue(1);
  }

  @Test
  void waitGoesOnWhileTheRequestRuns() {
    var hold = new CountDownLatch(1);
    Cancellation cancellation = cancellationOf(hold::await);

    cancellation.request(Thread.currentThread());

    assertThat(cancellation.isRequested()).isTrue();
    assertThat(cancellation.failure()).isEmpty();
    hold.countDown();
  }

  @Test
  void failedRequestWakesTheWaiter() {
    var failure = new IOException("planted");
    Cancellation cancellation =
        cancellationOf(
            () -> {
              throw failure;
            });

    cancellation.request(Thread.currentThread());
    while (cancellation.isRequested()) {
      LockSupport.park(cancellation); // a lost wake-up ends in the watchdog
    }

    assertThat(cancellation.failure()).containsSame(failure);
    cancellation.request(Thread.currentThread());
    assertThat(cancellation.isRequested()).isFalse();
  }

  @Test
  void operationHandsOnWhatItThrows() {
    var failure = new IOException("planted");

    assertThatThrownBy(
            () ->
                Cancellation.onInterrupt(
                    () -> {},
                    () -> {
                      throw failure;
                    }))
        .isSameAs(failure);
  }

  private static Cancellation cancellationOf(Cancellation.Cancel cancel) {
    return Cancellation.onInterrupt(cancel, () -> Cancellation.current().orElseThrow());
  }
}
