// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.packetloom.runtime.JavaChild;

/** The contracts hold for {@code new Socket()} where our factories are those of the process. */
@Tag("matrix")
class InstalledSocketsTest {
  @ParameterizedTest
  @ValueSource(
      classes = {
        JdkVirtualSocketTest.class,
        JdkVirtualServerSocketTest.class,
        JdkPlatformSocketTest.class,
        JdkPlatformServerSocketTest.class
      })
  void socketsOfTheJdkAreOurs(Class<?> control) throws Exception {
    List<String> options = List.of(JavaChild.NATIVE_ACCESS);
    List<String> lines =
        JavaChild.run(JavaChild.command(options, InstalledChild.class, control.getName()));
    assertThat(lines.getLast()).endsWith("tests passed");
  }
}
