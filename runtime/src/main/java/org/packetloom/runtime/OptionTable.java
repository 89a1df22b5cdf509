// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.net.SocketOption;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.packetloom.ConnectorOptions;
import org.packetloom.ConnectorUri;
import org.packetloom.RawOption;
import org.packetloom.runtime.OptionRow.Scope;

/** The options of one kind of connector. */
final class OptionTable {
  static final OptionTable TCP =
      of(
          Stream.of(OptionRows.SOCKET, OptionRows.LISTENER, OptionRows.INTERNET, OptionRows.TCP),
          JdkOptions.tcp());
  static final OptionTable UDP =
      of(Stream.of(OptionRows.SOCKET, OptionRows.INTERNET, OptionRows.UDP), JdkOptions.udp());
  static final OptionTable LOCAL =
      of(Stream.of(OptionRows.SOCKET, OptionRows.LISTENER, OptionRows.LOCAL, FileSettings.ROWS));

  /** The named pipes of Windows. */
  static final OptionTable PIPE = of(Stream.of(OptionRows.LISTENER));

  /** Network interfaces of this process. */
  static final OptionTable DEVICE = of(Stream.of(OptionRows.DEVICE));

  /** Connectors that have no sockets. */
  static final OptionTable NONE = of(Stream.of());

  private final Map<SocketOption<?>, OptionRow<?>> rows;
  private final Set<SocketOption<?>> supported;

  /** Options under other names than those that are listed. */
  private final Map<SocketOption<?>, OptionRow<?>> aliases;

  private OptionTable(
      Map<SocketOption<?>, OptionRow<?>> rows, Map<SocketOption<?>, OptionRow<?>> aliases) {
    this.rows = rows;
    this.aliases = aliases;
    this.supported =
        rows.values().stream()
            .filter(row -> row.scope() != Scope.CHOICE)
            .map(OptionRow::option)
            .collect(Collectors.toUnmodifiableSet());
  }

  private static OptionTable of(Stream<List<OptionRow<?>>> lists) {
    return of(lists, List.of());
  }

  private static OptionTable of(Stream<List<OptionRow<?>>> lists, List<OptionRow<?>> aliases) {
    return new OptionTable(byOption(lists.flatMap(Collection::stream)), byOption(aliases.stream()));
  }

  private static Map<SocketOption<?>, OptionRow<?>> byOption(Stream<OptionRow<?>> rows) {
    Map<SocketOption<?>, OptionRow<?>> byOption = new LinkedHashMap<>();
    rows.forEach(row -> byOption.put(row.option(), row));
    return byOption;
  }

  /** The options of a scheme's sockets; none for a scheme that has no sockets. */
  static OptionTable of(String scheme) {
    return switch (scheme) {
      case "tcp", "tcp4", "tcp6", "tls" -> TCP;
      case "udp", "udp4", "udp6" -> UDP;
      case "local" -> LOCAL;
      case "pipe" -> PIPE;
      case "tun", "tap" -> DEVICE;
      default -> NONE;
    };
  }

  /** What the query of a URI asks for. */
  Map<SocketOption<?>, Object> fromUri(ConnectorUri uri) {
    Map<SocketOption<?>, Object> options = new LinkedHashMap<>();
    rows.values().forEach(row -> row.putFrom(uri, options));
    return options;
  }

  /** The names that options have in URIs. */
  Set<String> parameters() {
    return rows.values().stream()
        .flatMap(row -> row.parameter().stream())
        .collect(Collectors.toUnmodifiableSet());
  }

  /** The options of an open connector, without those that only opening looks at. */
  Set<SocketOption<?>> supported() {
    return supported;
  }

  /**
   * Those of them that a connector has at the moment.
   *
   * @param isVersion4 whether it is a socket of IP version 4
   * @param isConnected whether it has a peer
   */
  Set<SocketOption<?>> supported(boolean isVersion4, boolean isConnected) {
    return supported.stream()
        .filter(option -> option != ConnectorOptions.IPV6_V6ONLY || !isVersion4)
        .filter(option -> option != ConnectorOptions.IP_MTU || isConnected)
        .collect(Collectors.toUnmodifiableSet());
  }

  /** Checks what is to be set before opening. */
  Object checked(SocketOption<?> option, Object value) {
    Object checked = row(option).checked(value);
    return checked instanceof byte[] bytes ? bytes.clone() : checked;
  }

  /** The row of an option of an open connector. */
  OptionRow<?> ofOpen(SocketOption<?> option) {
    OptionRow<?> row = row(option);
    if (row.scope() == Scope.CHOICE) {
      throw new UnsupportedOperationException("option " + option + " of an open connector");
    }
    return row;
  }

  /** The row of an option. */
  OptionRow<?> row(SocketOption<?> option) {
    OptionRow<?> row = rows.getOrDefault(option, aliases.get(option));
    if (row != null) {
      return row;
    }
    if (option instanceof RawOption raw && !rows.isEmpty()) {
      return OptionRow.raw(raw);
    }
    throw new UnsupportedOperationException("option " + option);
  }
}
