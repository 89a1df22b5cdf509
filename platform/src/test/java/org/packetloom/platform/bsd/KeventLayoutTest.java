// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.bsd;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The bytes of {@code struct kevent}, as sys/event.h of each system lays them out on 64-bit
 * processors: what libkqueue cannot show.
 */
class KeventLayoutTest {
  private static final long TAG = 0x0123_4567_89ab_cdefL;

  static Stream<KeventLayout> layouts() {
    return Stream.of(
        KeventLayout.MACOS, KeventLayout.FREEBSD, KeventLayout.NETBSD, LibkqueueCalls.LAYOUT);
  }

  private static String bytes(KeventLayout layout) {
    MemorySegment memory = MemorySegment.ofArray(new long[2 * layout.size() / Long.BYTES]);
    int flags = KeventLayout.EV_ADD | KeventLayout.EV_CLEAR;
    memory.fill((byte) 0xff); // all of the struct is written, and no more
    layout.put(memory, 1, 7, layout.EVFILT_WRITE(), flags, TAG);
    byte[] both = memory.toArray(ValueLayout.JAVA_BYTE);
    assertThat(Arrays.copyOf(both, layout.size())).containsOnly(0xff);
    byte[] bytes = Arrays.copyOfRange(both, layout.size(), both.length);
    return HexFormat.of().formatHex(bytes);
  }

  @Test
  void kevent32HasShortFilterAndFlags() {
    String expected =
        "0700000000000000" // ident
            + "feff" // filter: int16_t
            + "2100" // flags: uint16_t
            + "00000000" // fflags
            + "0000000000000000" // data
            + "efcdab8967452301"; // udata
    assertThat(bytes(KeventLayout.MACOS)).isEqualTo(expected);
    assertThat(bytes(LibkqueueCalls.LAYOUT)).isEqualTo(expected);
    assertThat(bytes(KeventLayout.FREEBSD)).isEqualTo(expected + "00".repeat(32)); // ext[4]
  }

  @Test
  void keventOfNetbsdHasWideFilterAndFlags() {
    assertThat(bytes(KeventLayout.NETBSD))
        .isEqualTo(
            "0700000000000000" // ident
                + "01000000" // filter: uint32_t
                + "21000000" // flags
                + "00000000" // fflags
                + "00000000" // padding
                + "0000000000000000" // data: int64_t
                + "efcdab8967452301"); // udata
  }

  @Test
  void filtersHaveTheNumbersOfTheirHeaders() {
    assertThat(KeventLayout.MACOS.EVFILT_USER()).isEqualTo(-10);
    assertThat(KeventLayout.FREEBSD.EVFILT_USER()).isEqualTo(-11);
    assertThat(KeventLayout.NETBSD.EVFILT_USER()).isEqualTo(8);
    assertThat(layouts().map(KeventLayout::size)).containsExactly(32, 64, 40, 32);
    assertThat(layouts().map(KeventLayout::symbol))
        .containsExactly("kevent", "kevent", "__kevent50", "kevent");
    assertThat(layouts().map(KeventLayout::hasLongCounts))
        .containsExactly(false, false, true, false);
  }

  @ParameterizedTest
  @MethodSource("layouts")
  void whatIsPutIsFoundAtItsIndexAlone(KeventLayout layout) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment array = arena.allocate(3L * layout.size());
      int[] filters = {layout.EVFILT_READ(), layout.EVFILT_WRITE(), layout.EVFILT_USER()};
      for (int index = 0; index < 3; index++) {
        layout.put(array, index, index, filters[index], KeventLayout.EV_EOF, ~index, TAG + index);
      }
      for (int index = 0; index < 3; index++) {
        assertThat(layout.ident(array, index)).isEqualTo(index);
        assertThat(layout.filter(array, index)).isEqualTo(filters[index]);
        assertThat(layout.flags(array, index)).isEqualTo(KeventLayout.EV_EOF);
        assertThat(layout.fflags(array, index)).isEqualTo(~index);
        assertThat(layout.udata(array, index)).isEqualTo(TAG + index);
      }
    }
  }
}
