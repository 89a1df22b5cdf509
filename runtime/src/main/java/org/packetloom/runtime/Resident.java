// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Schedules threads in one loop for good: nothing moves them elsewhere when they begin. */
record Resident(Loop loop) implements Executor {
  @Override
  public void execute(Runnable task) {
    if (VirtualThreads.isFirst(task)) {
      loop.begin();
    }
    loop.add(task);
  }

  /** The loop whose threads a scheduler runs; null if it is something else. */
  static @Nullable Loop home(@Nullable Object scheduler) {
    return switch (scheduler) {
      case Loop loop -> loop;
      case Resident resident -> resident.loop;
      case Settling settling -> settling.loop();
      case null, default -> null;
    };
  }
}
