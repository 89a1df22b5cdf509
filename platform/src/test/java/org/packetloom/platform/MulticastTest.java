// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Groups of version 6, in a network namespace with an interface that can have them. */
@Timeout(60)
class MulticastTest {
  private static final String SET_UP =
      """
      ip link add near type veth peer name far &&
      ip link set far up && ip link set near up multicast on &&
      ip -6 addr add fd00::5/64 dev near nodad && exec "$0" "$@"
      """;

  private static final List<String> NAMESPACE = List.of("unshare", "-n", "sh", "-c", SET_UP);

  @Test
  void groupsOfVersion6AreHeardWhileTheyAreJoined() throws Exception {
    assumeTrue(canUnshare(), "unshare -n ip link add type veth");
    String classes = System.getProperty("java.class.path");
    List<String> flags = List.of("--enable-native-access=ALL-UNNAMED", "-cp", classes);
    assertThat(ChildJvm.run(NAMESPACE, flags, MulticastProbe.class)).isEqualTo("done");
  }

  private static boolean canUnshare() throws InterruptedException {
    try {
      return new ProcessBuilder("unshare", "-n", "ip", "link", "add", "type", "veth")
              .redirectErrorStream(true)
              .start()
              .waitFor()
          == 0;
    } catch (IOException _) {
      return false;
    }
  }
}
