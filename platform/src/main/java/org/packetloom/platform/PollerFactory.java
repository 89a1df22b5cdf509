// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform;

import java.util.List;
import java.util.Optional;

/** Opens pollers of one kind. Safe for use by any thread. */
public interface PollerFactory {
  /**
   * The name of the kind.
   *
   * @return such as {@code epoll}
   */
  String name();

  /**
   * Why no poller of this kind can be had on this machine.
   *
   * @return empty if one can
   */
  Optional<String> missing();

  /**
   * What of the system's these pollers use, each looked for by itself.
   *
   * @return empty if they use nothing that a system may lack, or the system refuses them altogether
   */
  default List<PollerFeature> features() {
    return List.of();
  }

  /**
   * Opens a poller.
   *
   * @return the poller
   * @throws PollerException if the system refuses
   */
  Poller open() throws PollerException;
}
