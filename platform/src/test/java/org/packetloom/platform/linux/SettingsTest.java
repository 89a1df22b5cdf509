// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.packetloom.platform.Descriptors;
import org.packetloom.platform.Family;
import org.packetloom.platform.Platforms;
import org.packetloom.platform.SocketSetting;
import org.packetloom.platform.SocketType;
import org.packetloom.platform.TcpFigure;
import org.packetloom.platform.unix.SettingCoding;
import org.packetloom.platform.unix.SettingRow;

/** Every setting of the table goes to the kernel and comes back. */
class SettingsTest {
  private final Descriptors descriptors;
  private final List<Integer> opened = new ArrayList<>();

  SettingsTest() throws Exception {
    descriptors = Platforms.current().descriptors();
  }

  @AfterEach
  void closeAll() {
    opened.forEach(descriptor -> assertThat(descriptors.close(descriptor)).isZero());
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"DEVICE_MTU", "DEVICE_QUEUE_LENGTH"})
  void settingHasARow(SocketSetting setting) {
    assertThat(row(setting).setting()).isEqualTo(setting);
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"DEVICE_MTU", "DEVICE_QUEUE_LENGTH"})
  void numbersRoundTrip(SocketSetting setting) {
    assumeTrue(row(setting).coding() != SettingCoding.TEXT, "a number");
    assumeTrue(!row(setting).isReadOnly(), "can be set");
    for (Family family : familiesOf(setting)) {
      int descriptor = socket(family, typeFor(setting));
      for (long value : values(setting)) {
        int result = descriptors.setting(descriptor, setting, value);
        assumeTrue(result != -LinuxErrors.EPERM, "may set " + setting);
        assertThat(result).as("%s %s", family, value).isZero();
        assertThat(get(descriptor, setting)).as(family.name()).isEqualTo(value);
      }
    }
  }

  private static SettingRow row(SocketSetting setting) {
    return LinuxSettingRows.table().get(setting);
  }

  private static SocketType typeFor(SocketSetting setting) {
    return switch (setting) {
      case MULTICAST_HOP_LIMIT, MULTICAST_LOOP, MULTICAST_INTERFACE -> SocketType.DATAGRAM;
      default -> SocketType.STREAM;
    };
  }

  private static List<Family> familiesOf(SocketSetting setting) {
    return switch (setting) {
      case ONLY_IPV6 -> List.of(Family.INET6);
      case PASS_CREDENTIALS -> List.of(Family.LOCAL);
      default -> List.of(Family.INET4, Family.INET6);
    };
  }

  private static long[] values(SocketSetting setting) {
    return switch (setting) {
      case SEND_BUFFER, RECEIVE_BUFFER -> new long[] {20_000, 50_000};
      case LINGER -> new long[] {0, 7, -1};
      case PRIORITY -> new long[] {0, 6, 7};
      case MARK -> new long[] {0, 1, 0xffff_ffffL};
      case BUSY_POLL -> new long[] {50, 0};
      case INCOMING_CPU -> new long[] {0, 1};
      case PACING_RATE -> new long[] {1, 10_000_000_000L, -1};
      case TRAFFIC_CLASS -> new long[] {0x10, 0xb8, 0};
      case HOP_LIMIT -> new long[] {1, 255};
      case MTU_DISCOVERY -> new long[] {0, 1, 2, 3, 4, 5};
      case MAX_SEGMENT -> new long[] {88, 1000, 32_767};
      case KEEP_ALIVE_IDLE, KEEP_ALIVE_INTERVAL -> new long[] {1, 32_767};
      case KEEP_ALIVE_COUNT, CONNECT_ATTEMPTS -> new long[] {1, 127};
      case ORPHAN_LINGER -> new long[] {1, 10};
      case DEFER_ACCEPT -> new long[] {0, 1, 3}; // others are rounded to a number of attempts
      case USER_TIMEOUT -> new long[] {0, 1, Integer.MAX_VALUE};
      case UNSENT_LOW_WATER -> new long[] {1, 16_384, 0xffff_ffffL};
      case FAST_OPEN_QUEUE -> new long[] {0, 16};
      // PENDING_ERROR and its like have no values to set; the rest are switches
      default -> new long[] {1, 0, 1};
    };
  }

  @Test
  void textsRoundTrip() {
    int descriptor = socket(Family.INET4, SocketType.STREAM);
    String[] value = new String[1];
    assertThat(descriptors.setting(descriptor, SocketSetting.CONGESTION_CONTROL, "reno")).isZero();
    assertThat(descriptors.setting(descriptor, SocketSetting.CONGESTION_CONTROL, value)).isZero();
    assertThat(value[0]).isEqualTo("reno");
    assertThat(descriptors.setting(descriptor, SocketSetting.DEVICE, value)).isZero();
    assertThat(value[0]).isEmpty();
    assertThat(descriptors.setting(descriptor, SocketSetting.DEVICE, "lo")).isZero();
    assertThat(descriptors.setting(descriptor, SocketSetting.DEVICE, value)).isZero();
    assertThat(value[0]).isEqualTo("lo");
    assertThat(descriptors.setting(descriptor, SocketSetting.DEVICE, "no-such-device"))
        .isEqualTo(-19); // ENODEV
  }

  @Test
  void version6GetsSettingsOfVersion4Too() {
    int descriptor = socket(Family.INET6, SocketType.STREAM);
    assertThat(descriptors.setting(descriptor, SocketSetting.TRAFFIC_CLASS, 0x20)).isZero();
    byte[] room = new byte[4];
    assertThat(descriptors.readSetting(descriptor, Constants.IPPROTO_IP, Constants.IP_TOS, room))
        .isPositive();
    assertThat(room[0]).isEqualTo((byte) 0x20);
  }

  @Test
  void readOnlyOnesTellAndCannotBeSet() {
    int local = socket(Family.LOCAL, SocketType.SEQPACKET);
    assertThat(get(local, SocketSetting.TYPE)).isEqualTo(SocketType.SEQPACKET.ordinal());
    assertThat(get(local, SocketSetting.FAMILY)).isEqualTo(Family.LOCAL.ordinal());
    int descriptor = socket(Family.INET4, SocketType.STREAM);
    assertThat(get(descriptor, SocketSetting.PENDING_ERROR)).isZero();
    assertThat(get(descriptor, SocketSetting.TYPE)).isEqualTo(SocketType.STREAM.ordinal());
    assertThat(get(descriptor, SocketSetting.FAMILY)).isEqualTo(Family.INET4.ordinal());
    assertThat(get(descriptor, SocketSetting.PROTOCOL)).isEqualTo(Constants.IPPROTO_TCP);
    assertThat(get(descriptor, SocketSetting.IS_LISTENING)).isZero();
    assertThat(descriptors.listen(descriptor, 1)).isZero();
    assertThat(get(descriptor, SocketSetting.IS_LISTENING)).isOne();
    assertThatThrownBy(() -> descriptors.setting(descriptor, SocketSetting.PENDING_ERROR, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("PENDING_ERROR");
  }

  @Test
  void settingThatTheSocketLacksFails() {
    int local = socket(Family.LOCAL, SocketType.STREAM);
    for (SocketSetting setting :
        List.of(SocketSetting.NO_DELAY, SocketSetting.TRAFFIC_CLASS, SocketSetting.ONLY_IPV6)) {
      assertThat(descriptors.setting(local, setting, new long[1])).isNegative();
      assertThat(descriptors.setting(local, setting, 1)).isNegative();
    }
    assertThat(descriptors.tcpFigures(local, new EnumMap<>(TcpFigure.class))).isNegative();
    int unconnected = socket(Family.INET4, SocketType.STREAM);
    assertThat(descriptors.setting(unconnected, SocketSetting.PATH_MTU, new long[1]))
        .isEqualTo(-LinuxErrors.ENOTCONN);
  }

  @Test
  void anySettingIsReadAndChangedAsBytes() {
    int descriptor = socket(Family.INET4, SocketType.STREAM);
    byte[] seven = ByteBuffer.allocate(4).order(ByteOrder.nativeOrder()).putInt(7).array();
    int name = Constants.TCP_KEEPCNT;
    assertThat(descriptors.changeSetting(descriptor, Constants.IPPROTO_TCP, name, seven)).isZero();
    byte[] room = new byte[9];
    assertThat(descriptors.readSetting(descriptor, Constants.IPPROTO_TCP, name, room)).isEqualTo(4);
    assertThat(room).startsWith(seven);
    assertThat(descriptors.readSetting(descriptor, 9999, 1, room)).isEqualTo(-95); // EOPNOTSUPP
    assertThat(descriptors.changeSetting(-1, 1, 1, seven)).isEqualTo(-LinuxErrors.EBADF);
  }

  @Test
  void figuresBeyondTheKernelsLengthAreAbsent() {
    byte[] info = new byte[TcpInfoLayout.SIZE];
    int oldLength = 104; // Linux 2.6 ended with tcpi_total_retrans
    for (TcpFigure figure : TcpFigure.values()) {
      boolean isOld = figure.compareTo(TcpFigure.TOTAL_RETRANSMITTED) <= 0;
      assertThat(TcpInfoLayout.read(figure, info, oldLength)).isEqualTo(isOld ? 0 : -1);
      assertThat(TcpInfoLayout.read(figure, info, info.length)).isZero();
      assertThat(TcpInfoLayout.read(figure, info, 0)).isEqualTo(-1);
    }
  }

  @Test
  void figuresOfAFreshSocketAreTold() {
    int descriptor = socket(Family.INET4, SocketType.STREAM);
    Map<TcpFigure, Long> figures = new EnumMap<>(TcpFigure.class);
    assertThat(descriptors.tcpFigures(descriptor, figures)).isZero();
    assertThat(figures).containsEntry(TcpFigure.STATE, 7L); // TCP_CLOSE
    assertThat(figures).containsEntry(TcpFigure.CONGESTION_WINDOW, 10L);
    assertThat(figures).containsEntry(TcpFigure.BYTES_SENT, 0L);
    assertThat(figures).containsEntry(TcpFigure.SLOW_START_THRESHOLD, -1L);
    assertThat(figures).containsEntry(TcpFigure.SHORTEST_ROUND_TRIP, -1L);
  }

  private long get(int descriptor, SocketSetting setting) {
    long[] value = new long[1];
    assertThat(descriptors.setting(descriptor, setting, value)).isZero();
    return value[0];
  }

  private int socket(Family family, SocketType type) {
    int descriptor = descriptors.socket(family, type);
    assumeTrue(descriptor != -LinuxErrors.EAFNOSUPPORT, "no family " + family);
    assertThat(descriptor).isNotNegative();
    opened.add(descriptor);
    return descriptor;
  }
}
