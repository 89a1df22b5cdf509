// SPDX-License-Identifier: Apache-2.0
package org.packetloom;

import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.util.Optional;

/**
 * A descriptor that is good for nothing but being closed, so that one is free when all are in use.
 *
 * <p>Used by one thread.
 */
final class SpareDescriptor {
  /** Can be opened any number of times, everywhere. */
  private static final String NOTHING = File.separatorChar == '\\' ? "NUL" : "/dev/null";

  /** Empty while it is given away. */
  private Optional<FileInputStream> held = Optional.empty();

  /** Takes one if none is held; returns whether one is held now. */
  boolean take() {
    if (held.isEmpty()) {
      try {
        held = Optional.of(new FileInputStream(NOTHING));
      } catch (IOException _) {
        return false; // none is free, and later calls will try again
      }
    }
    return true;
  }

  /** Gives it away; returns whether there was one. */
  boolean give() {
    if (held.isEmpty()) {
      return false;
    }
    try (FileInputStream given = held.get()) {
      held = Optional.empty();
      return given.getFD().valid();
    } catch (IOException _) {
      return true; // the system closes it all the same
    }
  }
}
