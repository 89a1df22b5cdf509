// SPDX-License-Identifier: Apache-2.0
package org.packetloom.net;

import java.io.IOException;
import java.net.SocketOption;
import java.net.SocketOptions;
import java.net.StandardSocketOptions;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import jdk.net.ExtendedSocketOptions;
import org.packetloom.Connector;
import org.packetloom.ConnectorOptions;
import org.packetloom.TcpOptions;

/**
 * The options of the JDK and ours: those of {@link ExtendedSocketOptions} have the names of the
 * system, and values of another type. Where the module {@code jdk.net} is missing, they are.
 */
final class JdkOptions {
  private static final int LONGEST_LINGER = 65_535;

  /** Those that every socket of the JDK has, and that ours keeps where its connector lacks them. */
  private static final Set<SocketOption<?>> OF_STREAMS =
      Set.of(
          StandardSocketOptions.SO_RCVBUF,
          StandardSocketOptions.SO_SNDBUF,
          StandardSocketOptions.SO_REUSEADDR,
          StandardSocketOptions.SO_REUSEPORT,
          StandardSocketOptions.SO_KEEPALIVE,
          StandardSocketOptions.SO_LINGER,
          StandardSocketOptions.IP_TOS,
          StandardSocketOptions.TCP_NODELAY);

  private static final Set<SocketOption<?>> OF_LISTENERS =
      Set.of(
          StandardSocketOptions.SO_RCVBUF,
          StandardSocketOptions.SO_REUSEADDR,
          StandardSocketOptions.SO_REUSEPORT,
          StandardSocketOptions.IP_TOS);

  /** Options of the module {@code jdk.net}, and what they are here. */
  private static final Map<SocketOption<?>, SocketOption<?>> EXTENDED = extended();

  /** The options behind the setters of {@link java.net.Socket}. */
  private static final Map<Integer, SocketOption<?>> NUMBERED =
      Map.of(
          SocketOptions.TCP_NODELAY, StandardSocketOptions.TCP_NODELAY,
          SocketOptions.SO_KEEPALIVE, StandardSocketOptions.SO_KEEPALIVE,
          SocketOptions.SO_REUSEADDR, StandardSocketOptions.SO_REUSEADDR,
          SocketOptions.SO_REUSEPORT, StandardSocketOptions.SO_REUSEPORT,
          SocketOptions.SO_LINGER, StandardSocketOptions.SO_LINGER,
          SocketOptions.SO_SNDBUF, StandardSocketOptions.SO_SNDBUF,
          SocketOptions.SO_RCVBUF, StandardSocketOptions.SO_RCVBUF,
          SocketOptions.SO_OOBINLINE, ConnectorOptions.SO_OOBINLINE,
          SocketOptions.IP_TOS, StandardSocketOptions.IP_TOS);

  private JdkOptions() {}

  private static Map<SocketOption<?>, SocketOption<?>> extended() {
    try {
      return Map.of(
          ExtendedSocketOptions.TCP_KEEPIDLE, TcpOptions.TCP_KEEPIDLE,
          ExtendedSocketOptions.TCP_KEEPINTERVAL, TcpOptions.TCP_KEEPINTVL,
          ExtendedSocketOptions.TCP_KEEPCOUNT, TcpOptions.TCP_KEEPCNT,
          ExtendedSocketOptions.TCP_QUICKACK, TcpOptions.TCP_QUICKACK);
    } catch (NoClassDefFoundError _) {
      return Map.of();
    }
  }

  /** What sockets tell of these options if nobody has set them and no connector has them. */
  static Map<SocketOption<?>, Object> extendedDefaults() {
    Map<SocketOption<?>, Object> defaults = new HashMap<>();
    for (SocketOption<?> each : EXTENDED.keySet()) {
      defaults.put(each, each.type() == Boolean.class ? false : (Object) 0);
    }
    return defaults;
  }

  /** The option that {@link SocketOptions} has a number for; empty if it is none of the system. */
  static Optional<SocketOption<?>> numbered(int number) {
    return Optional.ofNullable(NUMBERED.get(number));
  }

  static Set<SocketOption<?>> ofStreams() {
    return withExtended(OF_STREAMS);
  }

  static Set<SocketOption<?>> ofListeners() {
    return withExtended(OF_LISTENERS);
  }

  private static Set<SocketOption<?>> withExtended(Set<SocketOption<?>> standard) {
    Set<SocketOption<?>> all = new HashSet<>(standard);
    all.addAll(EXTENDED.keySet());
    return all;
  }

  /** Whether a connector has an option, in its own form or that of the JDK; raw ones pass. */
  static boolean isSupported(Connector connector, SocketOption<?> option) {
    return connector.supportedOptions().contains(EXTENDED.getOrDefault(option, option));
  }

  /**
   * The value that is set for one that sockets of the JDK take: any negative time to linger is
   * none, one that is too long is cut, and a buffer of no size is one of the least size.
   */
  static <T> T fitting(SocketOption<T> option, T value) {
    if (option == StandardSocketOptions.SO_LINGER) {
      return option.type().cast(Math.clamp((Integer) value, -1, LONGEST_LINGER));
    }
    boolean isSize =
        option == StandardSocketOptions.SO_SNDBUF || option == StandardSocketOptions.SO_RCVBUF;
    return isSize && value.equals(0) ? option.type().cast(1) : value;
  }

  /** Sets an option on a connector, in the form of the JDK or its own. */
  static <T> void set(Connector connector, SocketOption<T> option, T value) throws IOException {
    SocketOption<?> ours = EXTENDED.get(option);
    if (ours == null) {
      connector.option(option, value);
    } else {
      setConverted(connector, ours, value);
    }
  }

  private static <U> void setConverted(Connector connector, SocketOption<U> ours, Object value)
      throws IOException {
    Object converted =
        ours.type() == Duration.class && value instanceof Integer seconds
            ? Duration.ofSeconds(seconds)
            : value;
    connector.option(ours, ours.type().cast(converted));
  }

  /** An option of a connector, in the form that is asked for. */
  static <T> T get(Connector connector, SocketOption<T> option) throws IOException {
    SocketOption<?> ours = EXTENDED.get(option);
    if (ours == null) {
      return connector.option(option);
    }
    Object value = connector.option(ours);
    return option.type().cast(value instanceof Duration d ? (int) d.toSeconds() : value);
  }
}
