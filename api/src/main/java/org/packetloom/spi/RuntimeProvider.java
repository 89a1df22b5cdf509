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

  /**
   * The message layer, which needs no toolkit.
   *
   * @return what makes its end points
   */
  MessageProvider messages();

  /**
   * Finds the runtime.
   *
   * @return the one implementation
   * @throws IllegalStateException if there is none on the class path or module path, or the file
   *     that names it was lost when jars were merged into one; the message tells what to add or
   *     keep
   */
  static RuntimeProvider find() {
    return RuntimeSearch.find(RuntimeProvider.class.getClassLoader());
  }
}
