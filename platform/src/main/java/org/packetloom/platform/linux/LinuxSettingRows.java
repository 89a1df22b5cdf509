// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.linux;

import java.util.EnumMap;
import java.util.Map;
import org.packetloom.platform.SocketSetting;
import org.packetloom.platform.unix.SettingCoding;
import org.packetloom.platform.unix.SettingRow;

/** The settings of sockets as Linux has them. */
final class LinuxSettingRows {
  private LinuxSettingRows() {}

  static Map<SocketSetting, SettingRow> table() {
    Map<SocketSetting, SettingRow> table = new EnumMap<>(SocketSetting.class);
    for (SettingRow[] rows :
        new SettingRow[][] {socketRows(), readOnlyRows(), ipRows(), tcpRows()}) {
      for (SettingRow row : rows) {
        table.put(row.setting(), row);
      }
    }
    return table;
  }

  private static SettingRow[] socketRows() {
    return new SettingRow[] {
      socket(SocketSetting.SEND_BUFFER, Constants.SO_SNDBUF, SettingCoding.DOUBLED),
      socket(SocketSetting.RECEIVE_BUFFER, Constants.SO_RCVBUF, SettingCoding.DOUBLED),
      socket(SocketSetting.KEEP_ALIVE, Constants.SO_KEEPALIVE, SettingCoding.SWITCH),
      socket(SocketSetting.REUSE_ADDRESS, Constants.SO_REUSEADDR, SettingCoding.SWITCH),
      socket(SocketSetting.REUSE_PORT, Constants.SO_REUSEPORT, SettingCoding.SWITCH),
      socket(SocketSetting.LINGER, Constants.SO_LINGER, SettingCoding.LINGER),
      socket(SocketSetting.BROADCAST, Constants.SO_BROADCAST, SettingCoding.SWITCH),
      socket(SocketSetting.URGENT_INLINE, Constants.SO_OOBINLINE, SettingCoding.SWITCH),
      socket(SocketSetting.DONT_ROUTE, Constants.SO_DONTROUTE, SettingCoding.SWITCH),
      socket(SocketSetting.PRIORITY, Constants.SO_PRIORITY, SettingCoding.NUMBER),
      socket(SocketSetting.MARK, Constants.SO_MARK, SettingCoding.UNSIGNED),
      socket(SocketSetting.DEVICE, Constants.SO_BINDTODEVICE, SettingCoding.TEXT),
      socket(SocketSetting.BUSY_POLL, Constants.SO_BUSY_POLL, SettingCoding.NUMBER),
      socket(SocketSetting.INCOMING_CPU, Constants.SO_INCOMING_CPU, SettingCoding.NUMBER),
      socket(SocketSetting.PASS_CREDENTIALS, Constants.SO_PASSCRED, SettingCoding.SWITCH),
      socket(SocketSetting.TIMESTAMPS, Constants.SO_TIMESTAMPNS, SettingCoding.SWITCH),
      socket(SocketSetting.PACING_RATE, Constants.SO_MAX_PACING_RATE, SettingCoding.RATE),
    };
  }

  private static SettingRow[] readOnlyRows() {
    return new SettingRow[] {
      readOnly(SocketSetting.PENDING_ERROR, Constants.SO_ERROR, SettingCoding.NUMBER),
      readOnly(SocketSetting.INCOMING_QUEUE, Constants.SO_INCOMING_NAPI_ID, SettingCoding.NUMBER),
      readOnly(SocketSetting.TYPE, Constants.SO_TYPE, SettingCoding.TYPE),
      readOnly(SocketSetting.FAMILY, Constants.SO_DOMAIN, SettingCoding.FAMILY),
      readOnly(SocketSetting.PROTOCOL, Constants.SO_PROTOCOL, SettingCoding.NUMBER),
      readOnly(SocketSetting.IS_LISTENING, Constants.SO_ACCEPTCONN, SettingCoding.SWITCH),
      new SettingRow(
          SocketSetting.PATH_MTU,
          Constants.IPPROTO_IP,
          Constants.IP_MTU,
          new SettingRow.Version6(Constants.IPV6_MTU),
          SettingCoding.NUMBER,
          true),
    };
  }

  private static SettingRow[] ipRows() {
    SettingRow only6 =
        SettingRow.of(
            SocketSetting.ONLY_IPV6,
            Constants.IPPROTO_IPV6,
            Constants.IPV6_V6ONLY,
            SettingCoding.SWITCH);
    return new SettingRow[] {
      only6,
      SettingRow.ip(
          SocketSetting.TRAFFIC_CLASS,
          Constants.IP_TOS,
          Constants.IPV6_TCLASS,
          SettingCoding.NUMBER),
      SettingRow.ip(
          SocketSetting.HOP_LIMIT,
          Constants.IP_TTL,
          Constants.IPV6_UNICAST_HOPS,
          SettingCoding.NUMBER),
      SettingRow.ip(
          SocketSetting.FREE_BIND,
          Constants.IP_FREEBIND,
          Constants.IPV6_FREEBIND,
          SettingCoding.SWITCH),
      SettingRow.ip(
          SocketSetting.TRANSPARENT,
          Constants.IP_TRANSPARENT,
          Constants.IPV6_TRANSPARENT,
          SettingCoding.SWITCH),
      SettingRow.of(
          SocketSetting.LATE_PORT,
          Constants.IPPROTO_IP,
          Constants.IP_BIND_ADDRESS_NO_PORT,
          SettingCoding.SWITCH),
      SettingRow.ip(
          SocketSetting.MULTICAST_HOP_LIMIT,
          Constants.IP_MULTICAST_TTL,
          Constants.IPV6_MULTICAST_HOPS,
          SettingCoding.NUMBER),
      SettingRow.ip(
          SocketSetting.MULTICAST_LOOP,
          Constants.IP_MULTICAST_LOOP,
          Constants.IPV6_MULTICAST_LOOP,
          SettingCoding.SWITCH),
      SettingRow.ip(
          SocketSetting.MULTICAST_INTERFACE,
          Constants.IP_MULTICAST_IF,
          Constants.IPV6_MULTICAST_IF,
          SettingCoding.INTERFACE),
      SettingRow.ip(
          SocketSetting.MTU_DISCOVERY,
          Constants.IP_MTU_DISCOVER,
          Constants.IPV6_MTU_DISCOVER,
          SettingCoding.NUMBER),
    };
  }

  private static SettingRow[] tcpRows() {
    return new SettingRow[] {
      tcp(SocketSetting.NO_DELAY, Constants.TCP_NODELAY, SettingCoding.SWITCH),
      tcp(SocketSetting.CORK, Constants.TCP_CORK, SettingCoding.SWITCH),
      tcp(SocketSetting.QUICK_ACK, Constants.TCP_QUICKACK, SettingCoding.SWITCH),
      tcp(SocketSetting.MAX_SEGMENT, Constants.TCP_MAXSEG, SettingCoding.NUMBER),
      tcp(SocketSetting.KEEP_ALIVE_IDLE, Constants.TCP_KEEPIDLE, SettingCoding.NUMBER),
      tcp(SocketSetting.KEEP_ALIVE_INTERVAL, Constants.TCP_KEEPINTVL, SettingCoding.NUMBER),
      tcp(SocketSetting.KEEP_ALIVE_COUNT, Constants.TCP_KEEPCNT, SettingCoding.NUMBER),
      tcp(SocketSetting.CONNECT_ATTEMPTS, Constants.TCP_SYNCNT, SettingCoding.NUMBER),
      tcp(SocketSetting.ORPHAN_LINGER, Constants.TCP_LINGER2, SettingCoding.NUMBER),
      tcp(SocketSetting.DEFER_ACCEPT, Constants.TCP_DEFER_ACCEPT, SettingCoding.NUMBER),
      tcp(SocketSetting.USER_TIMEOUT, Constants.TCP_USER_TIMEOUT, SettingCoding.UNSIGNED),
      tcp(SocketSetting.UNSENT_LOW_WATER, Constants.TCP_NOTSENT_LOWAT, SettingCoding.UNSIGNED),
      tcp(SocketSetting.FAST_OPEN_QUEUE, Constants.TCP_FASTOPEN, SettingCoding.NUMBER),
      tcp(SocketSetting.FAST_OPEN_CONNECT, Constants.TCP_FASTOPEN_CONNECT, SettingCoding.SWITCH),
      tcp(SocketSetting.CONGESTION_CONTROL, Constants.TCP_CONGESTION, SettingCoding.TEXT),
    };
  }

  private static SettingRow socket(SocketSetting setting, int name, SettingCoding coding) {
    return SettingRow.of(setting, Constants.SOL_SOCKET, name, coding);
  }

  private static SettingRow readOnly(SocketSetting setting, int name, SettingCoding coding) {
    return SettingRow.readOnly(setting, Constants.SOL_SOCKET, name, coding);
  }

  private static SettingRow tcp(SocketSetting setting, int name, SettingCoding coding) {
    return SettingRow.of(setting, Constants.IPPROTO_TCP, name, coding);
  }
}
