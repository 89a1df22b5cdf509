// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import org.junit.jupiter.api.Timeout;
import org.packetloom.Listener;
import org.packetloom.Packetloom;
import org.packetloom.StreamConnector;
import org.packetloom.suite.Task;

/** Urgent data of TCP ends a read early, with more behind it: no wake-up may be lost over that. */
@Timeout(60)
class UrgentDataTest {
  private static final int ROUNDS = 2_000;

  @EachEngine
  void everyByteArrivesAroundUrgentOnes(String engine, String poller) throws Exception {
    try (Packetloom loom = Looms.open(engine, poller);
        Listener listener = loom.listen("tcp://127.0.0.1:0");
        Socket peer = new Socket()) {
      peer.setTcpNoDelay(true);
      peer.connect((InetSocketAddress) listener.localAddress().orElseThrow());
      try (StreamConnector stream = listener.accept()) {
        Task<Integer> reading = Task.start(loom.threadFactory(), () -> countAndAnswer(stream));
        OutputStream out = peer.getOutputStream();
        InputStream in = peer.getInputStream();
        byte[] block = new byte[300];
        for (int round = 0; round < ROUNDS; round++) {
          out.write(block, 0, 1 + round % 200);
          peer.sendUrgentData(round); // out of band: not part of the stream
          out.write(block, 0, 1 + round % 100);
          assertThat(in.read()).as("answer of round %d", round).isEqualTo(round & 0xff);
        }
        peer.shutdownOutput();
        assertThat(reading.result()).isEqualTo(ROUNDS);
      }
    }
  }

  /** Reads what a round sends, in whatever pieces, and answers it by one byte. */
  private static int countAndAnswer(StreamConnector stream) throws Exception {
    byte[] buffer = new byte[4_096];
    int round = 0;
    int missing = expected(round);
    while (true) {
      int count = stream.read(buffer);
      if (count < 0) {
        return round;
      }
      missing -= count;
      assertThat(missing).as("bytes missing in round %d", round).isNotNegative();
      if (missing == 0) {
        stream.write(new byte[] {(byte) round});
        round++;
        missing = expected(round);
      }
    }
  }

  private static int expected(int round) {
    return 1 + round % 200 + 1 + round % 100;
  }
}
