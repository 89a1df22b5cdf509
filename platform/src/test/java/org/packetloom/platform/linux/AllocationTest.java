// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.packetloom.platform.ChildJvm;

/**
 * Moving bytes allocates nothing once compiled.
 *
 * <p>Each way is measured in a virtual machine of its own: whether the segments made for a call
 * come to exist is up to the compiler's inlining, which other users of segments can spoil. So this
 * says that our code leaves the compiler the chance; hence more than one try. Where calls go
 * through the C library, the JDK's own check of the segment for error numbers leaves one object per
 * call behind in about a third of all virtual machines; those of {@link KernelCode} have none.
 */
class AllocationTest {
  private static final int TRIES = 20;

  @ParameterizedTest
  @EnumSource
  void movingBytesAllocatesNothing(AllocationProbe.Way way) throws Exception {
    assertThat(least(AllocationProbe.class, way.name(), way.most()))
        .isLessThanOrEqualTo(way.most());
  }

  @ParameterizedTest
  @EnumSource
  void movingDatagramsAllocatesNothing(MessageAllocationProbe.Way way) throws Exception {
    assertThat(least(MessageAllocationProbe.class, way.name(), way.most()))
        .isLessThanOrEqualTo(way.most());
  }

  @ParameterizedTest
  @EnumSource
  void whatIsLeftToARingAllocatesNothing(UringAllocationProbe.Way way) throws Exception {
    Optional<String> missing = new UringFactory(SystemCalls.here()).missing();
    assumeTrue(missing.isEmpty(), () -> "io_uring: " + missing.orElseThrow());
    assertThat(least(UringAllocationProbe.class, way.name(), way.most()))
        .isLessThanOrEqualTo(way.most());
  }

  private static long least(Class<?> probe, String way, long enough) throws Exception {
    List<String> flags =
        List.of(
            "--enable-native-access=ALL-UNNAMED",
            "-XX:+UseSerialGC",
            "-cp",
            ChildJvm.mainClasses() + ":" + ChildJvm.testClasses());
    long least = Long.MAX_VALUE;
    for (int i = 0; i < TRIES && least > enough; i++) {
      least = Math.min(least, Long.parseLong(ChildJvm.run(flags, probe, way)));
    }
    return least;
  }
}
