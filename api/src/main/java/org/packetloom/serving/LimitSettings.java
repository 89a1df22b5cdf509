// SPDX-License-Identifier: Apache-2.0
package org.packetloom.serving;

import java.time.Duration;
import java.util.Objects;
import org.packetloom.DescriptorShortage;

/** The limits of a server as its builder collects them; each is checked when it is chosen. */
public final class LimitSettings {
  private static final int DEFAULT_MAX_CONNECTIONS = 10_000;
  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  private int maxConnections = DEFAULT_MAX_CONNECTIONS;
  private int maxPerPeer;
  private long firstByteNanos;
  private long idleNanos;
  private long totalNanos;
  private long bytesPerWindow;
  private long windowNanos;
  private DescriptorShortage shortage = DescriptorShortage.WAIT;

  /** Ten thousand connections, and no other limit. */
  public LimitSettings() {}

  /**
   * Limits how many connections are served at once.
   *
   * @param count 1 or more
   */
  public void maxConnections(int count) {
    maxConnections = ensureBetween(1, count, Integer.MAX_VALUE, "maxConnections");
  }

  /**
   * Limits how many connections one peer may have at once.
   *
   * @param count 1 or more
   */
  public void maxConnectionsPerPeer(int count) {
    maxPerPeer = ensureBetween(1, count, Integer.MAX_VALUE, "maxConnectionsPerPeer");
  }

  static int ensureBetween(int least, int count, int most, String name) {
    if (count < least || count > most) {
      throw new IllegalArgumentException(name + ": " + count);
    }
    return count;
  }

  /**
   * Limits how long a peer may take to send its first byte.
   *
   * @param timeout zero for no limit
   */
  public void firstByteTimeout(Duration timeout) {
    firstByteNanos = nanos(timeout, "firstByteTimeout");
  }

  /**
   * Limits how long a connection may go on without a byte in either direction.
   *
   * @param timeout zero for no limit
   */
  public void idleTimeout(Duration timeout) {
    idleNanos = nanos(timeout, "idleTimeout");
  }

  /**
   * Limits how long a connection may last.
   *
   * @param timeout zero for no limit
   */
  public void connectionDeadline(Duration timeout) {
    totalNanos = nanos(timeout, "connectionDeadline");
  }

  /**
   * Has bytes move at least at this rate.
   *
   * @param bytesPerSecond 1 or more
   * @param window longer than zero
   */
  public void minimumRate(long bytesPerSecond, Duration window) {
    long nanos = nanos(window, "window");
    if (bytesPerSecond < 1 || nanos == 0) {
      throw new IllegalArgumentException("minimumRate: " + bytesPerSecond + " over " + window);
    }
    windowNanos = nanos;
    bytesPerWindow = Math.max(1, (long) ((double) bytesPerSecond * nanos / NANOS_PER_SECOND));
  }

  /** Zero for no limit; 146 years at most. */
  private static long nanos(Duration timeout, String name) {
    if (timeout.isNegative()) {
      throw new IllegalArgumentException(name + ": " + timeout);
    }
    long most = Long.MAX_VALUE / 2;
    return timeout.getSeconds() >= most / NANOS_PER_SECOND ? most : timeout.toNanos();
  }

  /**
   * Chooses what happens to peers that arrive while there is no descriptor for them.
   *
   * @param choice to let them wait, or to turn them away
   */
  public void whenOutOfDescriptors(DescriptorShortage choice) {
    shortage = Objects.requireNonNull(choice, "choice");
  }

  /**
   * What was chosen so far.
   *
   * @return the limits
   */
  public ServerLimits limits() {
    return new ServerLimits(
        maxConnections,
        maxPerPeer,
        firstByteNanos,
        idleNanos,
        totalNanos,
        bytesPerWindow,
        windowNanos,
        shortage);
  }
}
