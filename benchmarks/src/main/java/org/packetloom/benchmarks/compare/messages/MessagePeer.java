// SPDX-License-Identifier: Apache-2.0
package org.packetloom.benchmarks.compare.messages;

import java.nio.ByteBuffer;
import java.util.OptionalDouble;
import java.util.function.Consumer;

/**
 * One end of a connection that is up: a protocol without socket, thread or clock. Time is in
 * nanoseconds, and never goes back.
 */
public interface MessagePeer extends AutoCloseable {
  /** Reliable and ordered, for much data. */
  int BULK = 0;

  /** Reliable and ordered, for what is urgent; by itself where a protocol has several channels. */
  int SMALL = 1;

  /** Neither reliable nor ordered. */
  int UNRELIABLE = 2;

  /** How many channels there are. */
  int CHANNELS = 3;

  /** Takes what arrived. */
  @FunctionalInterface
  interface Arrivals {
    /**
     * A message.
     *
     * @param channel of which channel
     * @param payload it, until this returns
     */
    void delivered(int channel, ByteBuffer payload);
  }

  /**
   * Queues a message.
   *
   * @param channel where
   * @param payload what; its position may move
   * @param now when
   * @return false if it takes no more at present
   */
  boolean send(int channel, ByteBuffer payload, long now);

  /**
   * Takes a datagram.
   *
   * @param datagram what arrived; its position may move
   * @param now when
   */
  void receive(ByteBuffer datagram, long now);

  /**
   * Hands out every message that is complete.
   *
   * @param to who takes them
   * @param now when
   */
  void drain(Arrivals to, long now);

  /**
   * Runs timers, and hands out every datagram that may go now.
   *
   * @param to who takes them, each until it returns
   * @param now when
   */
  void flush(Consumer<ByteBuffer> to, long now);

  /**
   * When it must be flushed next, if nothing else happens.
   *
   * @param now at present
   * @return not before now
   */
  long nextDeadline(long now);

  /** Whether it has not given up. */
  default boolean isAlive() {
    return true;
  }

  /**
   * What part of its datagrams it believes lost.
   *
   * @param now at present
   * @return 0 to 1; empty if it does not tell
   */
  default OptionalDouble lossEstimate(long now) {
    return OptionalDouble.empty();
  }

  @Override
  default void close() {}
}
