// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

/** Takes the steps of a reactor on a platform thread of its own: worker mode. */
final class ReactorDispatcher {
  private static final System.Logger LOG = System.getLogger("org.packetloom");

  private final ReactorCore core;
  private final Thread thread;

  private volatile boolean closed;

  ReactorDispatcher(ReactorCore core) {
    this.core = core;
    this.thread = Thread.ofPlatform().daemon().name("packetloom-reactor").unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  private void run() {
    while (!closed) {
      try {
        boolean unused = core.step(-1);
      } catch (Throwable e) { // for want of memory: what it was about comes again
        LOG.log(System.Logger.Level.ERROR, "a step of a reactor", e);
      }
    }
  }

  /** Ends the thread and waits for it. */
  void close() {
    closed = true;
    core.wake();
    Joining.join(thread);
  }
}
