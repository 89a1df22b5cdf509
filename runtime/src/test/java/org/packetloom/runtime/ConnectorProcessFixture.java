// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.packetloom.Packetloom;
import org.packetloom.process.ConnectorProcess;
import org.packetloom.suite.Await;
import org.packetloom.suite.OpenDescriptors;

/** Child processes that are started, and gone in the end. */
abstract class ConnectorProcessFixture extends ToolkitTest {
  static final int SIGKILL_VALUE = 128 + 9;

  @TempDir Path folder;

  Packetloom loom;
  int before;

  @BeforeEach
  void openToolkit() throws Exception {
    loom = Packetloom.open();
    loom.pair("anon://").close(); // a poller opens what it needs with the first connector
    new ProcessBuilder("true").start().waitFor();
    before = OpenDescriptors.count();
  }

  @AfterEach
  void nothingIsLeftBehind() {
    Await.until("children end", () -> ProcessHandle.current().children().findAny().isEmpty());
    assertNoneLost(before);
    loom.close();
  }

  ConnectorProcess start(String... command) throws IOException {
    return ConnectorProcess.start(loom, new ProcessBuilder(command));
  }

  ConnectorProcess shell(String line) throws IOException {
    return start("/bin/sh", "-c", line);
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
