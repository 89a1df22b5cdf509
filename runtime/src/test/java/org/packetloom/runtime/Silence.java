// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.util.logging.Level;
import java.util.logging.Logger;

/** Keeps failures that a test provokes out of the log of the build. */
final class Silence implements AutoCloseable {
  private final Logger logger = Logger.getLogger("org.packetloom");
  private final Level before = logger.getLevel();

  Silence() {
    logger.setLevel(Level.OFF);
  }

  @Override
  public void close() {
    logger.setLevel(before);
  }
}
