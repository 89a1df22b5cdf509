// SPDX-License-Identifier: Apache-2.0
package org.packetloom.message;

/**
 * What a channel promises of its messages; incubating.
 *
 * <p>No message is ever delivered twice, on a channel of any kind.
 */
public enum Delivery {
  /** Sent once; may be lost, and may overtake others. */
  UNRELIABLE(false, false, false),
  /** Sent once; may be lost; one that arrives after a later one is dropped. */
  UNRELIABLE_SEQUENCED(false, false, true),
  /** Sent until it is acknowledged; delivered as soon as it is whole. */
  RELIABLE_UNORDERED(true, false, false),
  /** Sent until it is acknowledged; delivered in the order of sending, without gaps. */
  RELIABLE_ORDERED(true, true, false),
  /**
   * The newest message is sent until it is acknowledged; a newer one takes its place. One that
   * arrives after a later one is dropped: the last message is sure to arrive, those before may not.
   */
  RELIABLE_SEQUENCED(true, false, true);

  private final boolean isReliable;
  private final boolean isOrdered;
  private final boolean isSequenced;

  Delivery(boolean isReliable, boolean isOrdered, boolean isSequenced) {
    this.isReliable = isReliable;
    this.isOrdered = isOrdered;
    this.isSequenced = isSequenced;
  }

  /**
   * Whether lost messages are sent again.
   *
   * @return false if each is sent once
   */
  public boolean isReliable() {
    return isReliable;
  }

  /**
   * Whether each message waits for all that were sent before it.
   *
   * @return true for {@link #RELIABLE_ORDERED} alone
   */
  public boolean isOrdered() {
    return isOrdered;
  }

  /**
   * Whether a message is dropped if a later one was delivered.
   *
   * @return true for the two sequenced kinds
   */
  public boolean isSequenced() {
    return isSequenced;
  }

  /**
   * Whether every message arrives as long as the connection lives.
   *
   * @return true for the reliable kinds that are not sequenced
   */
  public boolean isLossless() {
    return isReliable && !isSequenced;
  }
}
