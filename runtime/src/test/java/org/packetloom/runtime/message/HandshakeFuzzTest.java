// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.packetloom.fuzz.FoundInputs;

/** What a fuzzer found in handshakes once, and what it starts from, does no harm. */
class HandshakeFuzzTest {
  static List<Path> found() {
    return FoundInputs.of(HandshakeFuzz.class);
  }

  @ParameterizedTest(allowZeroInvocations = true)
  @MethodSource("found")
  void foundInputDoesNoHarm(Path input) throws IOException {
    HandshakeFuzz.fuzzerTestOneInput(Files.readAllBytes(input));
  }

  @Test
  void seedsAndWhatIsCloseToThemDoNoHarm() {
    List<byte[]> seeds = HandshakeFuzz.seeds();
    assertThat(seeds).hasSizeGreaterThan(40);
    var random = new SplittableRandom(12);
    for (byte[] seed : seeds) {
      HandshakeFuzz.fuzzerTestOneInput(seed);
      for (int i = 0; i < 6; i++) {
        byte[] changed = seed.clone();
        changed[0] = 0; // agreements take long
        changed[1] = (byte) random.nextInt();
        changed[2] = (byte) (random.nextInt() | 0x81);
        changed[random.nextInt(5, changed.length)] ^= (byte) (1 << random.nextInt(8));
        HandshakeFuzz.fuzzerTestOneInput(changed);
      }
    }
  }
}
