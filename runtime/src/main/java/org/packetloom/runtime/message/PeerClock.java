// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.message;

import java.time.Duration;
import java.util.Optional;

/**
 * The other side's clock, as RFC 5905 (section 8) tells it from four times: a question's sending
 * and arrival, the answer's sending and arrival. Of several the one with the least round trip is
 * kept, for a while.
 */
final class PeerClock {
  private static final long FIRST_PAUSE = 250_000_000;
  private static final long LONGEST_PAUSE = 4_000_000_000L;
  private static final long KEEP_NANOS = 60_000_000_000L;

  private boolean isKnown;
  private long offset;
  private long roundTrip;
  private long measuredAt;

  private long askAt;
  private long pause = FIRST_PAUSE;

  /** The question to be answered, and when it came. */
  private boolean isAsked;

  private long question;
  private long askedAt;

  PeerClock(long now) {
    askAt = now;
  }

  boolean wantsToAsk(long now) {
    return now >= askAt;
  }

  void asked(long now) {
    askAt = now + pause;
    pause = Math.min(2 * pause, LONGEST_PAUSE);
  }

  boolean hasAnswer() {
    return isAsked;
  }

  void question(long theirs, long now) {
    isAsked = true;
    question = theirs;
    askedAt = now;
  }

  /** Writes an answer's content, 20 bytes; returns where it ends. */
  int answer(byte[] into, int at, long now) {
    isAsked = false;
    int next = Wire.putLong(into, at, question);
    next = Wire.putLong(into, next, askedAt);
    return Wire.putInt(into, next, (int) Math.min((now - askedAt) / 1000, Integer.MAX_VALUE));
  }

  /** Reads an answer's content. */
  void answered(byte[] from, int at, long now) {
    long sentAt = Wire.getLong(from, at);
    long arrivedAt = Wire.getLong(from, at + 8);
    long heldNanos = (Wire.getInt(from, at + 16) & 0xFFFFFFFFL) * 1000;
    long took = now - sentAt - heldNanos;
    if (took < 0 || now - sentAt > KEEP_NANOS || now < sentAt) {
      return; // not an answer to what was asked lately
    }
    if (!isKnown || took <= roundTrip || now - measuredAt > KEEP_NANOS) {
      isKnown = true;
      roundTrip = took;
      offset = arrivedAt - sentAt - took / 2;
      measuredAt = now;
    }
  }

  Optional<Duration> offset() {
    return isKnown ? Optional.of(Duration.ofNanos(offset)) : Optional.empty();
  }
}
