// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.packetloom.suite.Scale;
import org.packetloom.suite.Seed;

/** Every byte arrives where it belongs, whatever happens; {@link SoakRun} is the long form. */
class SoakTest extends ToolkitTest {
  private static final int CONNECTIONS = 30;
  private static final int BYTES = 500_000;

  @ParameterizedTest(name = "{0}/{1}")
  @CsvSource({"loop,io_uring", "virtual,io_uring", "thread,io_uring", "loop,epoll", "virtual,poll"})
  void everyByteArrivesWhereItBelongs(String engine, String poller) throws Exception {
    try (var loom = open(engine, poller)) {
      Soak.run(loom, CONNECTIONS, Scale.rounds(BYTES), Seed.VALUE);
    }
  }
}
