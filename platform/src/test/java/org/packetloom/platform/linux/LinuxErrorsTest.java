// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.packetloom.platform.ErrorKind;
import org.packetloom.platform.unix.UnixErrors;

class LinuxErrorsTest {
  private final UnixErrors errors = LinuxErrors.TABLE;

  @Test
  void constantsHaveTheirNames() throws IllegalAccessException {
    for (Field field : LinuxErrors.class.getDeclaredFields()) {
      if (field.getType() == int.class) {
        assertThat(errors.name(field.getInt(null))).isEqualTo(field.getName());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {Integer.MIN_VALUE, -1, 0, 41, 58, 134, 4095, Integer.MAX_VALUE})
  void numbersWithoutANameAreNamedByNumber(int number) {
    assertThat(errors.name(number)).isEqualTo("errno " + number);
    assertThat(errors.kind(number)).isEqualTo(ErrorKind.OTHER);
  }

  @ParameterizedTest
  @CsvSource({
    "111, ECONNREFUSED, REFUSED",
    "110, ETIMEDOUT, TIMED_OUT",
    "113, EHOSTUNREACH, UNREACHABLE",
    "101, ENETUNREACH, UNREACHABLE",
    "104, ECONNRESET, RESET",
    "103, ECONNABORTED, ABORTED",
    "71, EPROTO, ABORTED",
    "32, EPIPE, BROKEN_PIPE",
    "98, EADDRINUSE, ADDRESS_IN_USE",
    "99, EADDRNOTAVAIL, ADDRESS_UNAVAILABLE",
    "2, ENOENT, MISSING",
    "13, EACCES, ACCESS",
    "24, EMFILE, EXHAUSTED",
    "36, ENAMETOOLONG, INVALID_ADDRESS",
    "107, ENOTCONN, NOT_CONNECTED",
    "11, EAGAIN, BUSY",
    "22, EINVAL, OTHER",
    "133, EHWPOISON, OTHER",
  })
  void numbersHaveNamesAndKinds(int number, String name, ErrorKind kind) {
    assertThat(errors.name(number)).isEqualTo(name);
    assertThat(errors.kind(number)).isEqualTo(kind);
  }
}
