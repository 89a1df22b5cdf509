// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import org.jspecify.annotations.Nullable;

/** What lies in a {@link Wheel}: something that is due at a time, or never. */
abstract class WheelEntry {
  /** Later than any time. */
  static final long NEVER = Long.MAX_VALUE;

  /** The one after it in its bucket, null if it is the last or in none; the wheel's alone. */
  @Nullable WheelEntry next;

  /** The one before it, of the first the last, null if it is in no bucket; the wheel's alone. */
  @Nullable WheelEntry previous;

  /** The bucket it is in, −1 if none; the wheel's alone. */
  int bucket = -1;

  /** When it is due, NEVER if it is to leave the wheel. */
  abstract long target();

  /** The wheel will look at it next at a time, NEVER if it has left. */
  abstract void visitAt(long time);

  /** It is due and has left the wheel; must neither wait nor throw. */
  abstract void expire();
}
