// SPDX-License-Identifier: Apache-2.0
package org.packetloom.message;

import java.time.Duration;

/**
 * One channel of a connection; incubating.
 *
 * <p>Both sides must give a channel the same id and delivery; the rest is each side's own. A
 * message that is larger than the receiver takes is never acknowledged: on a channel that promises
 * every message it is sent again for ever, so there both sides had better take the same.
 *
 * @param id names the channel on the wire, 0 to 255; those up to 14 cost a byte less
 * @param delivery what is promised of its messages
 * @param priority channels of higher priority are sent first, 0 to 255
 * @param weight share among channels of one priority, 1 to 1000
 * @param maxQueuedBytes the most bytes that may wait to be sent, or for their acknowledgement
 * @param maxMessageSize the largest message, sent or received
 * @param lifetime how long a message may wait to be sent, and be sent again; zero for no limit;
 *     only zero for channels that promise every message ({@link Delivery#isLossless})
 * @param resendAfter after how long without acknowledgement a message is sent again; zero for what
 *     the round-trip time suggests
 * @param redundancy copies beforehand
 * @param receiveBytes the most bytes that arrived and wait to be taken, or to be completed; at
 *     least {@link #LEAST_RECEIVE_BYTES} and the largest message
 */
public record ChannelConfig(
    int id,
    Delivery delivery,
    int priority,
    int weight,
    int maxQueuedBytes,
    int maxMessageSize,
    Duration lifetime,
    Duration resendAfter,
    Redundancy redundancy,
    int receiveBytes) {
  /** The largest size that a channel can be configured for: 64 MiB. */
  public static final int MAX_MESSAGE_SIZE = 1 << 26;

  /** The largest number of bytes that can be configured to wait. */
  public static final int MAX_BYTES = 1 << 29;

  /** The smallest number of bytes that can be configured to wait at the receiver: 64 KiB. */
  public static final int LEAST_RECEIVE_BYTES = 1 << 16;

  private static final int USUAL_MESSAGE_SIZE = 1 << 20;
  private static final int USUAL_BYTES = 1 << 22;

  /**
   * Checks the settings.
   *
   * @throws IllegalArgumentException naming the one that is out of range
   */
  public ChannelConfig {
    ensureRange("id", id, 0, 255);
    ensureRange("priority", priority, 0, 255);
    ensureRange("weight", weight, 1, 1000);
    ensureRange("maxMessageSize", maxMessageSize, 0, MAX_MESSAGE_SIZE);
    ensureRange("maxQueuedBytes", maxQueuedBytes, maxMessageSize, MAX_BYTES);
    ensureRange(
        "receiveBytes", receiveBytes, Math.max(maxMessageSize, LEAST_RECEIVE_BYTES), MAX_BYTES);
    ensureNotNegative("lifetime", lifetime);
    ensureNotNegative("resendAfter", resendAfter);
    if (delivery.isLossless() && !lifetime.isZero()) {
      throw new IllegalArgumentException(
          "lifetime: a channel that is " + delivery + " promises every message");
    }
  }

  /**
   * A channel with the usual settings: priority 0, weight 1, messages to 1 MiB, 4 MiB queued, no
   * lifetime, no redundancy.
   *
   * @param id its id
   * @param delivery what it promises
   * @return the channel
   * @throws IllegalArgumentException if the id is out of range
   */
  public static ChannelConfig of(int id, Delivery delivery) {
    return new ChannelConfig(
        id,
        delivery,
        0,
        1,
        USUAL_BYTES,
        USUAL_MESSAGE_SIZE,
        Duration.ZERO,
        Duration.ZERO,
        Redundancy.NONE,
        USUAL_BYTES);
  }

  private static void ensureRange(String what, int value, int min, int max) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(
          "%s: %d is not in %d..%d".formatted(what, value, min, max));
    }
  }

  private static void ensureNotNegative(String what, Duration duration) {
    if (duration.isNegative()) {
      throw new IllegalArgumentException(what + ": " + duration + " is negative");
    }
  }

  /**
   * The same with another priority.
   *
   * @param level 0 to 255, the highest is sent first
   * @return the channel
   * @throws IllegalArgumentException if it is out of range
   */
  public ChannelConfig priority(int level) {
    return new ChannelConfig(
        id,
        delivery,
        level,
        weight,
        maxQueuedBytes,
        maxMessageSize,
        lifetime,
        resendAfter,
        redundancy,
        receiveBytes);
  }

  /**
   * The same with another share.
   *
   * @param share 1 to 1000
   * @return the channel
   * @throws IllegalArgumentException if it is out of range
   */
  public ChannelConfig weight(int share) {
    return new ChannelConfig(
        id,
        delivery,
        priority,
        share,
        maxQueuedBytes,
        maxMessageSize,
        lifetime,
        resendAfter,
        redundancy,
        receiveBytes);
  }

  /**
   * The same with another bound of the queue.
   *
   * @param bytes the most that may wait, at least the largest message
   * @return the channel
   * @throws IllegalArgumentException if it is out of range
   */
  public ChannelConfig maxQueuedBytes(int bytes) {
    return new ChannelConfig(
        id,
        delivery,
        priority,
        weight,
        bytes,
        maxMessageSize,
        lifetime,
        resendAfter,
        redundancy,
        receiveBytes);
  }

  /**
   * The same with another largest message; the bounds of what may wait are raised to it.
   *
   * @param bytes the largest, 0 to {@link #MAX_MESSAGE_SIZE}
   * @return the channel
   * @throws IllegalArgumentException if it is out of range
   */
  public ChannelConfig maxMessageSize(int bytes) {
    return new ChannelConfig(
        id,
        delivery,
        priority,
        weight,
        Math.max(maxQueuedBytes, bytes),
        bytes,
        lifetime,
        resendAfter,
        redundancy,
        Math.max(receiveBytes, bytes));
  }

  /**
   * The same with a lifetime of messages.
   *
   * @param duration how long one may wait; zero for no limit
   * @return the channel
   * @throws IllegalArgumentException if it is negative, or the channel promises every message
   */
  public ChannelConfig lifetime(Duration duration) {
    return new ChannelConfig(
        id,
        delivery,
        priority,
        weight,
        maxQueuedBytes,
        maxMessageSize,
        duration,
        resendAfter,
        redundancy,
        receiveBytes);
  }

  /**
   * The same with a fixed time after which a message is sent again.
   *
   * @param duration since it was sent; zero for what the round-trip time suggests
   * @return the channel
   * @throws IllegalArgumentException if it is negative
   */
  public ChannelConfig resendAfter(Duration duration) {
    return new ChannelConfig(
        id,
        delivery,
        priority,
        weight,
        maxQueuedBytes,
        maxMessageSize,
        lifetime,
        duration,
        redundancy,
        receiveBytes);
  }

  /**
   * The same with copies beforehand.
   *
   * @param copies which
   * @return the channel
   */
  public ChannelConfig redundancy(Redundancy copies) {
    return new ChannelConfig(
        id,
        delivery,
        priority,
        weight,
        maxQueuedBytes,
        maxMessageSize,
        lifetime,
        resendAfter,
        copies,
        receiveBytes);
  }

  /**
   * The same with another bound of what arrived and was not taken yet. On a channel that promises
   * every message the sender is held back before it is reached; on others what is above it is
   * dropped.
   *
   * @param bytes the most, at least 64 KiB and the largest message
   * @return the channel
   * @throws IllegalArgumentException if it is out of range
   */
  public ChannelConfig receiveBytes(int bytes) {
    return new ChannelConfig(
        id,
        delivery,
        priority,
        weight,
        maxQueuedBytes,
        maxMessageSize,
        lifetime,
        resendAfter,
        redundancy,
        bytes);
  }
}
