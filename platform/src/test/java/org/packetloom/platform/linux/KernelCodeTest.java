// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The page of code that enters the kernel. */
class KernelCodeTest {
  private static final int PAGE_BYTES = 4096;

  @BeforeEach
  void setUp() {
    assumeTrue(KernelCode.missing().isEmpty(), () -> KernelCode.missing().orElseThrow());
  }

  @Test
  void aCallIsFiveInstructions() {
    byte[] code = KernelCode.call(0x01020304);
    assertThat(HexFormat.of().formatHex(code)).isEqualTo("f30f1efab8040302014989ca0f05c3");
  }

  @Test
  void everyNumberHasACallOfItsOwn() throws Exception {
    Field[] numbers = KernelNumbers.class.getDeclaredFields();
    assertThat(Stream.of(numbers).map(KernelCodeTest::entry))
        .doesNotContain(0L)
        .doesNotHaveDuplicates();
  }

  private static long entry(Field number) {
    try {
      return KernelCode.entry(number.getInt(null)).address();
    } catch (IllegalAccessException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void anotherNumberHasNone() {
    assertThat(KernelCode.entry(1000).address()).isZero();
  }

  @Test
  void thePageCanBeRunAndNotWritten() throws Exception {
    long page = KernelCode.entry(KernelNumbers.SYS_read).address() & -PAGE_BYTES;
    assertThat(Files.readAllLines(Path.of("/proc/self/maps")))
        .filteredOn(line -> covers(line, page))
        .singleElement()
        .asString()
        .contains(" r-xp ");
  }

  private static boolean covers(String mapping, long address) {
    String[] ends = mapping.substring(0, mapping.indexOf(' ')).split("-", -1);
    return Long.parseUnsignedLong(ends[0], 16) <= address
        && address < Long.parseUnsignedLong(ends[1], 16);
  }
}
