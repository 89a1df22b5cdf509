// SPDX-License-Identifier: Apache-2.0
package org.packetloom.net;

import java.io.IOException;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.packetloom.Connector;
import org.packetloom.ConnectorOptions;

/**
 * Options that were set on a socket: for a connector that comes later, and for those that mean
 * nothing to the connector, which a socket accepts and remembers all the same. Safe for use by any
 * thread.
 */
final class RecordedOptions {
  /** What a socket tells of options that nobody has set and its connector lacks. */
  private static final Map<SocketOption<?>, Object> DEFAULTS = defaults();

  private final ReentrantLock lock = new ReentrantLock();

  /** Guarded by lock; in the order of setting. */
  private final Map<SocketOption<?>, Object> values = new LinkedHashMap<>();

  private static Map<SocketOption<?>, Object> defaults() {
    Map<SocketOption<?>, Object> all = new HashMap<>(JdkOptions.extendedDefaults());
    all.put(StandardSocketOptions.TCP_NODELAY, false);
    all.put(StandardSocketOptions.SO_KEEPALIVE, false);
    all.put(StandardSocketOptions.SO_REUSEADDR, false);
    all.put(StandardSocketOptions.SO_REUSEPORT, false);
    all.put(StandardSocketOptions.SO_LINGER, -1);
    all.put(StandardSocketOptions.IP_TOS, 0);
    all.put(StandardSocketOptions.SO_SNDBUF, 1 << 16);
    all.put(StandardSocketOptions.SO_RCVBUF, 1 << 16);
    all.put(ConnectorOptions.SO_OOBINLINE, false);
    return all;
  }

  /**
   * Refuses what no socket would take, for options that no connector looks at.
   *
   * @throws IllegalArgumentException if the value is out of the option's range
   */
  static void ensureInRange(SocketOption<?> option, Object value) {
    if (value instanceof Integer number && number < least(option)
        || option == StandardSocketOptions.IP_TOS && (int) value > 255) {
      throw new IllegalArgumentException("Invalid value " + value + " of " + option);
    }
  }

  private static int least(SocketOption<?> option) {
    if (option == StandardSocketOptions.SO_LINGER) {
      return Integer.MIN_VALUE;
    }
    boolean isCounted =
        option == StandardSocketOptions.IP_TOS
            || option == StandardSocketOptions.SO_SNDBUF
            || option == StandardSocketOptions.SO_RCVBUF;
    return isCounted ? 0 : 1;
  }

  void put(SocketOption<?> option, Object value) {
    lock.lock();
    try {
      values.put(option, value);
    } finally {
      lock.unlock();
    }
  }

  /** What was set, or else what is so by default; empty if nothing is known of such an option. */
  Optional<Object> get(SocketOption<?> option) {
    lock.lock();
    try {
      Object value = values.get(option);
      return Optional.ofNullable(value == null ? DEFAULTS.get(option) : value);
    } finally {
      lock.unlock();
    }
  }

  /** Sets on a connector all that it has. */
  void applyTo(Connector connector) throws IOException {
    Map<SocketOption<?>, Object> all;
    lock.lock();
    try {
      all = new LinkedHashMap<>(values);
    } finally {
      lock.unlock();
    }
    for (Map.Entry<SocketOption<?>, Object> each : all.entrySet()) {
      apply(connector, each.getKey(), each.getValue());
    }
  }

  private static <T> void apply(Connector connector, SocketOption<T> option, Object value)
      throws IOException {
    if (JdkOptions.isSupported(connector, option)) {
      JdkOptions.set(connector, option, option.type().cast(value));
    }
  }
}
