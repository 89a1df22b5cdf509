// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.windows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.packetloom.platform.Family;
import org.packetloom.platform.SocketSetting;
import org.packetloom.platform.SocketType;
import org.packetloom.platform.TcpFigure;

/** The table of settings, over calls that only remember what they were given. */
class WindowsSettingsTest {
  private static final int TCP4 = 3;
  private static final int TCP6 = 4;
  private static final int UDP4 = 5;

  private final Memory calls = new Memory();
  private final WindowsSettings settings = new WindowsSettings(calls);

  /** Options as Winsock would keep them, by descriptor, level and name. */
  private static final class Memory implements OptionCalls {
    final Map<Integer, HandleEntry> entries =
        Map.of(
            TCP4, HandleEntry.ofSocket(100, Family.INET4, SocketType.STREAM),
            TCP6, HandleEntry.ofSocket(101, Family.INET6, SocketType.STREAM),
            UDP4, HandleEntry.ofSocket(102, Family.INET4, SocketType.DATAGRAM));
    final Map<String, byte[]> values = new HashMap<>();
    final List<String> set = new ArrayList<>();
    byte[] tcpInfo = {};

    @Override
    public HandleEntry entry(int descriptor) {
      return entries.get(descriptor);
    }

    @Override
    public int getsockopt(int descriptor, int level, int name, byte[] value, int[] length) {
      byte[] known = values.getOrDefault(level + "/" + name, new byte[4]);
      length[0] = Math.min(known.length, value.length);
      System.arraycopy(known, 0, value, 0, length[0]);
      return 0;
    }

    @Override
    public int setsockopt(int descriptor, int level, int name, byte[] value) {
      values.put(level + "/" + name, value);
      set.add(level + "/" + name + "=" + HexFormat.of().formatHex(value));
      return 0;
    }

    @Override
    public int ioctl(int descriptor, int code, byte[] in, byte[] out) {
      if (code != SocketOptions.SIO_TCP_INFO || in[0] != 0) {
        return -WindowsErrors.WSAEOPNOTSUPP;
      }
      System.arraycopy(tcpInfo, 0, out, 0, tcpInfo.length);
      return tcpInfo.length;
    }
  }

  private long read(int descriptor, SocketSetting setting) {
    long[] value = new long[1];
    assertThat(settings.setting(descriptor, setting, value)).isZero();
    return value[0];
  }

  private void write(int descriptor, SocketSetting setting, long value) {
    assertThat(settings.setting(descriptor, setting, value)).isZero();
  }

  @Test
  void lingerIsTwoShorts() {
    write(TCP4, SocketSetting.LINGER, 5);
    assertThat(calls.set).containsExactly("65535/128=01000500");
    assertThat(read(TCP4, SocketSetting.LINGER)).isEqualTo(5);
    write(TCP4, SocketSetting.LINGER, -1);
    assertThat(read(TCP4, SocketSetting.LINGER)).isEqualTo(-1);
    write(TCP4, SocketSetting.LINGER, 1_000_000);
    assertThat(read(TCP4, SocketSetting.LINGER)).isEqualTo(0xffff);
  }

  @Test
  void switchMayBeToldInOneByte() {
    calls.values.put("41/27", new byte[] {1});
    assertThat(read(TCP6, SocketSetting.ONLY_IPV6)).isOne();
  }

  @Test
  void socketForBothFamiliesGetsTheSettingsOfBoth() {
    write(TCP6, SocketSetting.HOP_LIMIT, 9);
    assertThat(calls.set).containsExactly("41/4=09000000", "0/4=09000000");
    calls.set.clear();
    calls.values.put("41/27", new byte[] {1, 0, 0, 0});
    write(TCP6, SocketSetting.HOP_LIMIT, 8);
    assertThat(calls.set).containsExactly("41/4=08000000");
    assertThat(read(TCP6, SocketSetting.HOP_LIMIT)).isEqualTo(8);
    assertThat(read(TCP4, SocketSetting.HOP_LIMIT)).isEqualTo(9);
  }

  @Test
  void streamsNeverShareTheirAddressAndDatagramsMay() {
    write(TCP4, SocketSetting.REUSE_ADDRESS, 1);
    assertThat(calls.set).isEmpty();
    assertThat(read(TCP4, SocketSetting.REUSE_ADDRESS)).isOne();
    write(UDP4, SocketSetting.REUSE_ADDRESS, 1);
    assertThat(calls.set).containsExactly("65535/4=01000000");
  }

  @Test
  void keepAliveIsInTheOptionsOfTcp() {
    write(TCP4, SocketSetting.KEEP_ALIVE_IDLE, 60);
    write(TCP4, SocketSetting.KEEP_ALIVE_INTERVAL, 7);
    write(TCP4, SocketSetting.KEEP_ALIVE_COUNT, 3);
    assertThat(calls.set).containsExactly("6/3=3c000000", "6/17=07000000", "6/16=03000000");
  }

  @Test
  void mtuDiscoveryHasOtherNumbersThanElsewhere() {
    for (int value = 0; value <= 3; value++) {
      write(UDP4, SocketSetting.MTU_DISCOVERY, value);
      assertThat(read(UDP4, SocketSetting.MTU_DISCOVERY)).isEqualTo(value);
    }
    assertThat(calls.set)
        .containsExactly("0/71=02000000", "0/71=00000000", "0/71=01000000", "0/71=03000000");
    assertThat(settings.setting(UDP4, SocketSetting.MTU_DISCOVERY, 4))
        .isEqualTo(-WindowsErrors.WSAEINVAL);
  }

  @Test
  void interfaceOfVersion4IsFoundByItsNumberAgain() {
    write(UDP4, SocketSetting.MULTICAST_INTERFACE, 0x12345);
    assertThat(calls.set).containsExactly("0/9=00012345"); // no such interface: its number
    assertThat(read(UDP4, SocketSetting.MULTICAST_INTERFACE)).isEqualTo(0x12345);
  }

  @Test
  void familyAndTypeAreKnown() {
    assertThat(read(TCP6, SocketSetting.FAMILY)).isEqualTo(Family.INET6.ordinal());
    assertThat(read(UDP4, SocketSetting.TYPE)).isEqualTo(SocketType.DATAGRAM.ordinal());
  }

  @Test
  void settingsOfOtherSystemsAreUnknownOptions() {
    Set<SocketSetting> missing = EnumSet.noneOf(SocketSetting.class);
    for (SocketSetting setting : SocketSetting.values()) {
      if (settings.setting(TCP4, setting, new long[1]) == -WindowsErrors.WSAENOPROTOOPT) {
        missing.add(setting);
      }
    }
    assertThat(missing)
        .containsExactlyInAnyOrder(
            SocketSetting.REUSE_PORT,
            SocketSetting.PRIORITY,
            SocketSetting.MARK,
            SocketSetting.DEVICE,
            SocketSetting.BUSY_POLL,
            SocketSetting.INCOMING_CPU,
            SocketSetting.INCOMING_QUEUE,
            SocketSetting.TIMESTAMPS,
            SocketSetting.PASS_CREDENTIALS,
            SocketSetting.PACING_RATE,
            SocketSetting.FREE_BIND,
            SocketSetting.TRANSPARENT,
            SocketSetting.LATE_PORT,
            SocketSetting.CORK,
            SocketSetting.QUICK_ACK,
            SocketSetting.CONNECT_ATTEMPTS,
            SocketSetting.ORPHAN_LINGER,
            SocketSetting.DEFER_ACCEPT,
            SocketSetting.UNSENT_LOW_WATER,
            SocketSetting.FAST_OPEN_QUEUE,
            SocketSetting.FAST_OPEN_CONNECT,
            SocketSetting.CONGESTION_CONTROL,
            SocketSetting.DEVICE_MTU,
            SocketSetting.DEVICE_QUEUE_LENGTH);
    assertThat(settings.setting(TCP4, SocketSetting.CORK, 1))
        .isEqualTo(-WindowsErrors.WSAENOPROTOOPT);
    assertThat(settings.setting(TCP4, SocketSetting.CONGESTION_CONTROL, "reno"))
        .isEqualTo(-WindowsErrors.WSAENOPROTOOPT);
  }

  @Test
  void readOnlySettingIsRefused() {
    assertThatThrownBy(() -> settings.setting(TCP4, SocketSetting.PENDING_ERROR, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("PENDING_ERROR");
  }

  @Test
  void figuresOfTheFirstVersionEndBeforeThoseOfTheSecond() {
    calls.tcpInfo = new byte[88];
    calls.tcpInfo[0] = 4; // TCPSTATE_ESTABLISHED
    calls.tcpInfo[4] = 100; // Mss
    calls.tcpInfo[16] = 1; // TimestampsEnabled
    calls.tcpInfo[20] = 42; // RttUs
    calls.tcpInfo[32] = 101; // Cwnd, in bytes
    calls.tcpInfo[48] = 77; // BytesOut
    Map<TcpFigure, Long> figures = new EnumMap<>(TcpFigure.class);
    assertThat(settings.tcpFigures(TCP4, figures)).isZero();
    assertThat(figures).containsEntry(TcpFigure.STATE, 1L);
    assertThat(figures).containsEntry(TcpFigure.OPTIONS, 1L);
    assertThat(figures).containsEntry(TcpFigure.ROUND_TRIP, 42L);
    assertThat(figures).containsEntry(TcpFigure.CONGESTION_WINDOW, 2L);
    assertThat(figures).containsEntry(TcpFigure.BYTES_SENT, 77L);
    assertThat(figures).containsEntry(TcpFigure.RECEIVE_WINDOW_LIMITED_TIME, -1L);
    assertThat(figures).containsEntry(TcpFigure.LOST, -1L);
  }
}
