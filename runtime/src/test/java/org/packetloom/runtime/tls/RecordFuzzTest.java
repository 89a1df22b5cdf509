// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.packetloom.fuzz.FoundInputs;
import org.packetloom.suite.Scale;
import org.packetloom.suite.Seed;

/** What a fuzzer found in records once, and what it starts from, does no harm. */
class RecordFuzzTest {
  static List<Path> found() {
    return FoundInputs.of(RecordFuzz.class);
  }

  @ParameterizedTest(allowZeroInvocations = true)
  @MethodSource("found")
  void foundInputDoesNoHarm(Path input) throws Exception {
    RecordFuzz.fuzzerTestOneInput(Files.readAllBytes(input));
  }

  @Test
  void seedsAndWhatIsCloseToThemDoNoHarm() throws Exception {
    List<byte[]> seeds = RecordFuzz.seeds();
    Random random = Seed.random();
    int talks = 0;
    for (byte[] seed : seeds) {
      talks += Math.min(RecordFuzz.received(seed), 1);
      for (int i = 0; i < Scale.rounds(1); i++) {
        byte[] changed = seed.clone();
        changed[random.nextInt(changed.length)] ^= (byte) (1 << random.nextInt(8));
        changed[random.nextInt(changed.length)] = (byte) random.nextInt();
        RecordFuzz.fuzzerTestOneInput(changed);
      }
    }
    assertThat(talks).as("seeds that carry bytes").isEqualTo(24);
  }
}
