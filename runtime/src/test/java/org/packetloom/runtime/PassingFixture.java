// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.packetloom.LocalMessage;
import org.packetloom.LocalStreamConnector;
import org.packetloom.Packetloom;
import org.packetloom.StreamConnector;

/** A toolkit, and pairs of Unix-domain sockets to pass things over. */
@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class PassingFixture {
  Packetloom loom;
  Path folder;

  @BeforeAll
  void open(@TempDir Path folder) throws IOException {
    this.folder = folder;
    loom = Packetloom.open();
    loom.pair("tcp://127.0.0.1:0").close(); // what is loaded on first use is there
    loom.pair("anon://").close();
  }

  @AfterAll
  void close() {
    loom.close();
  }

  static LocalStreamConnector local(StreamConnector end) {
    return (LocalStreamConnector) end;
  }

  static LocalMessage receive(StreamConnector end, int most) throws IOException {
    return local(end).receive(ByteBuffer.allocate(100), most);
  }
}
