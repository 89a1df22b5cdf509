// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.packetloom.CapabilityException;
import org.packetloom.Packetloom;
import org.packetloom.Probe.Finding;
import org.packetloom.Probe.Kind;
import org.packetloom.platform.linux.FaultySystemCalls;

/** Where the system refuses io_uring, everything runs on epoll, and it is said why. */
@Timeout(90)
class UringOffTest {
  private static final int EPERM = 1;
  private static final int EINVAL = 22;
  private static final int ENOSYS = 38;

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({"1, EPERM, forbidden", "38, ENOSYS, not known to this kernel"})
  void aSandboxThatForbidsItLeavesEpoll(int errno, String error, String reason) throws Exception {
    List<String> command = new ArrayList<>(Sandbox.forbidding("io_uring", errno, folder));
    List<String> options = List.of(JavaChild.NATIVE_ACCESS, JavaChild.OPENS);
    command.addAll(JavaChild.command(options, Child.class));
    assertThat(JavaChild.run(command))
        .containsSubsequence(
            "Packetloom[virtual/epoll] talks",
            "Packetloom[thread/epoll] talks",
            "Packetloom[loop/epoll] talks")
        .last()
        .asString()
        .startsWith("io_uring_setup: " + error)
        .contains(reason);
  }

  /** What runs where the system refuses io_uring. */
  static final class Child {
    private Child() {}

    public static void main(String[] arguments) throws Exception {
      String reason = "";
      for (String engine : List.of("virtual", "thread", "loop")) {
        try (Packetloom loom = Packetloom.builder().engine(engine).open()) {
          Sandbox.talk(loom);
          System.out.println(loom + " talks");
          reason = reason(loom);
        }
      }
      String expected = reason;
      assertThatThrownBy(() -> Packetloom.builder().poller("io_uring").open())
          .isInstanceOf(CapabilityException.class)
          .hasMessageContaining(expected);
      System.out.println(reason);
    }
  }

  /** What is said of io_uring. */
  private static String reason(Packetloom loom) {
    Finding finding =
        loom.probe().findings().stream()
            .filter(each -> each.kind() == Kind.POLLER && each.name().equals("io_uring"))
            .findFirst()
            .orElseThrow();
    assertThat(finding.isAvailable()).isFalse();
    assertThat(features(loom)).isEmpty();
    return finding.detail();
  }

  /** The reason that stands in the way of a platform on which io_uring_setup fails. */
  private static String reason(int errno) throws Exception {
    var platform = FaultySystemCalls.open().fail("io_uring_setup", 1, 1_000, errno).platform();
    try (Packetloom loom = new LoomBuilder().open(platform)) {
      assertThat(loom.toString()).contains("/epoll");
      return reason(loom);
    }
  }

  @Test
  void theSettingOfTheSystemIsTold() throws Exception {
    Path setting = Path.of("/proc/sys/kernel/io_uring_disabled");
    assumeTrue(Files.isReadable(setting), setting.toString());
    assertThat(reason(EPERM))
        .contains("io_uring_setup: EPERM")
        .contains("kernel.io_uring_disabled=" + Files.readString(setting).strip());
    assertThat(reason(ENOSYS)).contains("io_uring_setup: ENOSYS").doesNotContain("disabled=");
  }

  @Test
  void whatTheSystemLacksOfItIsNamed() throws Exception {
    var faults = FaultySystemCalls.open();
    try (Packetloom loom = new LoomBuilder().open(faults.platform())) {
      List<Finding> all = features(loom);
      assumeTrue(!all.isEmpty(), "io_uring");
      assertThat(all).extracting(Finding::name).contains("io_uring IORING_SETUP_DEFER_TASKRUN");
      faults.fail("io_uring_setup", 3, EINVAL); // of the poller, without flags, with one
      assertThat(features(loom))
          .filteredOn(each -> !each.isAvailable())
          .first()
          .isEqualTo(
              new Finding(
                  Kind.FEATURE,
                  "io_uring IORING_SETUP_CQSIZE",
                  false,
                  "not known to this system",
                  "use Linux 5.5 or later"));
    }
  }

  private static List<Finding> features(Packetloom loom) {
    return loom.probe().findings().stream().filter(each -> each.kind() == Kind.FEATURE).toList();
  }
}
