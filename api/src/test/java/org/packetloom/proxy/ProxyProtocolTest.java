// SPDX-License-Identifier: Apache-2.0
package org.packetloom.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.packetloom.proxy.ProxyHeaderTest.at;

import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whose headers are believed. */
class ProxyProtocolTest {
  @ParameterizedTest
  @CsvSource({
    "192.0.2.1, 192.0.2.1, true",
    "192.0.2.1, 192.0.2.2, false",
    "192.0.2.0/24, 192.0.2.255, true",
    "192.0.2.0/24, 192.0.3.0, false",
    "192.0.2.128/25, 192.0.2.127, false",
    "192.0.2.128/25, 192.0.2.200, true",
    "10.0.0.0/7, 11.255.0.1, true",
    "0.0.0.0/0, 203.0.113.9, true",
    "0.0.0.0/0, 2001:db8::1, false",
    "2001:db8::/33, 2001:db8:7fff::1, true",
    "2001:db8::/33, 2001:db8:8000::1, false",
    "::1, ::1, true",
  })
  void rangesContainWhatBeginsAlike(String range, String address, boolean isIn) {
    var peer = Optional.<java.net.SocketAddress>of(at(address, 1));
    assertThat(ProxyProtocol.from("198.51.100.1", range).isTrusted(peer)).isEqualTo(isIn);
    assertThat(ProxyProtocol.fromAnyone().isTrusted(peer)).isTrue();
  }

  @Test
  void peersWithoutAddressAreTrustedIfAskedFor() {
    var local = Optional.<java.net.SocketAddress>of(UnixDomainSocketAddress.of(""));
    assertThat(ProxyProtocol.from("0.0.0.0/0").isTrusted(local)).isFalse();
    assertThat(ProxyProtocol.from("0.0.0.0/0").isTrusted(Optional.empty())).isFalse();
    assertThat(ProxyProtocol.from("local").isTrusted(local)).isTrue();
    assertThat(ProxyProtocol.from("local").isTrusted(Optional.of(at("::1", 1)))).isFalse();
    var unresolved = InetSocketAddress.createUnresolved("a", 1);
    assertThat(ProxyProtocol.from("local").isTrusted(Optional.of(unresolved))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "localhost", "1.2.3.4/33", "::/129", "1.2.3.4/", "1.2.3.4/-1", "1.2.3.4/08"})
  void nonsenseIsRejected(String source) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ProxyProtocol.from(source))
        .withMessageContaining("'" + source + "'");
  }

  @Test
  void settingsAreCheckedAndKept() {
    ProxyProtocol setting =
        ProxyProtocol.from("::1/128", "local")
            .servingOthers()
            .headerTimeout(Duration.ofMillis(20))
            .mostHeaderBytes(107);
    assertThat(setting.isServingOthers()).isTrue();
    assertThat(setting.headerTimeout()).isEqualTo(Duration.ofMillis(20));
    assertThat(setting.mostHeaderBytes()).isEqualTo(107);
    assertThat(setting)
        .hasToString("ProxyProtocol from [0:0:0:0:0:0:0:1/128] and local, serving others");
    assertThatIllegalArgumentException().isThrownBy(ProxyProtocol::from);
    assertThatIllegalArgumentException().isThrownBy(() -> setting.headerTimeout(Duration.ZERO));
    assertThatIllegalArgumentException().isThrownBy(() -> setting.mostHeaderBytes(106));
  }
}
