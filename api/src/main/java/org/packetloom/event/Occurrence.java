// SPDX-License-Identifier: Apache-2.0
package org.packetloom.event;

import java.util.Optional;
import org.packetloom.Connector;

/** What a handler is told. Belongs to the thread that runs the handler, during that call. */
public interface Occurrence {
  /**
   * What occurred, of what the handler is registered for.
   *
   * @return bits of {@link Events}, at least one
   */
  long events();

  /**
   * Whether some of these occurred.
   *
   * @param mask bits of {@link Events}
   * @return true if at least one of them did
   */
  default boolean has(long mask) {
    return (events() & mask) != 0;
  }

  /**
   * The connector that it is about.
   *
   * @return as registered
   * @throws IllegalStateException if it is about a timer or a user event
   */
  Connector connector();

  /**
   * The registration that the handler is called for, such as to cancel it or to change its events.
   *
   * @return as {@code register} returned it, or will
   * @throws IllegalStateException if it is about a timer
   */
  Registration registration();

  /**
   * When it was learnt of: one reading of the clock for all that is found together.
   *
   * @return as {@link System#nanoTime()}
   */
  long nanoTime();

  /**
   * Has a registration with {@link Repetition#ON_REQUEST} go on after this call. Nothing to the
   * others.
   */
  void again();

  /**
   * Why the connector cannot be watched any more; its registrations are gone then.
   *
   * @return empty unless {@link #events} has {@link Events#ERROR}, and not always then: a
   *     connection that failed tells why when it is read from or written to
   */
  Optional<Throwable> failure();
}
