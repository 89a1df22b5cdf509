// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.unix;

/** A descriptor that is attached to a poller, and has a slot there while it is registered. */
public abstract class Attached {
  /** The tag of what was never registered. */
  public static final long NO_TAG = -1;

  private volatile long tag = NO_TAG; // written by Slots under its lock

  public final long tag() {
    return tag;
  }

  public final void tag(long newTag) {
    tag = newTag;
  }

  /** The descriptor. */
  public abstract int descriptor();

  /**
   * The kernel's object behind the poller was replaced, and what it had been asked for is forgotten
   * there: asks anew. The runner calls it, of a poller that does such a thing.
   */
  public void changedRing() {}

  /** Tells that the poller failed. */
  public abstract void failed(Throwable cause);
}
