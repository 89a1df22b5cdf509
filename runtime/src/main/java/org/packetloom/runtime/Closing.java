// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import org.jspecify.annotations.Nullable;

/** How the descriptor of a {@link Handle} is closed. */
enum Closing {
  /** By whoever is its last user. */
  AT_ONCE,
  /** By a thread of its own, and nobody waits: it may linger for unsent data. */
  LATER,
  /**
   * By a thread of its own if the last user is a virtual thread, which waits for it: the system
   * takes long, as for a network interface.
   */
  ASIDE;

  /** What was chosen, which is at once if nothing was. */
  static Closing chosen(@Nullable Closing chosen) {
    return chosen == null ? AT_ONCE : chosen;
  }

  /** Closes a descriptor. */
  void close(Engine engine, int descriptor) {
    switch (this) {
      case AT_ONCE -> engine.close(descriptor, false);
      case LATER -> engine.close(descriptor, true);
      case ASIDE -> Aside.runUnfailing(() -> engine.close(descriptor, false));
    }
  }
}
