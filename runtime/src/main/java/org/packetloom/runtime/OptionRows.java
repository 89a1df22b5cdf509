// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import static org.packetloom.runtime.OptionRow.of;
import static org.packetloom.runtime.OptionRow.readOnly;

import java.net.ProtocolFamily;
import java.net.SocketOption;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.packetloom.Behaviour;
import org.packetloom.ConnectorOptions;
import org.packetloom.MtuDiscovery;
import org.packetloom.TcpOptions;
import org.packetloom.platform.SocketSetting;

/** Every option, a row for each, listed by what sockets have it. */
// families and types are told as ordinals; rows are easier to read with a bare `of`
@SuppressWarnings({"EnumOrdinal", "BadImport"})
final class OptionRows {
  private static final int MOST = Integer.MAX_VALUE;
  private static final long MOST_UNSIGNED = 0xffff_ffffL;
  private static final Duration SECOND = ChronoUnit.SECONDS.getDuration();
  private static final Duration MILLISECOND = ChronoUnit.MILLIS.getDuration();
  private static final Duration MICROSECOND = ChronoUnit.MICROS.getDuration();
  private static final int LONGEST_KEEP_ALIVE = 32_767;

  /** The families by the numbers of the platform. */
  private static final List<ProtocolFamily> FAMILIES =
      List.of(
          StandardProtocolFamily.INET, StandardProtocolFamily.INET6, StandardProtocolFamily.UNIX);

  /** Any socket. */
  static final List<OptionRow<?>> SOCKET =
      List.of(
          of(StandardSocketOptions.SO_SNDBUF, SocketSetting.SEND_BUFFER, NumberForm.of(1, MOST))
              .alsoAccepted()
              .named("send-buffer"),
          of(StandardSocketOptions.SO_RCVBUF, SocketSetting.RECEIVE_BUFFER, NumberForm.of(1, MOST))
              .alsoAccepted()
              .named("receive-buffer"),
          readOnly(
              ConnectorOptions.SO_ERROR,
              SocketSetting.PENDING_ERROR,
              NumberForm.readOnly(number -> (int) number)),
          readOnly(
              ConnectorOptions.SO_TYPE,
              SocketSetting.TYPE,
              NumberForm.readOnly(number -> Behaviour.values()[(int) number])),
          readOnly(
              ConnectorOptions.SO_DOMAIN,
              SocketSetting.FAMILY,
              NumberForm.readOnly(number -> FAMILIES.get((int) number))),
          readOnly(
              ConnectorOptions.SO_PROTOCOL,
              SocketSetting.PROTOCOL,
              NumberForm.readOnly(number -> (int) number)),
          readOnly(
              ConnectorOptions.SO_ACCEPTCONN,
              SocketSetting.IS_LISTENING,
              NumberForm.readOnly(number -> number != 0)));

  /** Listeners, among others. */
  static final List<OptionRow<?>> LISTENER =
      List.of(OptionRow.choice(ConnectorOptions.BACKLOG, NumberForm.of(1, MOST)).named("backlog"));

  /** Unix-domain sockets. */
  static final List<OptionRow<?>> LOCAL =
      List.of(
          ofSwitch(ConnectorOptions.SO_PASSCRED, SocketSetting.PASS_CREDENTIALS).alsoAccepted());

  /** Any socket of the internet. */
  static final List<OptionRow<?>> INTERNET =
      List.of(
          ofSwitch(StandardSocketOptions.SO_REUSEADDR, SocketSetting.REUSE_ADDRESS)
              .named("reuse-address"),
          ofSwitch(StandardSocketOptions.SO_REUSEPORT, SocketSetting.REUSE_PORT)
              .named("reuse-port"),
          of(ConnectorOptions.SO_BINDTODEVICE, SocketSetting.DEVICE, new TextForm(0, 15))
              .named("device"),
          of(ConnectorOptions.SO_MARK, SocketSetting.MARK, NumberForm.ofLong(0, MOST_UNSIGNED))
              .named("mark"),
          of(ConnectorOptions.SO_PRIORITY, SocketSetting.PRIORITY, NumberForm.of(0, MOST))
              .alsoAccepted()
              .named("priority"),
          ofSwitch(ConnectorOptions.SO_DONTROUTE, SocketSetting.DONT_ROUTE),
          of(
                  ConnectorOptions.SO_BUSY_POLL,
                  SocketSetting.BUSY_POLL,
                  NumberForm.of(MICROSECOND, 0, MOST))
              .named("busy-poll"),
          of(ConnectorOptions.SO_INCOMING_CPU, SocketSetting.INCOMING_CPU, NumberForm.of(-1, MOST)),
          of(ConnectorOptions.SO_MAX_PACING_RATE, SocketSetting.PACING_RATE, NumberForm.ofRate())
              .named("pacing-rate"),
          of(StandardSocketOptions.IP_TOS, SocketSetting.TRAFFIC_CLASS, NumberForm.of(0, 255))
              .named("tos"),
          of(ConnectorOptions.IP_TTL, SocketSetting.HOP_LIMIT, NumberForm.of(1, 255)).named("ttl"),
          ofSwitch(ConnectorOptions.IP_FREEBIND, SocketSetting.FREE_BIND).named("freebind"),
          ofSwitch(ConnectorOptions.IP_TRANSPARENT, SocketSetting.TRANSPARENT).named("transparent"),
          ofSwitch(ConnectorOptions.IP_BIND_ADDRESS_NO_PORT, SocketSetting.LATE_PORT),
          of(
                  ConnectorOptions.IP_MTU_DISCOVER,
                  SocketSetting.MTU_DISCOVERY,
                  NumberForm.of(MtuDiscovery.class))
              .named("mtu-discovery"),
          readOnly(
              ConnectorOptions.IP_MTU,
              SocketSetting.PATH_MTU,
              NumberForm.readOnly(number -> (int) number)),
          ofSwitch(ConnectorOptions.IPV6_V6ONLY, SocketSetting.ONLY_IPV6));

  /** Sockets of TCP. */
  static final List<OptionRow<?>> TCP =
      List.of(
          ofSwitch(StandardSocketOptions.TCP_NODELAY, SocketSetting.NO_DELAY).named("nodelay"),
          ofSwitch(StandardSocketOptions.SO_KEEPALIVE, SocketSetting.KEEP_ALIVE).named("keepalive"),
          of(StandardSocketOptions.SO_LINGER, SocketSetting.LINGER, NumberForm.of(-1, 65_535))
              .named("linger"),
          ofSwitch(ConnectorOptions.SO_OOBINLINE, SocketSetting.URGENT_INLINE),
          of(
                  TcpOptions.TCP_USER_TIMEOUT,
                  SocketSetting.USER_TIMEOUT,
                  NumberForm.of(MILLISECOND, 0, MOST))
              .named("user-timeout"),
          of(
                  TcpOptions.TCP_KEEPIDLE,
                  SocketSetting.KEEP_ALIVE_IDLE,
                  NumberForm.of(SECOND, 1, LONGEST_KEEP_ALIVE))
              .named("keepalive-idle"),
          of(
                  TcpOptions.TCP_KEEPINTVL,
                  SocketSetting.KEEP_ALIVE_INTERVAL,
                  NumberForm.of(SECOND, 1, LONGEST_KEEP_ALIVE))
              .named("keepalive-interval"),
          of(TcpOptions.TCP_KEEPCNT, SocketSetting.KEEP_ALIVE_COUNT, NumberForm.of(1, 127))
              .named("keepalive-count"),
          of(TcpOptions.TCP_SYNCNT, SocketSetting.CONNECT_ATTEMPTS, NumberForm.of(1, 127)),
          ofSwitch(TcpOptions.TCP_CORK, SocketSetting.CORK),
          ofSwitch(TcpOptions.TCP_QUICKACK, SocketSetting.QUICK_ACK).alsoAccepted(),
          of(
                  TcpOptions.TCP_NOTSENT_LOWAT,
                  SocketSetting.UNSENT_LOW_WATER,
                  NumberForm.ofLong(1, MOST_UNSIGNED))
              .named("notsent-lowat"),
          of(TcpOptions.TCP_CONGESTION, SocketSetting.CONGESTION_CONTROL, new TextForm(1, 15))
              .named("congestion"),
          of(TcpOptions.TCP_MAXSEG, SocketSetting.MAX_SEGMENT, NumberForm.of(88, 32_767))
              .named("max-segment"),
          of(TcpOptions.TCP_LINGER2, SocketSetting.ORPHAN_LINGER, NumberForm.of(SECOND, 1, 120)),
          of(
                  TcpOptions.TCP_DEFER_ACCEPT,
                  SocketSetting.DEFER_ACCEPT,
                  NumberForm.of(SECOND, 0, MOST))
              .named("defer-accept"),
          of(TcpOptions.TCP_FASTOPEN, SocketSetting.FAST_OPEN_QUEUE, NumberForm.of(0, MOST))
              .named("fastopen-queue"),
          ofSwitch(TcpOptions.TCP_FASTOPEN_CONNECT, SocketSetting.FAST_OPEN_CONNECT)
              .named("fastopen"),
          OptionRow.readOnly(TcpOptions.TCP_INFO, new TcpInfoForm()));

  /** Sockets of UDP. */
  static final List<OptionRow<?>> UDP =
      List.of(
          ofSwitch(StandardSocketOptions.SO_BROADCAST, SocketSetting.BROADCAST).named("broadcast"),
          of(
              StandardSocketOptions.IP_MULTICAST_TTL,
              SocketSetting.MULTICAST_HOP_LIMIT,
              NumberForm.of(0, 255)),
          ofSwitch(StandardSocketOptions.IP_MULTICAST_LOOP, SocketSetting.MULTICAST_LOOP),
          of(
              StandardSocketOptions.IP_MULTICAST_IF,
              SocketSetting.MULTICAST_INTERFACE,
              new InterfaceForm()));

  /** Network interfaces made by opening a device. */
  static final List<OptionRow<?>> DEVICE =
      List.of(
          of(ConnectorOptions.MTU, SocketSetting.DEVICE_MTU, NumberForm.of(68, 65_535))
              .named("mtu"),
          of(ConnectorOptions.TXQUEUELEN, SocketSetting.DEVICE_QUEUE_LENGTH, NumberForm.of(0, MOST))
              .named("txqueuelen"));

  private OptionRows() {}

  private static OptionRow<Boolean> ofSwitch(SocketOption<Boolean> option, SocketSetting setting) {
    return of(option, setting, NumberForm.ofSwitch());
  }
}
