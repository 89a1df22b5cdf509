// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.Inet6Address;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.packetloom.ConnectorUriException;
import org.packetloom.NativeFailure;
import org.packetloom.Packetloom;
import org.packetloom.UnresolvedHostException;

/** Addresses that are unique on their link only have a zone, which stays with them. */
class ZonesTest extends ToolkitTest {
  /** A link with two ends, each with addresses, that only the commands after it see. */
  private static final String LINK =
      "ip link set lo up && ip link add v0 type veth peer name v1"
          + " && ip link set v0 addrgenmode none up && ip link set v1 addrgenmode none up"
          + " && ip addr add fe80::17/64 dev v0 nodad && ip addr add fe80::18/64 dev v1 nodad";

  @TempDir Path folder;

  private Packetloom loom;

  @BeforeEach
  void open() throws Exception {
    loom = Packetloom.open();
  }

  @AfterEach
  void close() {
    loom.close();
  }

  @Test
  void zonesOfThisMachineGoThereAndBack() throws Exception {
    List<Inet6Address> addresses = ZoneRoundTrip.addresses();
    assumeTrue(!addresses.isEmpty(), "an interface has a link-local address");
    ZoneRoundTrip.run(loom, addresses.getFirst());
  }

  @Test
  void zonesOfALinkMadeForThisGoThereAndBack() throws Exception {
    assumeTrue(run("unshare", "-n", "sh", "-c", LINK) == 0, "networks can be made (root, unshare)");
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String command = LINK + " && exec \"$@\"";
    int status =
        run(
            "unshare",
            "-n",
            "sh",
            "-c",
            command,
            "sh",
            java,
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            ZoneRoundTrip.class.getName());
    assertThat(Files.readString(output())).contains("connected over 2");
    assertThat(status).isZero();
  }

  private Path output() {
    return folder.resolve("output");
  }

  private int run(String... command) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output().toFile());
    Process process;
    try {
      process = builder.start();
    } catch (java.io.IOException _) {
      return -1; // no such program
    }
    try {
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("ends").isTrue();
      return process.exitValue();
    } finally {
      process.destroyForcibly();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"nowhere9", "999999", "99999999999999", "0", "eth0 ", "a%2fb", "%00"})
  void aZoneOfNoInterfaceIsNamed(String zone) {
    assertThatThrownBy(() -> loom.connect("tcp6://[fe80::1%25" + zone + "]:1").close())
        .isInstanceOfAny(UnresolvedHostException.class, ConnectorUriException.class)
        .hasMessageContaining(zone.strip());
  }

  @Test
  void aZoneNeedsAnIpv6Address() {
    assertThatThrownBy(() -> loom.connect("tcp://127.0.0.1%25lo:1").close())
        .isInstanceOf(ConnectorUriException.class);
    assertThatThrownBy(() -> loom.connect("tcp://[::ffff:1.2.3.4%25lo]:1").close())
        .isInstanceOf(UnresolvedHostException.class)
        .hasMessageContaining("no zone");
  }

  @Test
  void aLinkLocalAddressWithoutZoneIsLeftToTheSystem() {
    assertThatThrownBy(() -> loom.connect("tcp6://[fe80::1]:1").close())
        .isInstanceOf(NativeFailure.class)
        .hasMessageContaining("[fe80::1]:1: EINVAL");
  }
}
