// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import org.packetloom.suite.Task;

/** Threads that never stop answering each other leave others their turn. */
class StarvationTest extends ToolkitTest {
  private static final int THREADS = 50;

  @EachEngine
  void threadsFromOutsideRunBesideBusyOnes(String engine, String poller) throws Exception {
    try (var loom = open(engine, poller)) {
      int pairs = 2 * Runtime.getRuntime().availableProcessors();
      Talk talk = Talk.start(loom, loom.threadFactory(), pairs);
      talk.awaitRounds(1_000);
      for (int i = 0; i < THREADS; i++) {
        int number = i;
        Task<Integer> stranger = fromOutside(() -> number);
        assertThat(stranger.result()).isEqualTo(number);
      }
      talk.stop();
    }
  }

  /** Starts a virtual thread in one of the platform, whose carrier has no queue for it. */
  private static <T> Task<T> fromOutside(Callable<T> call) throws Exception {
    var started = new FutureTask<>(() -> start(call));
    Thread.ofPlatform().start(started);
    return started.get();
  }
}
