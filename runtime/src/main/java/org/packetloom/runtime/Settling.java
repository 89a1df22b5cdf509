// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.util.concurrent.Executor;

/**
 * Has threads begin in one loop, which is their home from then on. Unlike those of {@link
 * Resident}, what they start does not stay with them but gets a home of its own, where the JDK
 * allows that.
 */
record Settling(Loop loop) implements Executor {
  @Override
  public void execute(Runnable task) {
    if (VirtualThreads.isFirst(task)) {
      if (VirtualThreads.canMove()) {
        VirtualThreads.move(task, loop);
      }
      loop.begin();
    }
    loop.add(task);
  }
}
