// SPDX-License-Identifier: Apache-2.0
package org.packetloom.spi;

import org.packetloom.event.Events;

/**
 * A connector without a descriptor that a {@link org.packetloom.event.Reactor} can watch all the
 * same. {@link AbstractStream} and {@link AbstractListener} are. Methods are called by any thread.
 */
public interface Watchable {
  /**
   * What holds now; cheap.
   *
   * @return an or of {@link Events#READ}, {@link Events#WRITE}, {@link Events#CLOSE} and {@link
   *     Events#ERROR}
   */
  long readyEvents();

  /**
   * Has something run whenever {@link #readyEvents} may have become more, the close of the
   * connector included.
   *
   * @param changed cheap, never waits; may be run when nothing has changed
   * @return ends it
   */
  Watching watch(Runnable changed);

  /** Ends what {@link Watchable#watch} began. */
  @FunctionalInterface
  interface Watching extends AutoCloseable {
    @Override
    void close();
  }
}
