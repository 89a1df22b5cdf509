// SPDX-License-Identifier: Apache-2.0
package org.packetloom.nio;

import java.io.IOException;
import java.net.ProtocolFamily;
import java.net.SocketOption;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.packetloom.Connector;
import org.packetloom.ConnectorOptions;

/**
 * The options of a channel: those that the JDK's channels of its kind have, those of the JDK's
 * extension, and the connector's own.
 *
 * <p>Values are taken as leniently as the JDK's channels take them: a buffer of 0 bytes is the
 * smallest there is, and a linger time is cut to the longest there is.
 */
final class ChannelOptions {
  private static final int LONGEST_LINGER = 65_535;

  private static final List<SocketOption<?>> OF_STREAM =
      List.of(
          StandardSocketOptions.SO_SNDBUF,
          StandardSocketOptions.SO_RCVBUF,
          StandardSocketOptions.SO_KEEPALIVE,
          StandardSocketOptions.SO_REUSEADDR,
          StandardSocketOptions.SO_REUSEPORT,
          StandardSocketOptions.SO_LINGER,
          StandardSocketOptions.TCP_NODELAY,
          StandardSocketOptions.IP_TOS);
  private static final List<SocketOption<?>> OF_LISTENER =
      List.of(
          StandardSocketOptions.SO_RCVBUF,
          StandardSocketOptions.SO_REUSEADDR,
          StandardSocketOptions.SO_REUSEPORT);
  private static final List<SocketOption<?>> OF_DATAGRAMS =
      List.of(
          StandardSocketOptions.SO_SNDBUF,
          StandardSocketOptions.SO_RCVBUF,
          StandardSocketOptions.SO_REUSEADDR,
          StandardSocketOptions.SO_REUSEPORT,
          StandardSocketOptions.SO_BROADCAST,
          StandardSocketOptions.IP_TOS,
          StandardSocketOptions.IP_MULTICAST_IF,
          StandardSocketOptions.IP_MULTICAST_TTL,
          StandardSocketOptions.IP_MULTICAST_LOOP);
  private static final List<SocketOption<?>> OF_UNIX_STREAM =
      List.of(
          StandardSocketOptions.SO_SNDBUF,
          StandardSocketOptions.SO_RCVBUF,
          StandardSocketOptions.SO_LINGER);
  private static final List<SocketOption<?>> OF_UNIX_LISTENER =
      List.of(StandardSocketOptions.SO_RCVBUF);
  private static final List<SocketOption<?>> OF_UNIX_DATAGRAMS =
      List.of(StandardSocketOptions.SO_SNDBUF, StandardSocketOptions.SO_RCVBUF);

  private static final Set<SocketOption<?>> STANDARD =
      Stream.of(OF_STREAM, OF_DATAGRAMS)
          .flatMap(List::stream)
          .collect(Collectors.toUnmodifiableSet());

  private final Connector connector;
  private final Set<SocketOption<?>> jdk;

  /** Options that the JDK's channels have and the system does not know here: kept for show. */
  private final Map<SocketOption<?>, Object> kept = new ConcurrentHashMap<>();

  private ChannelOptions(Connector connector, List<SocketOption<?>> jdk) {
    this.connector = connector;
    this.jdk = new HashSet<>(jdk);
  }

  static ChannelOptions ofStream(Connector connector, ProtocolFamily family) {
    ChannelOptions options =
        new ChannelOptions(connector, isUnix(family) ? OF_UNIX_STREAM : OF_STREAM);
    options.jdk.addAll(isUnix(family) ? ExtendedOptions.unix() : ExtendedOptions.tcp());
    if (isUnix(family)) {
      options.kept.put(StandardSocketOptions.SO_LINGER, -1);
    }
    return options;
  }

  static ChannelOptions ofListener(Connector connector, ProtocolFamily family) {
    ChannelOptions options =
        new ChannelOptions(connector, isUnix(family) ? OF_UNIX_LISTENER : OF_LISTENER);
    options.jdk.addAll(isUnix(family) ? Set.of() : ExtendedOptions.tcp());
    return options;
  }

  static ChannelOptions ofDatagrams(Connector connector, ProtocolFamily family) {
    ChannelOptions options =
        new ChannelOptions(connector, isUnix(family) ? OF_UNIX_DATAGRAMS : OF_DATAGRAMS);
    options.jdk.addAll(isUnix(family) ? Set.of() : ExtendedOptions.udp());
    return options;
  }

  private static boolean isUnix(ProtocolFamily family) {
    return family == StandardProtocolFamily.UNIX;
  }

  /** An unmodifiable set. */
  Set<SocketOption<?>> supported() {
    Set<SocketOption<?>> all = new HashSet<>(jdk);
    all.removeIf(option -> !isThere(option));
    connector.supportedOptions().stream().filter(ChannelOptions::isOwn).forEach(all::add);
    all.remove(ConnectorOptions.IP_MTU); // which comes with a peer, and goes with it
    return Set.copyOf(all);
  }

  /** Checks that there is such an option. */
  void ensureSupported(SocketOption<?> option) {
    Objects.requireNonNull(option, "name");
    boolean isKnown =
        jdk.contains(option) && isThere(option)
            || isRaw(option)
            || isOwn(option) && connector.supportedOptions().contains(option);
    if (!isKnown) {
      throw new UnsupportedOperationException("'" + option + "' not supported");
    }
  }

  /** Systems lack some of those that the JDK's channels have; a traffic class is kept for show. */
  private boolean isThere(SocketOption<?> option) {
    boolean mayBeMissing =
        option == StandardSocketOptions.SO_REUSEPORT || ExtendedOptions.isOfSystem(option);
    return !mayBeMissing || connector.supportedOptions().contains(ExtendedOptions.own(option));
  }

  private boolean isKeptForShow(SocketOption<?> option) {
    return kept.containsKey(option)
        || option == StandardSocketOptions.IP_TOS && !connector.supportedOptions().contains(option);
  }

  /** Of standard options a channel has those that the JDK's has, even if the connector has more. */
  private static boolean isOwn(SocketOption<?> option) {
    return !STANDARD.contains(option);
  }

  /** Options by their numbers are listed nowhere, and judged by the connector. */
  private static boolean isRaw(SocketOption<?> option) {
    return option.type() == byte[].class
        && option.getClass().getPackage() == ConnectorOptions.class.getPackage();
  }

  /** The value of a supported option; null only for a multicast interface that is not set. */
  @Nullable <T> T get(SocketOption<T> option) throws IOException {
    if (ExtendedOptions.isPeer(option)) {
      return option.type().cast(ExtendedOptions.peer(connector));
    }
    if (option == StandardSocketOptions.IP_MULTICAST_IF) {
      return chosen(option);
    }
    return isKeptForShow(option)
        ? option.type().cast(kept.getOrDefault(option, 0))
        : connector.option(option);
  }

  private @Nullable <T> T chosen(SocketOption<T> option) throws IOException {
    try {
      return connector.option(option);
    } catch (UnsupportedOperationException _) {
      return null; // none was chosen
    }
  }

  /** Sets a supported option. */
  <T> void set(SocketOption<T> option, @Nullable T value) throws IOException {
    if (value == null) {
      throw new IllegalArgumentException("value of " + option + ": null");
    }
    if (ExtendedOptions.isPeer(option)) {
      throw new UnsupportedOperationException("option " + option + " is read-only");
    }
    T lenient = lenient(option, value);
    if (isKeptForShow(option)) {
      ensureTrafficClass(option, value);
      kept.put(option, lenient);
    } else {
      connector.option(option, lenient);
    }
  }

  private static void ensureTrafficClass(SocketOption<?> option, Object value) {
    if (option == StandardSocketOptions.IP_TOS && ((Integer) value & ~0xff) != 0) {
      throw new IllegalArgumentException("value of " + option + ": " + value);
    }
  }

  private static <T> T lenient(SocketOption<T> option, T value) {
    if (option == StandardSocketOptions.SO_LINGER) {
      return option.type().cast(Math.clamp((Integer) value, -1, LONGEST_LINGER));
    }
    boolean isBuffer =
        option == StandardSocketOptions.SO_SNDBUF || option == StandardSocketOptions.SO_RCVBUF;
    return isBuffer && (Integer) value == 0 ? option.type().cast(1) : value;
  }
}
