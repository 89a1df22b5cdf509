// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import org.jspecify.annotations.Nullable;
import org.packetloom.runtime.flight.Recorder;

/**
 * Has calls recorded that wait for long, one after the other; made only while such calls are
 * recorded. Of the thread that waits alone.
 */
final class SlowCall {
  private final LaneOwner owner;
  private final int direction;
  private @Nullable String operation; // null while no call waits
  private long bytesBefore;

  SlowCall(LaneOwner owner, int direction) {
    this.owner = owner;
    this.direction = direction;
  }

  /** A call waits for the first time. */
  void begin(String name) {
    operation = name;
    bytesBefore = owner.bytes(direction);
  }

  /** A call ends; one that has not begun is none. */
  void end(long since) {
    String ended = operation;
    if (ended == null) {
      return;
    }
    operation = null;
    long waited = owner.timers().now() - since;
    Recorder recorder = Recorder.current();
    if (waited >= recorder.slowNanos()) {
      long moved = owner.bytes(direction) - bytesBefore;
      recorder.slow(ended, owner.endpoints(direction), waited, moved);
    }
  }
}
