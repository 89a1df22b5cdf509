// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.bsd;

import java.util.List;
import org.packetloom.platform.SocketSetting;
import org.packetloom.platform.unix.Posix;
import org.packetloom.platform.unix.SettingCoding;
import org.packetloom.platform.unix.SettingRow;

/**
 * The settings of sockets as the BSDs have them; those that are missing here they have not.
 *
 * <p>Sizes of buffers are told as they were set. TCP_NOPUSH is what Linux calls TCP_CORK; macOS
 * sends what is held back only with the next write, and FreeBSD at once when it is switched off.
 */
final class BsdSettingRows {
  private BsdSettingRows() {}

  static List<SettingRow> darwin() {
    return List.of(
        darwin(SocketSetting.SEND_BUFFER, DarwinConstants.SO_SNDBUF, SettingCoding.NUMBER),
        darwin(SocketSetting.RECEIVE_BUFFER, DarwinConstants.SO_RCVBUF, SettingCoding.NUMBER),
        darwin(SocketSetting.KEEP_ALIVE, DarwinConstants.SO_KEEPALIVE, SettingCoding.SWITCH),
        darwin(SocketSetting.REUSE_ADDRESS, DarwinConstants.SO_REUSEADDR, SettingCoding.SWITCH),
        darwin(SocketSetting.REUSE_PORT, DarwinConstants.SO_REUSEPORT, SettingCoding.SWITCH),
        darwin(SocketSetting.LINGER, DarwinConstants.SO_LINGER_SEC, SettingCoding.LINGER),
        darwin(SocketSetting.BROADCAST, DarwinConstants.SO_BROADCAST, SettingCoding.SWITCH),
        darwin(SocketSetting.URGENT_INLINE, DarwinConstants.SO_OOBINLINE, SettingCoding.SWITCH),
        darwin(SocketSetting.DONT_ROUTE, DarwinConstants.SO_DONTROUTE, SettingCoding.SWITCH),
        darwin(SocketSetting.DEVICE, DarwinConstants.SO_BINDTODEVICE, SettingCoding.TEXT),
        darwin(SocketSetting.TIMESTAMPS, DarwinConstants.SO_TIMESTAMP, SettingCoding.SWITCH),
        darwinTold(SocketSetting.PENDING_ERROR, DarwinConstants.SO_ERROR, SettingCoding.NUMBER),
        darwinTold(SocketSetting.TYPE, DarwinConstants.SO_TYPE, SettingCoding.TYPE),
        darwinTold(SocketSetting.IS_LISTENING, DarwinConstants.SO_ACCEPTCONN, SettingCoding.SWITCH),
        version6(SocketSetting.ONLY_IPV6, DarwinConstants.IPV6_V6ONLY),
        SettingRow.ip(
            SocketSetting.TRAFFIC_CLASS,
            DarwinConstants.IP_TOS,
            DarwinConstants.IPV6_TCLASS,
            SettingCoding.NUMBER),
        SettingRow.ip(
            SocketSetting.HOP_LIMIT,
            DarwinConstants.IP_TTL,
            DarwinConstants.IPV6_UNICAST_HOPS,
            SettingCoding.NUMBER),
        SettingRow.ip(
            SocketSetting.MULTICAST_HOP_LIMIT,
            DarwinConstants.IP_MULTICAST_TTL,
            DarwinConstants.IPV6_MULTICAST_HOPS,
            SettingCoding.NUMBER),
        SettingRow.ip(
            SocketSetting.MULTICAST_LOOP,
            DarwinConstants.IP_MULTICAST_LOOP,
            DarwinConstants.IPV6_MULTICAST_LOOP,
            SettingCoding.SWITCH),
        SettingRow.ip(
            SocketSetting.MULTICAST_INTERFACE,
            DarwinConstants.IP_MULTICAST_IF,
            DarwinConstants.IPV6_MULTICAST_IF,
            SettingCoding.INTERFACE),
        tcp(SocketSetting.NO_DELAY, DarwinConstants.TCP_NODELAY, SettingCoding.SWITCH),
        tcp(SocketSetting.CORK, DarwinConstants.TCP_NOPUSH, SettingCoding.SWITCH),
        tcp(SocketSetting.MAX_SEGMENT, DarwinConstants.TCP_MAXSEG, SettingCoding.NUMBER),
        tcp(SocketSetting.KEEP_ALIVE_IDLE, DarwinConstants.TCP_KEEPALIVE, SettingCoding.NUMBER),
        tcp(SocketSetting.KEEP_ALIVE_INTERVAL, DarwinConstants.TCP_KEEPINTVL, SettingCoding.NUMBER),
        tcp(SocketSetting.KEEP_ALIVE_COUNT, DarwinConstants.TCP_KEEPCNT, SettingCoding.NUMBER),
        tcp(
            SocketSetting.UNSENT_LOW_WATER,
            DarwinConstants.TCP_NOTSENT_LOWAT,
            SettingCoding.UNSIGNED),
        tcp(SocketSetting.FAST_OPEN_QUEUE, DarwinConstants.TCP_FASTOPEN, SettingCoding.NUMBER));
  }

  static List<SettingRow> freeBsd() {
    return List.of(
        free(SocketSetting.SEND_BUFFER, FreeBsdConstants.SO_SNDBUF, SettingCoding.NUMBER),
        free(SocketSetting.RECEIVE_BUFFER, FreeBsdConstants.SO_RCVBUF, SettingCoding.NUMBER),
        free(SocketSetting.KEEP_ALIVE, FreeBsdConstants.SO_KEEPALIVE, SettingCoding.SWITCH),
        free(SocketSetting.REUSE_ADDRESS, FreeBsdConstants.SO_REUSEADDR, SettingCoding.SWITCH),
        free(SocketSetting.REUSE_PORT, FreeBsdConstants.SO_REUSEPORT, SettingCoding.SWITCH),
        free(SocketSetting.LINGER, FreeBsdConstants.SO_LINGER, SettingCoding.LINGER),
        free(SocketSetting.BROADCAST, FreeBsdConstants.SO_BROADCAST, SettingCoding.SWITCH),
        free(SocketSetting.URGENT_INLINE, FreeBsdConstants.SO_OOBINLINE, SettingCoding.SWITCH),
        free(SocketSetting.DONT_ROUTE, FreeBsdConstants.SO_DONTROUTE, SettingCoding.SWITCH),
        free(SocketSetting.TIMESTAMPS, FreeBsdConstants.SO_TIMESTAMP, SettingCoding.SWITCH),
        freeTold(SocketSetting.PENDING_ERROR, FreeBsdConstants.SO_ERROR, SettingCoding.NUMBER),
        freeTold(SocketSetting.TYPE, FreeBsdConstants.SO_TYPE, SettingCoding.TYPE),
        freeTold(SocketSetting.FAMILY, FreeBsdConstants.SO_DOMAIN, SettingCoding.FAMILY),
        freeTold(SocketSetting.PROTOCOL, FreeBsdConstants.SO_PROTOCOL, SettingCoding.NUMBER),
        freeTold(SocketSetting.IS_LISTENING, FreeBsdConstants.SO_ACCEPTCONN, SettingCoding.SWITCH),
        version6(SocketSetting.ONLY_IPV6, FreeBsdConstants.IPV6_V6ONLY),
        SettingRow.ip(
            SocketSetting.TRAFFIC_CLASS,
            FreeBsdConstants.IP_TOS,
            FreeBsdConstants.IPV6_TCLASS,
            SettingCoding.NUMBER),
        SettingRow.ip(
            SocketSetting.HOP_LIMIT,
            FreeBsdConstants.IP_TTL,
            FreeBsdConstants.IPV6_UNICAST_HOPS,
            SettingCoding.NUMBER),
        SettingRow.ip(
            SocketSetting.TRANSPARENT,
            FreeBsdConstants.IP_BINDANY,
            FreeBsdConstants.IPV6_BINDANY,
            SettingCoding.SWITCH),
        SettingRow.ip(
            SocketSetting.MULTICAST_HOP_LIMIT,
            FreeBsdConstants.IP_MULTICAST_TTL,
            FreeBsdConstants.IPV6_MULTICAST_HOPS,
            SettingCoding.NUMBER),
        SettingRow.ip(
            SocketSetting.MULTICAST_LOOP,
            FreeBsdConstants.IP_MULTICAST_LOOP,
            FreeBsdConstants.IPV6_MULTICAST_LOOP,
            SettingCoding.SWITCH),
        SettingRow.ip(
            SocketSetting.MULTICAST_INTERFACE,
            FreeBsdConstants.IP_MULTICAST_IF,
            FreeBsdConstants.IPV6_MULTICAST_IF,
            SettingCoding.INTERFACE),
        tcp(SocketSetting.NO_DELAY, FreeBsdConstants.TCP_NODELAY, SettingCoding.SWITCH),
        tcp(SocketSetting.CORK, FreeBsdConstants.TCP_NOPUSH, SettingCoding.SWITCH),
        tcp(SocketSetting.MAX_SEGMENT, FreeBsdConstants.TCP_MAXSEG, SettingCoding.NUMBER),
        tcp(SocketSetting.KEEP_ALIVE_IDLE, FreeBsdConstants.TCP_KEEPIDLE, SettingCoding.NUMBER),
        tcp(
            SocketSetting.KEEP_ALIVE_INTERVAL,
            FreeBsdConstants.TCP_KEEPINTVL,
            SettingCoding.NUMBER),
        tcp(SocketSetting.KEEP_ALIVE_COUNT, FreeBsdConstants.TCP_KEEPCNT, SettingCoding.NUMBER),
        tcp(SocketSetting.FAST_OPEN_QUEUE, FreeBsdConstants.TCP_FASTOPEN, SettingCoding.NUMBER),
        tcp(SocketSetting.CONGESTION_CONTROL, FreeBsdConstants.TCP_CONGESTION, SettingCoding.TEXT));
  }

  private static SettingRow darwin(SocketSetting setting, int name, SettingCoding coding) {
    return SettingRow.of(setting, DarwinConstants.SOL_SOCKET, name, coding);
  }

  private static SettingRow darwinTold(SocketSetting setting, int name, SettingCoding coding) {
    return SettingRow.readOnly(setting, DarwinConstants.SOL_SOCKET, name, coding);
  }

  private static SettingRow free(SocketSetting setting, int name, SettingCoding coding) {
    return SettingRow.of(setting, FreeBsdConstants.SOL_SOCKET, name, coding);
  }

  private static SettingRow freeTold(SocketSetting setting, int name, SettingCoding coding) {
    return SettingRow.readOnly(setting, FreeBsdConstants.SOL_SOCKET, name, coding);
  }

  private static SettingRow version6(SocketSetting setting, int name) {
    return SettingRow.of(setting, Posix.IPPROTO_IPV6, name, SettingCoding.SWITCH);
  }

  private static SettingRow tcp(SocketSetting setting, int name, SettingCoding coding) {
    return SettingRow.of(setting, Posix.IPPROTO_TCP, name, coding);
  }
}
