// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.packetloom.platform.SpinLock;

/**
 * The locks of {@link Turns}, some for all of an engine: they are held for moments, and one for
 * each handle would be a good part of what an idle connection takes. Safe for use by any thread.
 *
 * <p>As two handles may have the same, nobody takes one while holding one.
 */
final class QueueLocks {
  private static final int COUNT = 64;

  private final SpinLock[] all =
      Stream.generate(SpinLock::new).limit(COUNT).toArray(SpinLock[]::new);

  /** One for a handle to use for as long as it lives. */
  SpinLock any() {
    return all[ThreadLocalRandom.current().nextInt(COUNT)];
  }
}
