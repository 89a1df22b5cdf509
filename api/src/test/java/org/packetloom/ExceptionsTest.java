// SPDX-License-Identifier: Apache-2.0
package org.packetloom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.MalformedURLException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each failure is caught as the JDK's type for it, and tells what it knows. */
class ExceptionsTest {
  private static final FailureDetail DETAIL =
      new FailureDetail("write", "tcp4://127.0.0.1:1", "ENAME", 42, 12_000_000, 5_000_000_000L);
  private static final String MESSAGE =
      "write tcp4://127.0.0.1:1: ENAME after 12 ms, 5000000000 bytes";

  private static Arguments row(
      Class<? extends IOException> parent, Function<FailureDetail, IOException> constructor) {
    IOException failure = constructor.apply(DETAIL);
    return arguments(failure.getClass().getSimpleName(), parent, failure);
  }

  static Stream<Arguments> nativeFailures() {
    return Stream.of(
        row(SocketException.class, AccessRefusedException::new),
        row(BindException.class, AddressInUseException::new),
        row(BindException.class, AddressUnavailableException::new),
        row(SocketException.class, BrokenPipeException::new),
        row(ConnectException.class, ConnectionRefusedException::new),
        row(SocketException.class, ConnectionResetException::new),
        row(ConnectException.class, ConnectionTimedOutException::new),
        row(ConnectException.class, EndpointMissingException::new),
        row(NoRouteToHostException.class, HostUnreachableException::new),
        row(SocketException.class, InvalidAddressException::new),
        row(SocketException.class, MessageTooLargeException::new),
        row(SocketException.class, NotConnectedException::new),
        row(SocketException.class, ResourceExhaustedException::new),
        row(SocketException.class, SystemFailureException::new));
  }

  static Stream<Arguments> endsOfCalls() {
    return Stream.of(
        row(ClosedByInterruptException.class, ConnectorClosedByInterruptException::new),
        row(ClosedChannelException.class, ConnectorClosedException::new),
        row(AsynchronousCloseException.class, ConnectorClosedWhileWaitingException::new),
        row(InterruptedIOException.class, ConnectorInterruptedException::new),
        row(SocketTimeoutException.class, ConnectorTimeoutException::new),
        row(IOException.class, detail -> new PollerFailedException(detail, new Error("planted"))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("nativeFailures")
  void failureOfTheSystemTellsItsErrorAndBytes(
      String name, Class<? extends IOException> parent, IOException failure) {
    assertThat(failure).as(name).isInstanceOf(parent).hasMessage(MESSAGE);
    assertThat(((TransferFailure) failure).bytesMoved()).isEqualTo(5_000_000_000L);
    assertThat(((NativeFailure) failure).errorName()).isEqualTo("ENAME");
    assertThat(((NativeFailure) failure).errorNumber()).isEqualTo(42);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("endsOfCalls")
  void callThatEndedEarlyTellsItsBytes(
      String name, Class<? extends IOException> parent, IOException failure) {
    assertThat(failure).as(name).isInstanceOf(parent).hasMessage(MESSAGE);
    assertThat(failure).isNotInstanceOf(NativeFailure.class);
    assertThat(((TransferFailure) failure).bytesMoved()).isEqualTo(5_000_000_000L);
  }

  @Test
  void countOfTheSuperclassIsCapped() {
    var few = new FailureDetail("read", "tcp4://h:1", "timed out", 0, -1, 7);

    assertThat(new ConnectorTimeoutException(DETAIL).bytesTransferred).isEqualTo(Integer.MAX_VALUE);
    assertThat(new ConnectorInterruptedException(DETAIL).bytesTransferred)
        .isEqualTo(Integer.MAX_VALUE);
    assertThat(new ConnectorTimeoutException(few).bytesTransferred).isEqualTo(7);
    assertThat(new ConnectorInterruptedException(few).bytesTransferred).isEqualTo(7);
  }

  @Test
  void timeoutIsAlsoAnInterruptedIo() {
    assertThat(new ConnectorTimeoutException(DETAIL)).isInstanceOf(InterruptedIOException.class);
  }

  @Test
  void deadPollerKeepsItsCause() {
    var cause = new IllegalStateException("planted");

    assertThat(new PollerFailedException(DETAIL, cause)).hasCause(cause).hasMessage(MESSAGE);
  }

  @Test
  void tornWriteMovesNothingAndKeepsItsCause() {
    var cause = new IOException("planted");
    var failure = new TornWriteException("local:///a", cause);

    assertThat(failure)
        .hasMessage("write local:///a: an earlier write was torn at once, 0 bytes")
        .hasCause(cause);
    assertThat(failure.bytesMoved()).isZero();
  }

  @Test
  void unresolvedHostIsAnUnknownHost() {
    var failure = new UnresolvedHostException(DETAIL);

    assertThat(failure).isInstanceOf(UnknownHostException.class).hasMessage(MESSAGE);
    assertThat(failure.bytesMoved()).isZero();
  }

  @Test
  void wrongUriIsAMalformedUrl() {
    var failure = new ConnectorUriException("tcp://h:x", "port 'x'", "not a port");

    assertThat(failure)
        .isInstanceOf(MalformedURLException.class)
        .hasMessage("'tcp://h:x': port 'x': not a port");
    assertThat(failure.uri()).isEqualTo("tcp://h:x");
    assertThat(failure.part()).isEqualTo("port 'x'");
  }

  @Test
  void missingCapabilityNamesReasonAndRemedy() {
    assertThat(new CapabilityException("scheme pipe", "needs Windows", ""))
        .hasMessage("scheme pipe: needs Windows");
    var failure = new CapabilityException("engine loop", "closed package", "--add-opens");
    assertThat(failure).hasMessage("engine loop: closed package (--add-opens)");
    assertThat(failure.capability()).isEqualTo("engine loop");
    assertThat(failure.reason()).isEqualTo("closed package");
    assertThat(failure.remedy()).isEqualTo("--add-opens");
  }
}
