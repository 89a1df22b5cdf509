// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.net.SocketAddress;
import java.net.SocketOption;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.packetloom.Deadline;
import org.packetloom.InterruptPolicy;
import org.packetloom.SocketHook;

/**
 * What a caller chose for a connector before opening it.
 *
 * @param options socket options and their checked values, in the order in which they were chosen
 * @param hooks what is done to each socket before it is bound or connected
 * @param deadline when opening ends
 * @param connectTimeout how long opening may take, zero for no limit
 * @param readTimeout rolling timeout of reads, zero for no limit
 * @param writeTimeout rolling timeout of writes, zero for no limit
 * @param interruptPolicy what an interrupt does
 * @param isBlocking whether plain calls wait
 * @param localAddress the near end of a stream to be connected
 * @param attemptDelay how long one attempt to connect is ahead of the next
 */
record Settings(
    Map<SocketOption<?>, Object> options,
    List<SocketHook> hooks,
    Deadline deadline,
    Duration connectTimeout,
    Duration readTimeout,
    Duration writeTimeout,
    InterruptPolicy interruptPolicy,
    boolean isBlocking,
    Optional<SocketAddress> localAddress,
    Duration attemptDelay) {
  Settings {
    options = Collections.unmodifiableMap(new LinkedHashMap<>(options));
    hooks = List.copyOf(hooks);
  }

  /** When opening that begins now has to end, as far as the caller's settings say. */
  Deadline openDeadline() {
    return connectTimeout.isZero() ? deadline : deadline.earliest(Deadline.after(connectTimeout));
  }

  /** A duration as nanoseconds for a lane: 0 for no limit, 146 years at most. */
  static long nanos(Duration timeout) {
    if (timeout.isNegative()) {
      throw new IllegalArgumentException("timeout: " + timeout);
    }
    long most = Long.MAX_VALUE / 2;
    return timeout.toSeconds() >= most / 1_000_000_000L ? most : timeout.toNanos();
  }
}
