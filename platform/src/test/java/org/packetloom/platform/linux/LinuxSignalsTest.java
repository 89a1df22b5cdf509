// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.linux;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LinuxSignalsTest {
  @ParameterizedTest
  @CsvSource({
    "'', false",
    "x, false",
    "11, false",
    "12, false",
    "13, true",
    "40, true",
    "64, true",
    "65, false"
  })
  void usr2IsFreeIfTheVirtualMachineTakesAnother(String chosen, boolean isFree) {
    assertThat(LinuxSignals.SUSPENSION.isUsr2Free(chosen)).isEqualTo(isFree);
  }
}
