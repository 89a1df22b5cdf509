// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.unix;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/** A descriptor that is attached to a poller, and has a slot there while it is registered. */
public abstract class Attached {
  /** The tag of what was never registered. */
  public static final long NO_TAG = -1;

  private static final VarHandle TAG;

  static {
    try {
      TAG = MethodHandles.lookup().findVarHandle(Attached.class, "tag", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private volatile long tag; // written by Slots under its lock, through TAG

  protected Attached() {
    TAG.set(this, NO_TAG); // without a fence: nobody else knows this yet
  }

  public final long tag() {
    return tag;
  }

  public final void tag(long newTag) {
    TAG.setRelease(this, newTag);
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
