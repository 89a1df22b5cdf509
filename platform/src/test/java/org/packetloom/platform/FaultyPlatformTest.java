// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.packetloom.platform.FaultyPlatform.Mischief;

/** The mischief happens, and goes no further than the contract lets it. */
class FaultyPlatformTest extends PlatformSuite {
  private static final long SEED = 20;

  private FaultyPlatform faulty;

  @Override
  protected Poller open(Platform platform) throws PollerException {
    return faulty(platform, Mischief.values());
  }

  /** Without mischief, a faulty platform is as good as the real one. */
  @Nested
  class WithoutMischief extends PollerSuite {
    @Override
    protected Poller open(Platform platform) throws PollerException {
      return Pollers.open(FaultyPlatform.over(platform, SEED), "epoll");
    }
  }

  /** All mischief together loses nothing. */
  @Nested
  class WithAllMischief extends ChurnSuite {
    @Override
    protected Poller open(Platform platform) throws PollerException {
      return Pollers.open(FaultyPlatform.over(platform, SEED, Mischief.values()), "epoll");
    }
  }

  @Test
  void brokenPollerThrowsFromAWaitUnderWay() throws Exception {
    FaultyPoller broken = faulty.opened().getFirst();
    var breaking = CompletableFuture.runAsync(() -> broken.breakAwait("epoll_wait: planted"));
    assertThatThrownBy(() -> poller.await(-1))
        .isInstanceOf(PollerException.class)
        .hasMessage("epoll_wait: planted");
    breaking.join();
    assertThat(poller.await(0)).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void mischiefHappensAndNoEventIsDropped(Mischief mischief) throws Exception {
    Poller honest = poller;
    poller = faulty(platform, mischief);
    try {
      int told = 0;
      for (int i = 0; i < 100; i++) {
        Ends pair = localPair();
        pair.first().register();
        pair.second().write(1);
        awaitEvents(pair.first(), Readiness.READABLE);
        told += pair.first().events().count();
        leave(pair.first());
        int before = pair.first().events().count();
        drain();
        assertThat(pair.first().events().count()).isEqualTo(before);
      }
      assertThat(told).isGreaterThanOrEqualTo(100);
    } finally {
      poller.close();
      poller = honest;
    }
  }

  private Poller faulty(Platform platform, Mischief... mischief) throws PollerException {
    faulty = FaultyPlatform.over(platform, SEED, mischief);
    return Pollers.open(faulty, "epoll");
  }
}
