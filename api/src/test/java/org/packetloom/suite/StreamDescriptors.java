// SPDX-License-Identifier: Apache-2.0
package org.packetloom.suite;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Descriptors are closed once, by the last user, and a number used again never mixes streams. */
public interface StreamDescriptors extends StreamRow {
  /** What the JVM itself may open meanwhile, such as a jar. */
  int SLACK = 5;

  @Test
  default void openingAndClosingLeavesNoDescriptor() throws Exception {
    assumeHas(Feature.DESCRIPTOR_FOLDER);
    open().close();
    int before = OpenDescriptors.count();
    for (int i = openingRounds(); i > 0; i--) {
      open().close();
    }
    Await.until("descriptors are closed", () -> OpenDescriptors.count() <= before + SLACK);
  }

  @Test
  default void closingUnderAWaitLeavesNoDescriptor() throws Exception {
    assumeHas(Feature.DESCRIPTOR_FOLDER);
    open().close();
    int before = OpenDescriptors.count();
    int rounds = Scale.rounds(50);
    for (int i = 0; i < rounds; i++) {
      try (var ends = open()) {
        var reader = startBlockedRead(ends.near(), ByteBuffer.allocate(1));
        ends.near().close();
        assertFailed(reader.failure(), ends.near(), Failure.CLOSED_WHILE_WAITING, 0);
      }
    }
    Await.until("descriptors are closed", () -> OpenDescriptors.count() <= before + SLACK);
  }

  @Test
  default void numbersUsedAgainNeverMixTheBytesOfStreams() throws Exception {
    assumeHas(Feature.SHORT_LIVED_STREAMS);
    int rounds = Scale.rounds(40);
    List<Task<Void>> users = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      int user = i;
      users.add(startAction(() -> useManyStreams(user, rounds)));
    }
    users.forEach(Task::result);
  }

  /** Opens short-lived streams; each carries bytes of its own, and dies under a waiting read. */
  private void useManyStreams(int user, int rounds) throws Exception {
    Random random = new Random(Seed.VALUE + user);
    for (int i = 0; i < rounds; i++) {
      byte[] own = new byte[1 + random.nextInt(2_000)];
      random.nextBytes(own);
      try (var ends = open()) {
        var reader = start(() -> drainTo(new byte[own.length], ends.far()));
        ends.near().write(own);
        assertThat(reader.result()).isEqualTo(own);
        var killed = start(() -> ends.near().read(ByteBuffer.allocate(100)));
        if (random.nextBoolean()) {
          killed.awaitParked();
        }
        ends.near().close();
        killed
            .assertFailure()
            .isInstanceOfAny(
                ends.near().type(Failure.CLOSED), ends.near().type(Failure.CLOSED_WHILE_WAITING));
        assertThat(ends.far().read(ByteBuffer.allocate(1))).isEqualTo(-1);
      }
    }
  }

  private static byte[] drainTo(byte[] bytes, StreamEnd end) throws Exception {
    end.readFully(ByteBuffer.wrap(bytes));
    return bytes;
  }
}
