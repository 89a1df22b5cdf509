// SPDX-License-Identifier: Apache-2.0
package org.packetloom.serving;

import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A descriptor that is good for nothing but being closed, so that one is free when all are in use.
 * Safe for use by any thread.
 */
public final class SpareDescriptor {
  /** Can be opened any number of times, everywhere. */
  private static final String NOTHING = File.separatorChar == '\\' ? "NUL" : "/dev/null";

  private final ReentrantLock heldLock = new ReentrantLock();

  /** Empty while it is given away; written under heldLock. */
  private volatile Optional<FileInputStream> held = Optional.empty();

  private boolean isOver; // guarded by heldLock; none is taken any more

  /** None is held yet. */
  public SpareDescriptor() {}

  /**
   * Takes one if none is held.
   *
   * @return whether one is held now
   */
  public boolean take() {
    if (held.isPresent()) {
      return true; // as most often, and without the lock
    }
    heldLock.lock();
    try {
      if (held.isEmpty() && !isOver) {
        held = Optional.of(new FileInputStream(NOTHING));
      }
      return held.isPresent();
    } catch (IOException _) {
      return false; // none is free, and later calls will try again
    } finally {
      heldLock.unlock();
    }
  }

  /**
   * Gives it away.
   *
   * @return whether there was one
   */
  public boolean give() {
    heldLock.lock();
    try {
      if (held.isEmpty()) {
        return false;
      }
      try (FileInputStream given = held.get()) {
        held = Optional.empty();
        return given.getFD().valid();
      } catch (IOException _) {
        return true; // the system closes it all the same
      }
    } finally {
      heldLock.unlock();
    }
  }

  /** Gives it away for good. */
  public void end() {
    heldLock.lock();
    try {
      isOver = true;
      boolean unused = give();
    } finally {
      heldLock.unlock();
    }
  }
}
