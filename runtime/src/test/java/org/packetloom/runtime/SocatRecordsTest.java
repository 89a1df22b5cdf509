// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.packetloom.CapabilityException;
import org.packetloom.Listener;
import org.packetloom.Packetloom;
import org.packetloom.StreamConnector;
import org.packetloom.suite.Await;
import org.packetloom.suite.Task;

/** Records to and from socat, and pipes with a name that socat has open at the other end. */
@Timeout(60)
class SocatRecordsTest {
  private static final String SEQPACKET = "?behaviour=seqpacket";

  @TempDir Path folder;

  private Packetloom loom;

  @BeforeEach
  void open() throws IOException {
    Tool.assumeInstalled("socat");
    loom = Packetloom.open();
  }

  @AfterEach
  void close() {
    if (loom != null) {
      loom.close();
    }
  }

  @Test
  void socatSendsRecordsToOurPath() throws Exception {
    echoes("local://" + folder.resolve("ours"), "UNIX-CONNECT:" + folder.resolve("ours"));
  }

  @Test
  void socatSendsRecordsToOurAbstractName() throws Exception {
    String name = "packetloom-records-" + ProcessHandle.current().pid();
    echoes("local:///%00" + name, "ABSTRACT-CONNECT:" + name);
  }

  private void echoes(String uri, String address) throws Exception {
    try (Listener listener = loom.listen(uri + SEQPACKET)) {
      Task<Integer> serving =
          Task.start(
              loom.threadFactory(),
              () -> {
                try (StreamConnector peer = listener.accept()) {
                  byte[] record = new byte[100];
                  int n = peer.read(record);
                  peer.write(record, 0, n);
                  return n;
                }
              });
      try (Tool socat = Tool.start("socat", "-", address + ",type=5")) {
        assertThat(socat.type("a record").read(8)).isEqualTo("a record");
      }
      assertThat(serving.result()).isEqualTo(8);
    } catch (CapabilityException e) {
      abort(e.getMessage());
    }
  }

  @Test
  void oursSendsRecordsToSocatsPath() throws Exception {
    Path path = folder.resolve("theirs");
    try (Tool socat = Tool.start("socat", "UNIX-LISTEN:" + path + ",type=5", "EXEC:cat")) {
      socat.awaitListener(path);
      try (StreamConnector ours = connect("local://" + path + SEQPACKET)) {
        ours.write(new byte[] {1, 2, 3});
        byte[] record = new byte[100];
        assertThat(ours.read(record)).isEqualTo(3);
        assertThat(record).startsWith(1, 2, 3);
      }
    }
  }

  /** The file is there a moment before the socket listens. */
  private StreamConnector connect(String uri) {
    StreamConnector[] connected = new StreamConnector[1];
    Await.until(
        "socat accepts",
        () -> {
          try {
            connected[0] = loom.connect(uri);
            return true;
          } catch (CapabilityException e) {
            return abort(e.getMessage());
          } catch (IOException _) {
            return false;
          }
        });
    return connected[0];
  }

  @SuppressWarnings("try") // closed before the block ends: that is the end we want to see
  @Test
  void socatWritesIntoAFifoThatWeRead() throws Exception {
    Path fifo = fifo();
    try (StreamConnector ours = loom.connect("fifo://" + fifo + "?direction=read");
        Tool socat = Tool.start("socat", "-u", "-", "OPEN:" + fifo + ",wronly")) {
      socat.type("through the pipe");
      byte[] received = new byte[16];
      ours.readFully(received);
      assertThat(received).asString().isEqualTo("through the pipe");
      socat.close();
      assertThat(ours.read(received)).isEqualTo(-1);
    }
  }

  @Test
  void socatReadsFromAFifoThatWeWrite() throws Exception {
    Path fifo = fifo();
    try (Tool socat = Tool.start("socat", "-u", "PIPE:" + fifo, "-");
        StreamConnector ours = loom.connect("fifo://" + fifo + "?direction=write")) {
      ours.write("out of the pipe".getBytes());
      assertThat(socat.read(15)).isEqualTo("out of the pipe");
    }
  }

  private Path fifo() throws Exception {
    Path fifo = folder.resolve("fifo");
    try (Tool mkfifo = Tool.start("mkfifo", fifo.toString())) {
      mkfifo.awaitSuccess();
    }
    return fifo;
  }
}
