// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.packetloom.CapabilityException;
import org.packetloom.Packetloom;

@ResourceLock(Resources.SYSTEM_OUT)
class SmallProgramsTest {
  private final PrintStream console = System.out;
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

  @BeforeEach
  void capture() throws IOException {
    try (var loom = Packetloom.open()) {
      assertThat(loom).isNotNull();
    } catch (CapabilityException e) {
      abort(e.getMessage());
    }
    System.setOut(new PrintStream(printed, true));
  }

  @AfterEach
  void release() {
    System.setOut(console);
  }

  @Test
  void echoPrintsWhatCameBack() throws Exception {
    Echo.main(new String[0]);

    assertThat(printed.toString(UTF_8).lines()).containsExactly("hello");
  }

  @Test
  void timeLimitLosesNothing() throws Exception {
    do {
      printed.reset();
      TimeLimit.main(new String[0]);
    } while (printed.toString(UTF_8).contains(", 0 bytes")); // too busy a machine to read in time

    assertThat(printed.toString(UTF_8).lines()).hasSize(2).last().isEqualTo("read later: late");
    assertThat(printed.toString(UTF_8)).contains("timed out", "4 bytes, which were not lost: too ");
  }

  @Test
  void keptConnectionTakesLeave() throws Exception {
    KeptConnection.main(new String[0]);

    assertThat(printed.toString(UTF_8).lines()).containsExactly("question? never mind");
  }
}
