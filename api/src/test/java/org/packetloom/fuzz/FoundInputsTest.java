// SPDX-License-Identifier: Apache-2.0
package org.packetloom.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a fuzzer found once, and what it starts from, does no harm. */
class FoundInputsTest {
  static List<Path> uris() {
    return FoundInputs.of(UriFuzz.class);
  }

  static List<Path> proxyHeaders() {
    return FoundInputs.of(ProxyFuzz.class);
  }

  static List<Path> codedValues() {
    return FoundInputs.of(CodecFuzz.class);
  }

  @ParameterizedTest(allowZeroInvocations = true)
  @MethodSource("uris")
  void uriDoesNoHarm(Path input) throws Exception {
    UriFuzz.fuzzerTestOneInput(Files.readAllBytes(input));
  }

  @ParameterizedTest(allowZeroInvocations = true)
  @MethodSource("proxyHeaders")
  void proxyHeaderDoesNoHarm(Path input) throws Exception {
    ProxyFuzz.fuzzerTestOneInput(Files.readAllBytes(input));
  }

  @ParameterizedTest(allowZeroInvocations = true)
  @MethodSource("codedValues")
  void codedValueDoesNoHarm(Path input) throws Exception {
    CodecFuzz.fuzzerTestOneInput(Files.readAllBytes(input));
  }

  @Test
  void seedsDoNoHarm() {
    assertThat(UriFuzz.seeds()).hasSizeGreaterThan(300);
    UriFuzz.seeds().forEach(UriFuzz::fuzzerTestOneInput);
    assertThat(ProxyFuzz.seeds()).hasSize(8);
    ProxyFuzz.seeds().forEach(ProxyFuzz::fuzzerTestOneInput);
    assertThat(CodecFuzz.seeds()).hasSize(3);
    CodecFuzz.seeds().forEach(CodecFuzz::fuzzerTestOneInput);
  }
}
