// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.packetloom.ConnectorInterruptedException;
import org.packetloom.Packetloom;
import org.packetloom.Pair;
import org.packetloom.suite.Scale;
import org.packetloom.suite.Seed;
import org.packetloom.suite.Watchdog;

/** A read that is given up just when its byte arrives: the byte is there for the next one. */
@ExtendWith(Watchdog.class)
class GivenUpReadTest {
  /** About one in twenty thousand meets the moment in which io_uring once lost its byte. */
  private static final int ROUNDS = 4_000;

  @ParameterizedTest
  @ValueSource(strings = {"thread", "virtual"})
  void aByteIsNotLostWithTheReadThatWasInterrupted(String engine) throws Exception {
    Random random = Seed.random();
    try (Packetloom loom = Packetloom.builder().engine(engine).poller("io_uring").open();
        Pair pair = loom.pair("tcp4://127.0.0.1:0")) {
      int rounds = Scale.rounds(ROUNDS);
      for (int i = 0; i < rounds; i++) {
        ByteBuffer one = ByteBuffer.allocate(1);
        Thread reader = Thread.ofVirtual().start(() -> readOrGiveUp(pair, one));
        boolean isBeforehand = random.nextBoolean();
        if (isBeforehand) {
          reader.interrupt();
        }
        pair.second().write(new byte[] {(byte) i});
        reader.interrupt();
        reader.join();
        if (one.hasRemaining()) {
          pair.first().readFully(one);
        }
        assertThat(one.get(0)).isEqualTo((byte) i);
      }
    }
  }

  private static void readOrGiveUp(Pair pair, ByteBuffer one) {
    try {
      pair.first().read(one);
    } catch (ConnectorInterruptedException _) {
      // as told
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
