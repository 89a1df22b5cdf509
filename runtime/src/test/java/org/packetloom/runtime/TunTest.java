// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.packetloom.AccessRefusedException;
import org.packetloom.AddressInUseException;
import org.packetloom.CapabilityException;
import org.packetloom.ConnectorUriException;
import org.packetloom.NativeFailure;
import org.packetloom.Packetloom;
import org.packetloom.platform.Platform;
import org.packetloom.platform.linux.FaultySystemCalls;
import org.packetloom.suite.OpenDescriptors;

/** TUN and TAP devices: each test that makes one runs in a network namespace of its own. */
@Timeout(90)
class TunTest {
  private static final int EPERM = 1;
  private static final int ENOENT = 2;
  private static final int EACCES = 13;
  private static final int EBUSY = 16;

  @Test
  void packetsPassAndCallsKeepTheWaitingContract() throws Exception {
    Namespace.run(TunChild.class, "virtual", "epoll", "thread", "poll", "loop", "io_uring");
  }

  @Test
  void packetsPassBetweenOurInterfaceAndThatOfSocat() throws Exception {
    Tool.assumeInstalled("socat");
    Tool.assumeInstalled("ip");
    Namespace.run(SocatTunChild.class);
  }

  /** Refuses the calls that make devices, and nothing else. */
  private static Packetloom refusing(String function, int errno) throws IOException {
    Platform platform = FaultySystemCalls.open().fail(function, 1, 100, errno).platform();
    return new LoomBuilder().open(platform);
  }

  @ParameterizedTest
  @CsvSource({"open, 13, EACCES", "ioctlStruct, 1, EPERM"})
  void missingPrivilegeNamesTheCapabilityAndTheNode(String function, int errno, String name)
      throws IOException {
    assumeTrue(errno == EACCES || Namespace.hasNode(), "/dev/net/tun");
    try (Packetloom loom = refusing(function, errno)) {
      int before = OpenDescriptors.count();
      assertThatThrownBy(() -> loom.bind("tun:///mine?mtu=1400"))
          .isInstanceOf(AccessRefusedException.class)
          .hasMessageContainingAll("CAP_NET_ADMIN", "/dev/net/tun", "tun:///mine", name)
          .isInstanceOfSatisfying(
              NativeFailure.class, e -> assertThat(e.errorNumber()).isEqualTo(errno));
      assertThat(OpenDescriptors.count()).isLessThanOrEqualTo(before);
    }
  }

  @Test
  void missingNodeIsACapabilityWithARemedy() throws IOException {
    try (Packetloom loom = refusing("open", ENOENT)) {
      assertThatThrownBy(() -> loom.bind("tap://"))
          .isInstanceOf(CapabilityException.class)
          .hasMessageContainingAll("tap://", "/dev/net/tun: ENOENT", "kernel module");
    }
  }

  @Test
  void deviceThatAnotherHasIsInUse() throws IOException {
    assumeTrue(Namespace.hasNode(), "/dev/net/tun");
    try (Packetloom loom = refusing("ioctlStruct", EBUSY)) {
      assertThatThrownBy(() -> loom.bind("tun:///mine")).isInstanceOf(AddressInUseException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tun:///sixteen-bytes-xx",
        "tun:///a%20b",
        "tun:///a/b",
        "tun:///..",
        "tap:///a%3Ab",
        "tun://?mtu=1",
        "tun://?address=10.0.0.1/40",
        "tun://?address=here",
        "tun://?queues=2",
        "tap://?behaviour=stream"
      })
  void badUrisAreRefusedBeforeAnythingIsOpened(String uri) throws IOException {
    try (Packetloom loom = refusing("open", ENOENT)) {
      assertThatThrownBy(() -> loom.bind(uri)).isInstanceOf(ConnectorUriException.class);
    }
  }

  @Test
  void packetsAreNoStream() throws IOException {
    try (Packetloom loom = Packetloom.open()) {
      assertThatThrownBy(() -> loom.connect("tun:///x"))
          .isInstanceOf(CapabilityException.class)
          .hasMessageContaining("use bind");
      assertThatThrownBy(() -> loom.listen("tap:///x"))
          .isInstanceOf(CapabilityException.class)
          .hasMessageContaining("use bind");
    }
  }
}
