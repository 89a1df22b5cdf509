// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.packetloom.Packetloom;

/** Nothing but {@code java.base} is needed: no flight recorder, no JMX, no logging. */
class SmallImageTest {
  /** What the child runs. */
  public static final class Main {
    private Main() {}

    /** Sends a byte to itself and leaves a connector behind. */
    public static void main(String[] arguments) throws Exception {
      try (Packetloom loom = Packetloom.open()) {
        loom.pair("local://");
        try (var listener = loom.listen("tcp://127.0.0.1:0");
            var near = loom.connect(listener.uri());
            var far = listener.accept()) {
          near.write(new byte[] {42});
          byte[] echo = new byte[1];
          far.readFully(echo);
          System.out.println("echo " + echo[0]);
        }
        while (loom.statistics().leaked() < 2) {
          System.gc();
        }
        System.out.println("leaked " + loom.statistics().leaked());
        System.out.println(ModuleLayer.boot().modules().size() + " module");
      }
    }
  }

  @Test
  void toolkitRunsOnTheBaseModuleAlone() throws Exception {
    List<String> options = List.of("--limit-modules=java.base", JavaChild.NATIVE_ACCESS);
    assertThat(JavaChild.run(JavaChild.command(options, Main.class)))
        .contains("echo 42", "leaked 2", "1 module");
  }
}
