// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.bsd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.packetloom.platform.DatagramFeature;
import org.packetloom.platform.ErrorKind;
import org.packetloom.platform.PollerFactory;
import org.packetloom.platform.SocketSetting;
import org.packetloom.platform.unix.SettingRow;
import org.packetloom.platform.unix.UnixError;

/** The systems as a whole: their tables are made here, and nothing of them is called. */
class BsdSystemTest {
  static Stream<BsdSystem> systems() {
    return Stream.of(BsdSystem.MACOS, BsdSystem.FREEBSD);
  }

  @ParameterizedTest
  @MethodSource("systems")
  void platformIsMadeWithoutCallingAnything(BsdSystem system) {
    PollerFactory kqueue =
        new KqueueFactory(new ScriptedKqueue(system.kevents()), BsdPlatform.calls(system));
    BsdPlatform platform = BsdPlatform.over(system, BsdPlatform.calls(system), kqueue);
    assertThat(platform.name()).startsWith(system.name() + "-");
    assertThat(platform.pollers())
        .extracting(PollerFactory::name)
        .containsExactly("kqueue", "poll");
    assertThat(platform.tunnels()).isEmpty();
    assertThat(platform.errors().kind(61)).isEqualTo(ErrorKind.REFUSED);
    assertThat(platform.paths().longestPath()).isEqualTo(103);
  }

  @ParameterizedTest
  @CsvSource({"Mac OS X, macos", "FreeBSD, freebsd"})
  void systemIsFoundByItsName(String propertyName, String name) {
    assertThat(BsdSystem.named(propertyName).orElseThrow().name()).isEqualTo(name);
    assertThat(BsdPlatform.has(propertyName)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"Linux", "Windows 11", "Darwin", "OpenBSD", "''"})
  void systemOfAnotherNameIsNotFound(String propertyName) {
    assertThat(BsdPlatform.has(propertyName)).isFalse();
    assertThatThrownBy(() -> BsdPlatform.current(propertyName))
        .isInstanceOf(RuntimeException.class);
  }

  @ParameterizedTest
  @MethodSource("systems")
  void settingHasOneRowAtMost(BsdSystem system) {
    assertThat(system.settings()).extracting(SettingRow::setting).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @MethodSource("systems")
  void settingsOfEverySocketAreThere(BsdSystem system) {
    Set<SocketSetting> everywhere =
        EnumSet.of(
            SocketSetting.SEND_BUFFER,
            SocketSetting.RECEIVE_BUFFER,
            SocketSetting.KEEP_ALIVE,
            SocketSetting.REUSE_ADDRESS,
            SocketSetting.REUSE_PORT,
            SocketSetting.LINGER,
            SocketSetting.BROADCAST,
            SocketSetting.NO_DELAY,
            SocketSetting.KEEP_ALIVE_IDLE,
            SocketSetting.KEEP_ALIVE_INTERVAL,
            SocketSetting.KEEP_ALIVE_COUNT,
            SocketSetting.ONLY_IPV6,
            SocketSetting.TRAFFIC_CLASS,
            SocketSetting.HOP_LIMIT,
            SocketSetting.TYPE,
            SocketSetting.IS_LISTENING,
            SocketSetting.PENDING_ERROR);
    assertThat(system.settings())
        .extracting(SettingRow::setting)
        .containsAll(everywhere)
        .doesNotContain(SocketSetting.PASS_CREDENTIALS, SocketSetting.MARK);
  }

  @ParameterizedTest
  @MethodSource("systems")
  void errorThatCodeAsksForHasANumber(BsdSystem system) {
    Set<UnixError> onlyOnLinux = EnumSet.of(UnixError.ENONET, UnixError.EBADFD, UnixError.OTHER);
    for (UnixError error : EnumSet.complementOf(EnumSet.copyOf(onlyOnLinux))) {
      int number = system.unix().errors().number(error);
      assertThat(system.unix().errors().of(number)).isEqualTo(error);
      assertThat(system.unix().errors().name(number)).isEqualTo(error.name());
    }
  }

  @ParameterizedTest
  @MethodSource("systems")
  void datagramsTellWhereTheyArrivedAndNothingElse(BsdSystem system) {
    assertThat(system.unix().datagrams().features()).containsOnlyKeys(DatagramFeature.PACKET_INFO);
  }

  @Test
  void descriptorsAreSetUpAtBirthWhereTheSystemCan() {
    assertThat(BsdSystem.FREEBSD.birth().isAtomic()).isTrue();
    assertThat(BsdSystem.FREEBSD.unix().sockets().MSG_NOSIGNAL()).isNotZero();
    assertThat(BsdSystem.MACOS.birth().isAtomic()).isFalse();
    assertThat(BsdSystem.MACOS.unix().sockets().SOCK_NONBLOCK()).isZero();
    assertThat(BsdSystem.MACOS.unix().sockets().MSG_NOSIGNAL()).isZero();
    assertThat(BsdSystem.MACOS.birth().SO_NOSIGPIPE()).isEqualTo(0x1022);
  }

  @ParameterizedTest
  @CsvSource({"-1, -1", "0, 0", "1, 1", "1000000, 1", "1000001, 2"})
  void waitsAreRoundedUpToMilliseconds(long nanos, int milliseconds) {
    assertThat(BsdPolls.milliseconds(nanos)).isEqualTo(milliseconds);
  }

  @Test
  void longWaitsAreCut() {
    long days = TimeUnit.DAYS.toNanos(100);
    assertThat(BsdPolls.milliseconds(days)).isEqualTo(Integer.MAX_VALUE);
  }
}
