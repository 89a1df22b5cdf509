// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.flight;

import jdk.jfr.Event;

/** An event with a duration. */
interface Timed extends Span {
  /** The event itself. */
  Event event();

  @Override
  default boolean finish() {
    Event ended = event();
    ended.end();
    return ended.shouldCommit();
  }
}
