// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform;

/**
 * Is told by a poller what a descriptor is ready for.
 *
 * <p>Called by the thread that runs {@link Poller#dispatch()}; must not wait. It may ask and end
 * any {@link Watch}, its own included.
 */
public interface Watcher {
  /**
   * The descriptor is ready. It may not be any more when this is called: what others did since the
   * wait is not known.
   *
   * @param events an or of the constants of {@link Watch}, never 0: some of what was asked for, and
   *     {@link Watch#HANGUP} and {@link Watch#ERROR}
   */
  void told(int events);

  /**
   * The poller died and will tell nothing more. Called once, by whoever found that out: not always
   * the runner.
   *
   * @param cause what ended it
   */
  void failed(Throwable cause);
}
