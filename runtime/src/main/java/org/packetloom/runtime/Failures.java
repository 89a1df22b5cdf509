// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.io.IOException;
import java.nio.charset.Charset;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.packetloom.AccessRefusedException;
import org.packetloom.AddressInUseException;
import org.packetloom.AddressUnavailableException;
import org.packetloom.BrokenPipeException;
import org.packetloom.CapabilityException;
import org.packetloom.ConnectionRefusedException;
import org.packetloom.ConnectionResetException;
import org.packetloom.ConnectionTimedOutException;
import org.packetloom.ConnectorClosedByInterruptException;
import org.packetloom.ConnectorClosedException;
import org.packetloom.ConnectorClosedWhileWaitingException;
import org.packetloom.ConnectorInterruptedException;
import org.packetloom.ConnectorTimeoutException;
import org.packetloom.EndpointMissingException;
import org.packetloom.FailureDetail;
import org.packetloom.HostUnreachableException;
import org.packetloom.InvalidAddressException;
import org.packetloom.MessageTooLargeException;
import org.packetloom.NotConnectedException;
import org.packetloom.PollerFailedException;
import org.packetloom.ResourceExhaustedException;
import org.packetloom.SystemFailureException;
import org.packetloom.UnsafeFolderException;
import org.packetloom.platform.ErrorKind;
import org.packetloom.platform.Errors;

/** The one place where outcomes become exceptions. */
final class Failures {
  /** More than any error number of the systems. */
  private static final int ERROR_NUMBERS = 11_100;

  private final Errors errors;

  Failures(Errors errors) {
    this.errors = errors;
    rehearseShortage();
  }

  /**
   * Makes the exception for a lack of descriptors once: loading a class may take a descriptor, and
   * a class that could not be loaded is missing for good.
   */
  private void rehearseShortage() {
    for (int number = 1; number < ERROR_NUMBERS; number++) {
      if (errors.kind(number) == ErrorKind.EXHAUSTED) {
        atOnce("rehearse", "nothing", -number);
      }
    }
  }

  /**
   * The exception of an error number.
   *
   * @param result the negated error number
   * @param elapsed nanoseconds since the call first waited, −1 if it did not
   */
  IOException of(String operation, String endpoints, int result, long elapsed, long moved) {
    int number = -result;
    FailureDetail detail =
        new FailureDetail(operation, endpoints, errors.name(number), number, elapsed, moved);
    return switch (errors.kind(number)) {
      case REFUSED -> new ConnectionRefusedException(detail);
      case TIMED_OUT -> new ConnectionTimedOutException(detail);
      case UNREACHABLE -> new HostUnreachableException(detail);
      case RESET, ABORTED -> new ConnectionResetException(detail);
      case BROKEN_PIPE -> new BrokenPipeException(detail);
      case ADDRESS_IN_USE -> new AddressInUseException(detail);
      case ADDRESS_UNAVAILABLE -> new AddressUnavailableException(detail);
      case MISSING -> new EndpointMissingException(detail);
      case ACCESS -> new AccessRefusedException(detail);
      case EXHAUSTED -> new ResourceExhaustedException(detail);
      case INVALID_ADDRESS -> new InvalidAddressException(detail);
      case TOO_LARGE -> new MessageTooLargeException(detail);
      case NOT_CONNECTED -> new NotConnectedException(detail);
      case UNSUPPORTED -> unsupported(operation, endpoints, number);
      case BUSY, OTHER -> new SystemFailureException(detail);
    };
  }

  private IOException unsupported(String operation, String endpoints, int number) {
    return new CapabilityException(
        operation + " " + endpoints, "this system does not have it: " + errors.name(number), "");
  }

  /** Whether an error number means that a message is too large. */
  boolean isTooLarge(int result) {
    return errors.kind(-result) == ErrorKind.TOO_LARGE;
  }

  /** The exception of a message that is too large, where its size is known. */
  IOException tooLarge(
      String operation,
      String endpoints,
      int result,
      long elapsed,
      long moved,
      long size,
      OptionalLong limit) {
    FailureDetail detail =
        new FailureDetail(operation, endpoints, errors.name(-result), -result, elapsed, moved);
    return new MessageTooLargeException(detail, size, limit);
  }

  /** The exception of an error number for a call that did not wait. */
  IOException atOnce(String operation, String endpoints, int result) {
    return of(operation, endpoints, result, -1, 0);
  }

  /** Checks the result of a call that does not wait. */
  int ensure(String operation, String endpoints, int result) throws IOException {
    if (result < 0) {
      throw atOnce(operation, endpoints, result);
    }
    return result;
  }

  /** Checks a new socket of a family that a system may lack. */
  int ensureSocket(String operation, String endpoints, int result) throws IOException {
    if (result < 0 && errors.kind(-result) == ErrorKind.INVALID_ADDRESS) {
      throw unsupported(operation, endpoints, -result); // there is no address yet: it is the family
    }
    return ensure(operation, endpoints, result);
  }

  /** Checks the result of a call for an option, which has no path that may be missing. */
  void ensureOption(String operation, String endpoints, int result) throws IOException {
    if (result < 0 && errors.kind(-result) == ErrorKind.MISSING) {
      String name = errors.name(-result);
      throw new SystemFailureException(
          new FailureDetail(operation, endpoints, name, -result, -1, 0));
    }
    ensure(operation, endpoints, result);
  }

  static IOException timeout(String operation, String endpoints, long elapsed, long moved) {
    return new ConnectorTimeoutException(
        new FailureDetail(operation, endpoints, "timed out", 0, elapsed, moved));
  }

  static IOException interrupted(String operation, String endpoints, long elapsed, long moved) {
    return new ConnectorInterruptedException(
        new FailureDetail(operation, endpoints, "interrupted", 0, elapsed, moved));
  }

  static IOException closedByInterrupt(
      String operation, String endpoints, long elapsed, long moved) {
    return new ConnectorClosedByInterruptException(
        new FailureDetail(operation, endpoints, "closed by interrupt", 0, elapsed, moved));
  }

  static IOException closed(String operation, String endpoints) {
    return new ConnectorClosedException(FailureDetail.atOnce(operation, endpoints, "closed"));
  }

  static IOException closedMeanwhile(String operation, String endpoints, long elapsed, long moved) {
    return new ConnectorClosedWhileWaitingException(
        new FailureDetail(operation, endpoints, "closed by another thread", 0, elapsed, moved));
  }

  static IOException notExpressible(String endpoints, Charset charset) {
    String cause = "the encoding of paths here, " + charset + ", cannot express it";
    return new InvalidAddressException(FailureDetail.atOnce("open", endpoints, cause));
  }

  static IOException startingElsewhere(String endpoints) {
    return new AddressInUseException(
        FailureDetail.atOnce("bind", endpoints, "another server is starting there"));
  }

  static IOException unsafeFolder(String endpoints, String folder) {
    String cause = "everyone may replace files in " + folder + " (or set check-folder=no)";
    return new UnsafeFolderException(FailureDetail.atOnce("bind", endpoints, cause), folder);
  }

  static IOException pollerFailed(
      String operation, String endpoints, long elapsed, long moved, Throwable cause) {
    return new PollerFailedException(
        new FailureDetail(operation, endpoints, "the poller failed", 0, elapsed, moved), cause);
  }

  /** A failure that comes after another of the same call, null if there was none. */
  static <X extends IOException> X with(X failure, @Nullable IOException earlier) {
    if (earlier != null && earlier != failure) {
      failure.addSuppressed(earlier);
    }
    return failure;
  }
}
