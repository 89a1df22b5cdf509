// SPDX-License-Identifier: Apache-2.0
package org.packetloom.event;

import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What a handler is registered for, as it comes and goes. Safe for use by any thread, also before
 * the registration is known.
 *
 * <p>Who changes what a condition looks at does so first, and calls {@link #adjust} then: as that
 * looks under the lock, the last to look has seen all changes.
 */
final class Interest {
  private final ReentrantLock registrationLock = new ReentrantLock();

  private @Nullable Registration registration; // guarded by registrationLock; null at first
  private long mask; // guarded by registrationLock
  private long untold; // guarded by registrationLock; for when the registration is known

  /** In some events at first, at least one of which stays. */
  Interest(long mask) {
    this.mask = mask;
  }

  void bind(Registration known) {
    registrationLock.lock();
    try {
      registration = known;
      if (known.events() != mask) {
        known.events(mask);
      }
      if (untold != 0) {
        boolean unused = known.tell(untold);
      }
    } finally {
      registrationLock.unlock();
    }
  }

  /** Takes an event in or leaves it out. */
  void adjust(long event, BooleanSupplier isWanted) {
    registrationLock.lock();
    try {
      long wanted = isWanted.getAsBoolean() ? mask | event : mask & ~event;
      Registration known = registration;
      if (wanted != mask && known != null && known.isActive()) {
        known.events(wanted);
      }
      mask = wanted;
    } finally {
      registrationLock.unlock();
    }
  }

  /** As {@link Registration#tell}. */
  void tell(long userEvents) {
    registrationLock.lock();
    try {
      Registration known = registration;
      if (known == null) {
        untold |= userEvents;
      } else {
        boolean unused = known.tell(userEvents);
      }
    } finally {
      registrationLock.unlock();
    }
  }

  void cancel() {
    registrationLock.lock();
    try {
      Registration known = registration;
      if (known != null) {
        boolean unused = known.cancel();
      }
    } finally {
      registrationLock.unlock();
    }
  }
}
