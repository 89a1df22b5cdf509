// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.time.Duration;
import java.util.concurrent.ThreadFactory;
import java.util.stream.Stream;
import org.junit.jupiter.params.Parameter;
import org.packetloom.event.PumpOption;
import org.packetloom.event.Reactor;
import org.packetloom.suite.Await;
import org.packetloom.suite.Task;

/** What tests of pumps have in common: threads of the row's kind that pump. */
abstract class ReactorPumpContract extends ReactorContract {
  @Parameter(1)
  String kind = "";

  @Override
  public final ThreadFactory threads() {
    return kind.equals("platform") ? Thread.ofPlatform().daemon().factory() : super.threads();
  }

  /** Pumps in another thread until something occurs, and waits until that waits. */
  final Task<Integer> startPump(Reactor reactor) {
    return startPump(reactor, Duration.ofSeconds(-1));
  }

  /** Pumps in another thread, and waits until that waits. */
  final Task<Integer> startPump(Reactor reactor, Duration timeout, PumpOption... options) {
    Task<Integer> pumping = start(() -> reactor.processEvents(timeout, options));
    if (pumping.thread().isVirtual()) {
      return pumping.awaitParked();
    }
    Await.until("the thread pumps", () -> isIn("ReactorCore", "step", pumping.thread()));
    return pumping;
  }

  /** Whether a thread is inside of a method; one that waits in the system looks busy. */
  private static boolean isIn(String type, String method, Thread thread) {
    return Stream.of(thread.getStackTrace())
        .anyMatch(f -> f.getClassName().endsWith(type) && f.getMethodName().equals(method));
  }
}
