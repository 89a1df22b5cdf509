// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.packetloom.platform.TunnelDevices.Layer;

/** Makes devices in the network namespace of this process, which must be one of its own. */
final class TunnelProbe {
  private static final int EINVAL = 22;
  private static final int EBUSY = 16;

  static final Path NAMESPACE = Path.of("/proc/self/ns/net");

  private final Descriptors descriptors;
  private final TunnelDevices tunnels;

  private TunnelProbe(Platform platform) {
    descriptors = platform.descriptors();
    tunnels = platform.tunnels().orElseThrow();
  }

  public static void main(String[] arguments) throws Exception {
    String namespace = Files.readSymbolicLink(NAMESPACE).toString();
    assertThat(namespace).as("own network namespace").isNotEqualTo(arguments[0]);
    TunnelProbe probe = new TunnelProbe(Platforms.current());
    probe.lookingMakesNone();
    probe.namesAreChosenOrTaken();
    probe.settingsAreReadBack();
    probe.addressesAreThere();
    probe.sharedDevicesHaveSeveralDescriptors();
    System.out.println("done");
  }

  private void lookingMakesNone() throws IOException {
    List<String> before = interfaces();
    assertThat(tunnels.probe()).isZero();
    assertThat(interfaces()).isEqualTo(before);
  }

  private void namesAreChosenOrTaken() throws Exception {
    int first = open(Layer.NETWORK, "", false);
    int second = open(Layer.LINK, "x%d", false);
    int third = open(Layer.NETWORK, "fifteen-bytes-x", false);
    assertThat(name(first)).isEqualTo("tun0");
    assertThat(name(second)).isEqualTo("x0");
    assertThat(name(third)).isEqualTo("fifteen-bytes-x");
    assertThat(interfaces()).contains("tun0", "x0", "fifteen-bytes-x");
    assertThat(tunnels.open(Layer.NETWORK, "x0", false)).isEqualTo(-EINVAL); // another kind
    assertThat(tunnels.open(Layer.NETWORK, "tun0", false)).isEqualTo(-EBUSY);
    for (int descriptor : new int[] {first, second, third}) {
      assertThat(descriptors.close(descriptor)).isZero();
    }
    assertThat(interfaces()).doesNotContain("tun0", "x0", "fifteen-bytes-x");
  }

  private void settingsAreReadBack() throws Exception {
    int descriptor = open(Layer.NETWORK, "", false);
    for (SocketSetting setting :
        List.of(SocketSetting.DEVICE_MTU, SocketSetting.DEVICE_QUEUE_LENGTH)) {
      assertThat(descriptors.setting(descriptor, setting, 1234)).isZero();
      long[] value = new long[1];
      assertThat(descriptors.setting(descriptor, setting, value)).isZero();
      assertThat(value[0]).isEqualTo(1234);
    }
    assertThat(descriptors.setting(descriptor, SocketSetting.DEVICE_MTU, 67)).isEqualTo(-EINVAL);
    assertThat(tunnels.address(descriptor, InetAddress.ofLiteral("10.8.0.1"), 24)).isZero();
    NetworkInterface found = NetworkInterface.getByName("tun0"); // knows those with addresses
    assertThat(found.getMTU()).isEqualTo(1234);
    assertThat(found.isUp()).isFalse();
    assertThat(tunnels.up(descriptor)).isZero();
    assertThat(tunnels.up(descriptor)).isZero();
    assertThat(found.isUp()).isTrue();
    assertThat(descriptors.close(descriptor)).isZero();
  }

  private void addressesAreThere() throws Exception {
    int descriptor = open(Layer.LINK, "", false);
    InetAddress four = InetAddress.ofLiteral("10.9.0.1");
    InetAddress other = InetAddress.ofLiteral("10.9.1.1");
    InetAddress six = InetAddress.ofLiteral("fd09::1");
    assertThat(tunnels.address(descriptor, four, 24)).isZero();
    assertThat(tunnels.address(descriptor, four, 24)).isZero();
    assertThat(tunnels.address(descriptor, other, 30)).isZero();
    assertThat(tunnels.address(descriptor, six, 64)).isZero();
    assertThat(tunnels.address(descriptor, four, 33)).isEqualTo(-EINVAL);
    assertThat(tunnels.up(descriptor)).isZero();
    var found = NetworkInterface.getByName("tap0").getInterfaceAddresses();
    assertThat(found)
        .extracting(
            each -> each.getAddress().getHostAddress() + "/" + each.getNetworkPrefixLength())
        .contains("10.9.0.1/24", "10.9.1.1/30");
    // The JDK decides at its start whether there is IPv6, by whether an interface has an address.
    assertThat(Files.readAllLines(Path.of("/proc/self/net/if_inet6")))
        .anySatisfy(
            line ->
                assertThat(line)
                    .startsWith("fd090000000000000000000000000001 ")
                    .containsPattern(" 40 00 .* tap0$")); // bits of the prefix, scope
    assertThat(descriptors.close(descriptor)).isZero();
  }

  private void sharedDevicesHaveSeveralDescriptors() {
    int first = open(Layer.NETWORK, "shared", true);
    int second = open(Layer.NETWORK, "shared", true);
    assertThat(name(second)).isEqualTo("shared");
    assertThat(tunnels.open(Layer.NETWORK, "shared", false)).isNegative();
    assertThat(descriptors.close(first)).isZero();
    assertThat(name(second)).isEqualTo("shared");
    assertThat(descriptors.close(second)).isZero();
  }

  private static List<String> interfaces() throws IOException {
    try (Stream<String> lines = Files.lines(Path.of("/proc/self/net/dev"))) {
      return lines.filter(line -> line.contains(":")).map(l -> l.split(":")[0].strip()).toList();
    }
  }

  private int open(Layer layer, String name, boolean isShared) {
    int descriptor = tunnels.open(layer, name, isShared);
    assertThat(descriptor).as(name).isNotNegative();
    return descriptor;
  }

  private String name(int descriptor) {
    String[] name = new String[1];
    assertThat(tunnels.name(descriptor, name)).isZero();
    return name[0];
  }
}
