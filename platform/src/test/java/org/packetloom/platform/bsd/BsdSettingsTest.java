// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.bsd;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.packetloom.platform.Descriptors;
import org.packetloom.platform.Family;
import org.packetloom.platform.SocketSetting;
import org.packetloom.platform.SocketType;

/** Which settings a socket has is asked of the kernel, that of Linux here. */
class BsdSettingsTest {
  private final Descriptors descriptors = ImitatedBsd.platform().descriptors();
  private final List<Integer> opened = new ArrayList<>();

  @AfterEach
  void closeAll() {
    opened.forEach(descriptor -> assertThat(descriptors.close(descriptor)).isZero());
  }

  private int open(Family family, SocketType type) {
    int descriptor = descriptors.socket(family, type);
    assertThat(descriptor).isNotNegative();
    opened.add(descriptor);
    return descriptor;
  }

  @Test
  void socketsHaveTheSettingsOfTheirProtocol() {
    int tcp = open(Family.INET4, SocketType.STREAM);
    int udp = open(Family.INET4, SocketType.DATAGRAM);
    int local = open(Family.LOCAL, SocketType.STREAM);
    for (int descriptor : new int[] {tcp, udp, local}) {
      assertThat(descriptors.has(descriptor, SocketSetting.SEND_BUFFER)).isTrue();
      assertThat(descriptors.has(descriptor, SocketSetting.FAMILY)).isTrue();
      assertThat(descriptors.has(descriptor, SocketSetting.PROTOCOL)).isTrue();
      assertThat(descriptors.has(descriptor, SocketSetting.NO_DELAY)).isEqualTo(descriptor == tcp);
    }
    assertThat(descriptors.has(local, SocketSetting.TRAFFIC_CLASS)).isFalse();
    assertThat(descriptors.has(udp, SocketSetting.ONLY_IPV6)).isFalse();
  }
}
