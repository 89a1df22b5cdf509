// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

/** What is left of a run, as a task of its own. */
final class FollowUp extends ReactorTask {
  private final Runnable rest;

  FollowUp(ReactorQueue queue, Runnable rest) {
    super(queue);
    this.rest = rest;
  }

  @Override
  boolean perform() {
    rest.run();
    return true;
  }
}
