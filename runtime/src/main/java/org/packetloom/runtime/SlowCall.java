// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import org.packetloom.runtime.flight.Recorder;
import org.packetloom.runtime.flight.Span;

/**
 * A call that waits, to be recorded if that takes long; made only while such calls are recorded.
 * Its thread's alone.
 */
final class SlowCall {
  private final Span span = Recorder.current().waiting();
  private final LaneOwner owner;
  private final int direction;
  private final String operation;
  private final long bytesBefore;

  SlowCall(LaneOwner owner, int direction, String operation) {
    this.owner = owner;
    this.direction = direction;
    this.operation = operation;
    this.bytesBefore = owner.bytes(direction);
  }

  /** The call ends. */
  void end() {
    if (span.finish()) {
      long moved = owner.bytes(direction) - bytesBefore;
      span.tell(operation, owner.endpoints(direction), moved, "");
    }
  }
}
