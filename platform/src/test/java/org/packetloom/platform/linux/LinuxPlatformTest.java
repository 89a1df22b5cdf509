// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.packetloom.platform.Platform;
import org.packetloom.platform.Platforms;
import org.packetloom.platform.PollerFactory;

class LinuxPlatformTest {
  @Test
  void nameIsSystemAndArchitecture() throws Exception {
    String architecture = System.getProperty("os.arch").replace("amd64", "x86_64");
    assertThat(Platforms.current().name()).isEqualTo("linux-" + architecture);
    assertThat(Platforms.current()).hasToString(Platforms.current().name());
  }

  @Test
  void pollersAreFastestFirstAndAllThere() throws Exception {
    List<PollerFactory> pollers = Platforms.current().pollers();
    assertThat(pollers)
        .extracting(PollerFactory::name)
        .containsExactly("epoll", "io_uring", "poll");
    assertThat(pollers).allMatch(factory -> factory.missing().isEmpty());
  }

  @Test
  void limitsAreNumbersInAFixedOrder() throws Exception {
    Map<String, String> limits = Platforms.current().limits();
    assertThat(limits.keySet()).startsWith("RLIMIT_NOFILE", "RLIMIT_NOFILE (hard)");
    assertThat(limits.values()).allMatch(value -> value.matches("unlimited|\\d+( \\d+)*"));
    assertThat(limits.keySet()).containsExactlyElementsOf(Platforms.current().limits().keySet());
  }

  @Test
  void limitsThatCannotBeHadAreLeftOut() {
    FaultySystemCalls faults = FaultySystemCalls.open();
    Platform platform = faults.platform();
    faults.fail("getrlimit", 1, LinuxErrors.EPERM);
    assertThat(platform.limits()).doesNotContainKey("RLIMIT_NOFILE");
  }
}
