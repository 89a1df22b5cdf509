// SPDX-License-Identifier: Apache-2.0
package org.packetloom;

import java.util.Objects;

/**
 * What is known of a failed call, and the one place that words it.
 *
 * <p>The message reads {@code read tcp4://127.0.0.1:5000 <- 127.0.0.1:6000: ECONNRESET after 12 ms,
 * 0 bytes}.
 *
 * @param operation the call's verb, such as {@code read}
 * @param endpoints both end points, or the one that is known
 * @param cause the system's name of the error, or a few words such as {@code timed out}
 * @param errorNumber the system's number of the error, or 0 if it did not come from the system
 * @param elapsedNanos nanoseconds since the call first had to wait, or −1 if it never waited
 * @param bytesMoved bytes the call had moved, zero or more
 */
public record FailureDetail(
    String operation,
    String endpoints,
    String cause,
    int errorNumber,
    long elapsedNanos,
    long bytesMoved) {
  /**
   * Checks that nothing is missing or negative.
   *
   * @throws IllegalArgumentException if {@code bytesMoved} is negative
   */
  public FailureDetail {
    Objects.requireNonNull(operation, "operation");
    Objects.requireNonNull(endpoints, "endpoints");
    Objects.requireNonNull(cause, "cause");
    if (bytesMoved < 0) {
      throw new IllegalArgumentException("bytesMoved: " + bytesMoved);
    }
  }

  /**
   * A failure that happened at once and moved nothing.
   *
   * @param operation the call's verb
   * @param endpoints both end points, or the one that is known
   * @param cause the reason in the system's name or a few words
   * @return the detail
   */
  public static FailureDetail atOnce(String operation, String endpoints, String cause) {
    return new FailureDetail(operation, endpoints, cause, 0, -1, 0);
  }

  /**
   * The message of the exception: operation, end points, cause, time and bytes.
   *
   * @return one line, {@link #printable}
   */
  public String message() {
    String line =
        operation + ' ' + endpoints + ": " + cause + elapsed() + ", " + bytesMoved + " bytes";
    return printable(line);
  }

  /**
   * Writes text that a stranger may have chosen, such as the name of a peer, so that it stays in
   * its line of a log and cannot command a terminal.
   *
   * @param text any
   * @return the same with control and format characters, the ends of lines and paragraphs, and
   *     halves of surrogate pairs written as <code>\u001b</code>
   */
  public static String printable(String text) {
    if (text.codePoints().noneMatch(FailureDetail::isHidden)) {
      return text;
    }
    StringBuilder written = new StringBuilder(text.length() + 16);
    text.codePoints()
        .forEach(
            each -> {
              if (isHidden(each)) {
                written.append("\\u%04x".formatted(each));
              } else {
                written.appendCodePoint(each);
              }
            });
    return written.toString();
  }

  private static boolean isHidden(int character) {
    return switch (Character.getType(character)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE ->
          true;
      default -> false;
    };
  }

  private String elapsed() {
    if (elapsedNanos < 0) {
      return " at once";
    }
    long micros = elapsedNanos / 1_000;
    if (micros < 1_000) {
      return " after " + micros + " us";
    }
    long millis = micros / 1_000;
    return millis < 10_000 ? " after " + millis + " ms" : " after " + millis / 1_000 + " s";
  }
}
