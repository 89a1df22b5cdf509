// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.windows;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.packetloom.platform.ErrorKind;
import org.packetloom.platform.Transfer;

class WindowsErrorsTest {
  private final WindowsErrors errors = new WindowsErrors();

  @ParameterizedTest
  @CsvSource({
    "10061, WSAECONNREFUSED, REFUSED",
    "10060, WSAETIMEDOUT, TIMED_OUT",
    "10065, WSAEHOSTUNREACH, UNREACHABLE",
    "10054, WSAECONNRESET, RESET",
    "10053, WSAECONNABORTED, ABORTED",
    "10048, WSAEADDRINUSE, ADDRESS_IN_USE",
    "10049, WSAEADDRNOTAVAIL, ADDRESS_UNAVAILABLE",
    "10013, WSAEACCES, ACCESS",
    "10024, WSAEMFILE, EXHAUSTED",
    "10040, WSAEMSGSIZE, TOO_LARGE",
    "10047, WSAEAFNOSUPPORT, INVALID_ADDRESS",
    "10057, WSAENOTCONN, NOT_CONNECTED",
    "10058, WSAESHUTDOWN, BROKEN_PIPE",
    "2, ERROR_FILE_NOT_FOUND, MISSING",
    "109, ERROR_BROKEN_PIPE, BROKEN_PIPE",
    "231, ERROR_PIPE_BUSY, BUSY",
    "995, ERROR_OPERATION_ABORTED, OTHER",
    "4242, error 4242, OTHER"
  })
  void numbersHaveTheirNameAndKind(int number, String name, ErrorKind kind) {
    assertThat(errors.name(number)).isEqualTo(name);
    assertThat(errors.kind(number)).isEqualTo(kind);
  }

  @ParameterizedTest
  @CsvSource({
    "0xC0000236, 10061",
    "0xC000020D, 10054",
    "0xC00000B5, 10060",
    "0xC000023C, 10051",
    "0xC000023D, 10065",
    "0xC0000241, 10053",
    "0xC0000120, 995",
    "0xC000014B, 109",
    "0xC00000B0, 233",
    "0x80000005, 234",
    "0x8000000A, 6",
    "0xC0000008, 6",
    "0xC0FFEE00, 31"
  })
  void whatCompletionsSayIsAnErrorNumber(String status, int number) {
    int bits = Integer.parseUnsignedInt(status.substring(2), 16);
    assertThat(NtStatus.isFailure(bits)).isTrue();
    assertThat(NtStatus.error(bits)).isEqualTo(number);
  }

  @Test
  void successAndWhatGoesOnAreNoFailures() {
    assertThat(NtStatus.isFailure(NtStatus.STATUS_SUCCESS)).isFalse();
    assertThat(NtStatus.isFailure(NtStatus.STATUS_PENDING)).isFalse();
  }

  @Test
  void callsOfConnectionsTellResetsAndEnds() {
    assertThat(SocketErrors.ofRead(-10035)).isEqualTo(Transfer.NOT_READY);
    assertThat(SocketErrors.ofRead(-10058)).isZero();
    assertThat(errors.kind(-SocketErrors.ofRead(-10053))).isEqualTo(ErrorKind.RESET);
    assertThat(errors.kind(-SocketErrors.ofWrite(-10053))).isEqualTo(ErrorKind.RESET);
    assertThat(errors.kind(-SocketErrors.ofAccept(-10054))).isEqualTo(ErrorKind.ABORTED);
    assertThat(SocketErrors.ofRead(17)).isEqualTo(17);
  }
}
