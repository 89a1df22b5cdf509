// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.windows;

import org.packetloom.platform.Watch;
import org.packetloom.platform.Watcher;

/** Not there yet. */
final class PipeWatch implements Watch {
  private final int descriptor;

  PipeWatch(int descriptor, HandleEntry entry, Watcher watcher, IocpPoller poller) {
    this.descriptor = descriptor;
  }

  @Override
  public int descriptor() {
    return descriptor;
  }

  @Override
  public int ask(int events, boolean isOnce) {
    return -WindowsErrors.ERROR_ACCESS_DENIED;
  }

  @Override
  public void end(boolean isShared) {}
}
