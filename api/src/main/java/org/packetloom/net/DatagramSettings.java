// SPDX-License-Identifier: Apache-2.0
package org.packetloom.net;

import java.io.IOException;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import jdk.net.ExtendedSocketOptions;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;
import org.packetloom.DatagramConnector;

/** The options of a datagram socket, by the rules of {@link java.net.DatagramSocket}. */
final class DatagramSettings {
  private static final Set<SocketOption<?>> SUPPORTED = supportedHere();

  private final DatagramConnector connector;

  /** Before that there is none to tell; never unset. */
  private volatile boolean isInterfaceChosen;

  DatagramSettings(DatagramConnector connector) {
    this.connector = connector;
  }

  private static Set<SocketOption<?>> supportedHere() {
    Set<SocketOption<?>> all =
        new HashSet<>(
            Set.of(
                StandardSocketOptions.SO_SNDBUF,
                StandardSocketOptions.SO_RCVBUF,
                StandardSocketOptions.SO_REUSEADDR,
                StandardSocketOptions.SO_REUSEPORT,
                StandardSocketOptions.SO_BROADCAST,
                StandardSocketOptions.IP_TOS,
                StandardSocketOptions.IP_MULTICAST_IF,
                StandardSocketOptions.IP_MULTICAST_TTL,
                StandardSocketOptions.IP_MULTICAST_LOOP));
    try {
      all.add(ExtendedSocketOptions.SO_INCOMING_NAPI_ID);
      all.add(ExtendedSocketOptions.IP_DONTFRAGMENT);
    } catch (NoClassDefFoundError _) {
      // the module jdk.net is missing, and with it they are
    }
    return Set.copyOf(all);
  }

  static Set<SocketOption<?>> supported() {
    return SUPPORTED;
  }

  void ensureOpen() throws SocketException {
    if (!connector.isOpen()) {
      throw new SocketException("Socket is closed");
    }
  }

  // ---- by their names

  /** The value; null only for an interface that was never chosen. */
  @NullUnmarked
  <T> T get(SocketOption<T> option) throws IOException {
    ensureSupported(option);
    ensureOpen();
    try {
      return option == StandardSocketOptions.IP_MULTICAST_IF && !isInterfaceChosen
          ? null
          : JdkOptions.get(connector, option);
    } catch (IOException e) {
      throw JdkFailures.ofDatagrams(e);
    }
  }

  <T> void set(SocketOption<T> option, @Nullable T value) throws IOException {
    ensureSupported(option);
    ensureOpen();
    if (!option.type().isInstance(value)) {
      throw new IllegalArgumentException("Invalid value '" + value + "'");
    }
    try {
      JdkOptions.set(connector, option, JdkOptions.fitting(option, option.type().cast(value)));
      isInterfaceChosen |= option == StandardSocketOptions.IP_MULTICAST_IF;
    } catch (IOException e) {
      throw JdkFailures.ofDatagrams(e);
    }
  }

  private static void ensureSupported(SocketOption<?> option) {
    Objects.requireNonNull(option, "option");
    if (!SUPPORTED.contains(option)) {
      throw new UnsupportedOperationException("'" + option + "' not supported");
    }
  }

  // ---- by setters

  int number(SocketOption<Integer> option) throws SocketException {
    return tell(option);
  }

  boolean flag(SocketOption<Boolean> option) throws SocketException {
    return tell(option);
  }

  private <T> T tell(SocketOption<T> option) throws SocketException {
    try {
      return get(option);
    } catch (IOException e) {
      throw JdkFailures.ofDatagrams(e);
    }
  }

  <T> void change(SocketOption<T> option, @Nullable T value) throws SocketException {
    try {
      set(option, value);
    } catch (IOException e) {
      throw JdkFailures.ofDatagrams(e);
    }
  }

  void size(SocketOption<Integer> option, int bytes) throws SocketException {
    if (bytes <= 0) {
      throw new IllegalArgumentException("invalid size: " + bytes);
    }
    change(option, bytes);
  }

  /** The interface that datagrams to groups leave by; null if the system chooses. */
  @Nullable NetworkInterface multicastInterface() throws SocketException {
    return tell(StandardSocketOptions.IP_MULTICAST_IF);
  }
}
