// SPDX-License-Identifier: Apache-2.0
package org.packetloom.event;

import java.time.Duration;

/** That a handler is to be called. Safe for use by any thread, handlers included. */
public interface Registration {
  /**
   * What it is called for.
   *
   * @return bits of {@link Events}
   */
  long events();

  /**
   * Has the handler called for something else from now on.
   *
   * @param mask bits of {@link Events}, of the same kind as before: a connector's or the user's
   * @return this registration
   * @throws IllegalArgumentException if the mask is empty, or has bits of the other kind
   */
  Registration events(long mask);

  /**
   * Has the handler told {@link Events#TIMEOUT}, if it is registered for it, whenever nothing
   * occurred to it for so long. The time begins anew with each call of it.
   *
   * @param idle longer than zero; zero for never, as at the beginning
   * @return this registration
   * @throws IllegalArgumentException if it is negative
   * @throws UnsupportedOperationException if this is about user events
   */
  Registration idleTimeout(Duration idle);

  /**
   * Has this handler called, and no other, as if something had occurred to it. If it is about a
   * connector, what is told before a call begins is one call, which also has what occurred
   * meanwhile, and what was found before a call may be told after it, though it holds no more; if
   * it is about user events, each telling is a call.
   *
   * @param userEvents the user's own bits of {@link Events}; what the registration is about does
   *     not matter
   * @return false if it has ended
   * @throws IllegalArgumentException if the mask is empty, or has bits of the system
   */
  boolean tell(long userEvents);

  /**
   * Whether the handler may be called again.
   *
   * @return false once it was cancelled, used up, or its connector or reactor closed
   */
  boolean isActive();

  /**
   * Ends it: the handler is not called again; a call in progress goes on. Other registrations are
   * not affected.
   *
   * @return false if it had ended before
   */
  boolean cancel();
}
