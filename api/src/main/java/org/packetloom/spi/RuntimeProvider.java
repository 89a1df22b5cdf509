// SPDX-License-Identifier: Apache-2.0
package org.packetloom.spi;

import org.packetloom.Packetloom;

/**
 * The service by which the api finds its runtime.
 *
 * <p>Found by {@link java.util.ServiceLoader}; there is one implementation, in the runtime module.
 */
public interface RuntimeProvider {
  /**
   * Prepares a toolkit.
   *
   * @return a builder with default settings
   */
  Packetloom.Builder builder();

  /**
   * The version of the runtime.
   *
   * @return as in its Maven coordinates
   */
  String version();
}
