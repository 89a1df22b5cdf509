// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.linux;

/** A descriptor that is attached to a poller, and has a slot there while it is registered. */
abstract class Attached {
  /** The tag of what was never registered. */
  static final long NO_TAG = -1;

  private volatile long tag = NO_TAG; // written by Slots under its lock

  final long tag() {
    return tag;
  }

  final void tag(long newTag) {
    tag = newTag;
  }

  /** The descriptor. */
  public abstract int descriptor();

  /** Tells that the poller failed. */
  abstract void failed(Throwable cause);
}
