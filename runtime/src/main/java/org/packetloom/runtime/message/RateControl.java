// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.message;

/**
 * Decides how fast a connection may send, from what becomes of its packets.
 *
 * <p>Bytes are those of whole datagrams with {@link #HEADERS} for UDP and IP; times are
 * nanoseconds. Used by one thread at a time.
 */
interface RateControl {
  /** Bytes of UDP and IPv4 headers, counted for each datagram. */
  int HEADERS = 28;

  /** What one acknowledgement told; filled anew for each, not to be kept. */
  final class AckSample {
    /** When the acknowledgement arrived. */
    long now;

    /** Bytes newly acknowledged. */
    long ackedBytes;

    /** Bytes given up because of this acknowledgement. */
    long lostBytes;

    /** Bytes still in flight, after both. */
    long inFlight;

    /** Round-trip time of the newest packet acknowledged now, −1 if none was sampled. */
    long roundTrip;

    /** Least round-trip time lately seen, −1 before the first. */
    long leastRoundTrip;

    /**
     * Bytes of packets that count ever {@linkplain RateControl#sent sent}, up to and with the
     * newest one acknowledged now; −1 if none is new.
     */
    long sentUpTo;

    /**
     * Bytes per second delivered between the sending of that packet and now (the slower of sending
     * and acknowledging); −1 if it cannot be told.
     */
    long deliveryRate;

    /** Whether there was not enough to send when that packet was sent. */
    boolean isAppLimited;

    /** Share of the packets lost in the sliding window, 0 to 1. */
    double loss;

    /** Forgets the one before. */
    void begin(long when) {
      now = when;
      ackedBytes = 0;
      lostBytes = 0;
      roundTrip = -1;
      deliveryRate = -1;
      sentUpTo = -1;
    }
  }

  /**
   * A datagram that counts goes out: one with more than acknowledgements.
   *
   * @param now when
   * @param bytes its size
   * @param inFlight bytes in flight, with it
   */
  void sent(long now, int bytes, long inFlight);

  /** An acknowledgement brought news of packets that count (those with more than acks). */
  void acked(AckSample sample);

  /**
   * Datagrams were given up without an acknowledgement: by a timer.
   *
   * @param now when
   * @param bytes theirs
   * @param inFlight bytes still in flight
   */
  void lost(long now, long bytes, long inFlight);

  /** Bytes per second that may be sent now; {@link Long#MAX_VALUE} for any. */
  long paceRate();

  /** Bytes that may be in flight; {@link Long#MAX_VALUE} for any. */
  long window();
}
