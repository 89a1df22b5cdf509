// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.bsd;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BsdSignalsTest {
  @ParameterizedTest
  @CsvSource({
    "'', false",
    "11, false",
    "12, true",
    "29, true",
    "31, false",
    "32, false",
    "40, false"
  })
  void usr2IsFreeIfTheVirtualMachineTakesAnother(String chosen, boolean isFree) {
    assertThat(BsdPlatform.SUSPENSION.isUsr2Free(chosen)).isEqualTo(isFree);
  }

  @Test
  void remedyNamesANumberThatTheSystemHas() {
    assertThat(BsdPlatform.SUSPENSION.refusal().remedy())
        .startsWith("start Java with _JAVA_SR_SIGNUM=29 ");
    assertThat(FreeBsdConstants.SIGINFO).isEqualTo(DarwinConstants.SIGINFO);
    assertThat(FreeBsdConstants.SIGUSR2).isEqualTo(DarwinConstants.SIGUSR2);
    assertThat(FreeBsdConstants.SIGSEGV).isEqualTo(DarwinConstants.SIGSEGV);
  }
}
