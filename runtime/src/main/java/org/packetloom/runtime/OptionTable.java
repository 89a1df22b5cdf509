// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.io.IOException;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.packetloom.ConnectorOptions;
import org.packetloom.ConnectorUri;
import org.packetloom.platform.Descriptors;
import org.packetloom.platform.SocketSetting;

/** The socket options of one kind of connector, and how they are read, checked and set. */
final class OptionTable {
  static final OptionTable TCP =
      new OptionTable(
          Map.of(
              StandardSocketOptions.TCP_NODELAY, SocketSetting.NO_DELAY,
              StandardSocketOptions.SO_KEEPALIVE, SocketSetting.KEEP_ALIVE,
              StandardSocketOptions.SO_REUSEADDR, SocketSetting.REUSE_ADDRESS,
              StandardSocketOptions.SO_LINGER, SocketSetting.LINGER,
              StandardSocketOptions.SO_SNDBUF, SocketSetting.SEND_BUFFER,
              StandardSocketOptions.SO_RCVBUF, SocketSetting.RECEIVE_BUFFER));

  static final OptionTable UDP =
      new OptionTable(
          Map.of(
              StandardSocketOptions.SO_REUSEADDR, SocketSetting.REUSE_ADDRESS,
              StandardSocketOptions.SO_BROADCAST, SocketSetting.BROADCAST,
              StandardSocketOptions.SO_SNDBUF, SocketSetting.SEND_BUFFER,
              StandardSocketOptions.SO_RCVBUF, SocketSetting.RECEIVE_BUFFER));

  static final OptionTable LOCAL =
      new OptionTable(
          Map.of(
              StandardSocketOptions.SO_SNDBUF, SocketSetting.SEND_BUFFER,
              StandardSocketOptions.SO_RCVBUF, SocketSetting.RECEIVE_BUFFER));

  static final OptionTable NONE = new OptionTable(Map.of());

  private final Map<SocketOption<?>, SocketSetting> settings;

  private OptionTable(Map<SocketOption<?>, SocketSetting> settings) {
    this.settings = settings;
  }

  /** The options of a scheme's sockets; none for a scheme that has no sockets. */
  static OptionTable of(String scheme) {
    return switch (scheme) {
      case "tcp", "tcp4", "tcp6" -> TCP;
      case "udp", "udp4", "udp6" -> UDP;
      case "local" -> LOCAL;
      default -> NONE;
    };
  }

  /** What the query of a URI asks for. */
  static Map<SocketOption<?>, Object> fromUri(ConnectorUri uri) {
    Map<SocketOption<?>, Object> options = new LinkedHashMap<>();
    uri.flag("nodelay").ifPresent(v -> options.put(StandardSocketOptions.TCP_NODELAY, v));
    uri.flag("keepalive").ifPresent(v -> options.put(StandardSocketOptions.SO_KEEPALIVE, v));
    uri.flag("reuse-address").ifPresent(v -> options.put(StandardSocketOptions.SO_REUSEADDR, v));
    uri.flag("broadcast").ifPresent(v -> options.put(StandardSocketOptions.SO_BROADCAST, v));
    uri.integer("send-buffer").ifPresent(v -> options.put(StandardSocketOptions.SO_SNDBUF, v));
    uri.integer("receive-buffer").ifPresent(v -> options.put(StandardSocketOptions.SO_RCVBUF, v));
    uri.parameter("mode")
        .ifPresent(v -> options.put(ConnectorOptions.FILE_MODE, Integer.parseInt(v, 8)));
    uri.parameter("owner").ifPresent(v -> options.put(ConnectorOptions.FILE_OWNER, v));
    uri.parameter("group").ifPresent(v -> options.put(ConnectorOptions.FILE_GROUP, v));
    uri.flag("unlink").ifPresent(v -> options.put(ConnectorOptions.UNLINK, v));
    uri.flag("takeover").ifPresent(v -> options.put(ConnectorOptions.TAKE_OVER, v));
    uri.flag("check-folder").ifPresent(v -> options.put(ConnectorOptions.CHECK_FOLDER, v));
    uri.integer("backlog").ifPresent(v -> options.put(ConnectorOptions.BACKLOG, v));
    Optional<String> linger = uri.parameter("linger");
    linger.ifPresent(
        v ->
            options.put(
                StandardSocketOptions.SO_LINGER, v.equals("off") ? -1 : Integer.parseInt(v)));
    return options;
  }

  /** The options of an open connector; the backlog is none of them. */
  Set<SocketOption<?>> supported() {
    return settings.keySet();
  }

  /** The options that can be set before opening. */
  Set<SocketOption<?>> settable() {
    Set<SocketOption<?>> all = new HashSet<>(settings.keySet());
    if (!settings.isEmpty() && this != UDP) {
      all.add(ConnectorOptions.BACKLOG);
    }
    if (this == LOCAL) {
      all.addAll(FileSettings.OPTIONS);
    }
    return all;
  }

  /** Checks the range of a value; the type was checked by the compiler. */
  static void ensureValid(SocketOption<?> option, Object value) {
    if (!option.type().isInstance(value)) {
      throw new IllegalArgumentException(option + ": " + value);
    }
    if (FileSettings.OPTIONS.contains(option)) {
      FileSettings.ensureValid(option, value);
    } else if (value instanceof Integer number) {
      boolean isLinger = option == StandardSocketOptions.SO_LINGER;
      int least = isLinger ? -1 : 1;
      if (number < least || isLinger && number > 65_535) {
        throw new IllegalArgumentException(option + ": " + number);
      }
    }
  }

  /** The value of an option. */
  <T> T get(
      Descriptors descriptors,
      Failures failures,
      String endpoints,
      int descriptor,
      SocketOption<T> option)
      throws IOException {
    int[] value = new int[1];
    SocketSetting setting = ensureSupported(option);
    failures.ensure("get " + option, endpoints, descriptors.setting(descriptor, setting, value));
    Object result = option.type() == Boolean.class ? (Object) (value[0] != 0) : (Object) value[0];
    return option.type().cast(result);
  }

  /** Sets an option whose value was checked. */
  void set(
      Descriptors descriptors,
      Failures failures,
      String endpoints,
      int descriptor,
      SocketOption<?> option,
      Object value)
      throws IOException {
    ensureValid(option, value);
    int number = value instanceof Boolean flag ? (flag ? 1 : 0) : (Integer) value;
    SocketSetting setting = ensureSupported(option);
    failures.ensure("set " + option, endpoints, descriptors.setting(descriptor, setting, number));
  }

  private SocketSetting ensureSupported(SocketOption<?> option) {
    SocketSetting setting = settings.get(option);
    if (setting == null) {
      throw new UnsupportedOperationException("option " + option);
    }
    return setting;
  }
}
