// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.packetloom.Capability;
import org.packetloom.Packetloom;
import org.packetloom.Probe.Finding;
import org.packetloom.Probe.Kind;

/** Where the kernel cannot be entered directly, the C library serves, and it is said why. */
@Timeout(90)
class DirectCallsOffTest {
  private static final int EACCES = 13;

  @TempDir Path folder;

  @Test
  void aSystemThatLetsNoMemoryBeRunLeavesTheLibrary() throws Exception {
    assertThat(told(Sandbox.forbidding("code", EACCES, folder), List.of()))
        .isEqualTo("no, mprotect: EACCES");
  }

  @Test
  void whoAsksForTheLibraryGetsIt() throws Exception {
    assertThat(told(List.of(), List.of("-Dpacketloom.systemcalls=library")))
        .isEqualTo("no, the system property packetloom.systemcalls is library");
  }

  @Test
  void aWrongSettingIsRefusedByName() throws Exception {
    assertThat(told(List.of(), List.of("-Dpacketloom.systemcalls=fast")))
        .contains("system property packetloom.systemcalls: \"fast\", not auto or library");
  }

  /** The last line of a child that talks on every engine and poller. */
  private static String told(List<String> starter, List<String> flags) throws Exception {
    List<String> options = new ArrayList<>(List.of(JavaChild.NATIVE_ACCESS, JavaChild.OPENS));
    options.addAll(flags);
    List<String> command = new ArrayList<>(starter);
    command.addAll(JavaChild.command(options, Child.class));
    return JavaChild.run(command).getLast();
  }

  /** What runs there. */
  static final class Child {
    private Child() {}

    public static void main(String[] arguments) throws Exception {
      try {
        for (String poller : List.of("epoll", "poll", "auto")) {
          for (String engine : List.of("virtual", "thread", "loop")) {
            talk(engine, poller);
          }
        }
      } catch (Throwable e) {
        Throwable cause = e;
        while (cause.getCause() != null) {
          cause = cause.getCause();
        }
        System.out.println(cause);
      }
    }

    private static void talk(String engine, String poller) throws Exception {
      try (Packetloom loom = Packetloom.builder().engine(engine).poller(poller).open()) {
        Sandbox.talk(loom);
        Finding finding =
            loom.probe().findings().stream()
                .filter(each -> each.kind() == Kind.CAPABILITY)
                .filter(each -> each.name().equals(Capability.DIRECT_SYSTEM_CALLS.name()))
                .findFirst()
                .orElseThrow();
        System.out.println((finding.isAvailable() ? "yes, " : "no, ") + finding.detail());
      }
    }
  }
}
