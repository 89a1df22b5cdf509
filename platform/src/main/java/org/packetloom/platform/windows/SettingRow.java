// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.windows;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.packetloom.platform.SocketSetting;

/**
 * A setting as Windows has it. Settings without a row are not there: those of Linux alone, and
 * {@link SocketSetting#REUSE_PORT}, as no option of Windows shares a port fairly.
 *
 * <p>{@link SocketSetting#REUSE_ADDRESS} is that of sockets of datagrams. Streams have it without
 * asking, see {@link WindowsSettings}.
 *
 * @param setting which
 * @param place where the system keeps it
 * @param version6 where sockets of version 6 keep theirs, empty if in the same place
 * @param isReadOnly whether it can be read only
 */
record SettingRow(
    SocketSetting setting, Place place, Optional<Place> version6, boolean isReadOnly) {
  private static final Map<SocketSetting, SettingRow> TABLE = table();

  /**
   * An option of sockets.
   *
   * @param level the protocol's number
   * @param name the option's number
   * @param coding how its value is stored
   */
  record Place(int level, int name, SettingCoding coding) {}

  /** The row of a setting, if Windows has it. */
  static Optional<SettingRow> of(SocketSetting setting) {
    return Optional.ofNullable(TABLE.get(setting));
  }

  void ensureSettable() {
    if (isReadOnly) {
      throw new IllegalArgumentException("read-only: " + setting);
    }
  }

  private static Map<SocketSetting, SettingRow> table() {
    Map<SocketSetting, SettingRow> table = new EnumMap<>(SocketSetting.class);
    for (SettingRow[] rows :
        new SettingRow[][] {socketRows(), readOnlyRows(), ipRows(), tcpRows()}) {
      for (SettingRow row : rows) {
        table.put(row.setting, row);
      }
    }
    return table;
  }

  private static SettingRow[] socketRows() {
    return new SettingRow[] {
      socket(SocketSetting.SEND_BUFFER, SocketOptions.SO_SNDBUF, SettingCoding.NUMBER),
      socket(SocketSetting.RECEIVE_BUFFER, SocketOptions.SO_RCVBUF, SettingCoding.NUMBER),
      socket(SocketSetting.KEEP_ALIVE, SocketOptions.SO_KEEPALIVE, SettingCoding.SWITCH),
      socket(SocketSetting.REUSE_ADDRESS, SocketOptions.SO_REUSEADDR, SettingCoding.SWITCH),
      socket(SocketSetting.LINGER, SocketOptions.SO_LINGER, SettingCoding.LINGER),
      socket(SocketSetting.BROADCAST, SocketOptions.SO_BROADCAST, SettingCoding.SWITCH),
      socket(SocketSetting.URGENT_INLINE, SocketOptions.SO_OOBINLINE, SettingCoding.SWITCH),
      socket(SocketSetting.DONT_ROUTE, SocketOptions.SO_DONTROUTE, SettingCoding.SWITCH),
    };
  }

  private static SettingRow[] readOnlyRows() {
    return new SettingRow[] {
      readOnly(SocketSetting.PENDING_ERROR, SocketOptions.SO_ERROR, SettingCoding.NUMBER),
      readOnly(SocketSetting.PROTOCOL, SocketOptions.SO_PROTOCOL_INFOW, SettingCoding.PROTOCOL),
      readOnly(SocketSetting.IS_LISTENING, SocketOptions.SO_ACCEPTCONN, SettingCoding.SWITCH),
      new SettingRow(
          SocketSetting.PATH_MTU,
          new Place(SocketOptions.IPPROTO_IP, SocketOptions.IP_MTU, SettingCoding.NUMBER),
          Optional.of(
              new Place(SocketOptions.IPPROTO_IPV6, SocketOptions.IPV6_MTU, SettingCoding.NUMBER)),
          true),
    };
  }

  private static SettingRow[] ipRows() {
    Place only6 =
        new Place(SocketOptions.IPPROTO_IPV6, SocketOptions.IPV6_V6ONLY, SettingCoding.SWITCH);
    Place interface4 =
        new Place(
            SocketOptions.IPPROTO_IP, SocketOptions.IP_MULTICAST_IF, SettingCoding.INTERFACE4);
    Place interface6 =
        new Place(
            SocketOptions.IPPROTO_IPV6, SocketOptions.IPV6_MULTICAST_IF, SettingCoding.NUMBER);
    return new SettingRow[] {
      new SettingRow(SocketSetting.ONLY_IPV6, only6, Optional.empty(), false),
      ip(
          SocketSetting.TRAFFIC_CLASS,
          SocketOptions.IP_TOS,
          SocketOptions.IPV6_TCLASS,
          SettingCoding.NUMBER),
      ip(
          SocketSetting.HOP_LIMIT,
          SocketOptions.IP_TTL,
          SocketOptions.IPV6_UNICAST_HOPS,
          SettingCoding.NUMBER),
      ip(
          SocketSetting.MULTICAST_HOP_LIMIT,
          SocketOptions.IP_MULTICAST_TTL,
          SocketOptions.IPV6_MULTICAST_HOPS,
          SettingCoding.NUMBER),
      ip(
          SocketSetting.MULTICAST_LOOP,
          SocketOptions.IP_MULTICAST_LOOP,
          SocketOptions.IPV6_MULTICAST_LOOP,
          SettingCoding.SWITCH),
      new SettingRow(SocketSetting.MULTICAST_INTERFACE, interface4, Optional.of(interface6), false),
      ip(
          SocketSetting.MTU_DISCOVERY,
          SocketOptions.IP_MTU_DISCOVER,
          SocketOptions.IPV6_MTU_DISCOVER,
          SettingCoding.MTU_DISCOVERY),
    };
  }

  private static SettingRow[] tcpRows() {
    return new SettingRow[] {
      tcp(SocketSetting.NO_DELAY, SocketOptions.TCP_NODELAY, SettingCoding.SWITCH),
      tcp(SocketSetting.MAX_SEGMENT, SocketOptions.TCP_MAXSEG, SettingCoding.NUMBER),
      tcp(SocketSetting.KEEP_ALIVE_IDLE, SocketOptions.TCP_KEEPIDLE, SettingCoding.NUMBER),
      tcp(SocketSetting.KEEP_ALIVE_INTERVAL, SocketOptions.TCP_KEEPINTVL, SettingCoding.NUMBER),
      tcp(SocketSetting.KEEP_ALIVE_COUNT, SocketOptions.TCP_KEEPCNT, SettingCoding.NUMBER),
      tcp(SocketSetting.USER_TIMEOUT, SocketOptions.TCP_MAXRTMS, SettingCoding.UNSIGNED),
    };
  }

  private static SettingRow socket(SocketSetting setting, int name, SettingCoding coding) {
    Place place = new Place(SocketOptions.SOL_SOCKET, name, coding);
    return new SettingRow(setting, place, Optional.empty(), false);
  }

  private static SettingRow readOnly(SocketSetting setting, int name, SettingCoding coding) {
    Place place = new Place(SocketOptions.SOL_SOCKET, name, coding);
    return new SettingRow(setting, place, Optional.empty(), true);
  }

  private static SettingRow ip(
      SocketSetting setting, int name, int version6Name, SettingCoding coding) {
    Place version6 = new Place(SocketOptions.IPPROTO_IPV6, version6Name, coding);
    Place place = new Place(SocketOptions.IPPROTO_IP, name, coding);
    return new SettingRow(setting, place, Optional.of(version6), false);
  }

  private static SettingRow tcp(SocketSetting setting, int name, SettingCoding coding) {
    Place place = new Place(SocketOptions.IPPROTO_TCP, name, coding);
    return new SettingRow(setting, place, Optional.empty(), false);
  }
}
