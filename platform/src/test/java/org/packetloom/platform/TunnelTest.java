// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.packetloom.platform.TunnelDevices.Layer;
import org.packetloom.platform.linux.FaultySystemCalls;

/** Devices are made in a network namespace of a child process; the host's stays as it is. */
@Timeout(60)
class TunnelTest {
  private static final int EBADF = 9;
  private static final int EACCES = 13;
  private static final int EPERM = 1;
  private static final int ENAMETOOLONG = 36;

  @Test
  void devicesAreMadeNamedAndSetUp() throws Exception {
    assumeTrue(canUnshare(), "unshare -n");
    assumeTrue(Files.isReadable(Path.of("/dev/net/tun")), "/dev/net/tun");
    String classes = System.getProperty("java.class.path");
    List<String> flags = List.of("--enable-native-access=ALL-UNNAMED", "-cp", classes);
    String ours = Files.readSymbolicLink(TunnelProbe.NAMESPACE).toString();
    assertThat(ChildJvm.run(List.of("unshare", "-n"), flags, TunnelProbe.class, ours))
        .isEqualTo("done");
  }

  @Test
  void refusalsLeaveNoDescriptorBehind() throws Exception {
    FaultySystemCalls faults = FaultySystemCalls.open();
    TunnelDevices tunnels = faults.platform().tunnels().orElseThrow();
    faults.fail("open", 1, EACCES);
    assertThat(tunnels.open(Layer.NETWORK, "", false)).isEqualTo(-EACCES);
    assertThat(faults.count("close")).isZero();
    assumeTrue(Files.isReadable(Path.of("/dev/net/tun")), "/dev/net/tun");
    faults.fail("ioctlStruct", 1, 2, EPERM);
    assertThat(tunnels.open(Layer.NETWORK, "", false)).isEqualTo(-EPERM);
    assertThat(faults.count("close")).isEqualTo(1);
    assertThat(tunnels.probe()).isEqualTo(-EPERM);
    assertThat(faults.count("close")).isEqualTo(2);
  }

  @Test
  void wrongInputIsToldByNumber() throws Exception {
    TunnelDevices tunnels = Platforms.current().tunnels().orElseThrow();
    assertThat(tunnels.open(Layer.LINK, "sixteen-bytes-xx", false)).isEqualTo(-ENAMETOOLONG);
    assertThat(tunnels.name(-1, new String[1])).isEqualTo(-EBADF);
    assertThat(tunnels.up(-1)).isEqualTo(-EBADF);
  }

  private static boolean canUnshare() throws IOException, InterruptedException {
    try {
      return new ProcessBuilder("unshare", "-n", "true").start().waitFor() == 0;
    } catch (IOException _) {
      return false;
    }
  }
}
