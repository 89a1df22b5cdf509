// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.command;

import java.io.IOException;
import org.packetloom.Packetloom;

/** Words a failure for people. */
final class FailureLine {
  private FailureLine() {}

  /**
   * One line that names what was wrong.
   *
   * @param failure any
   * @return the message if it speaks for itself, with the exception's name before it otherwise
   */
  static String of(Throwable failure) {
    String message = failure.getMessage();
    if (message == null || message.isBlank()) {
      return failure.getClass().getSimpleName();
    }
    String line = message.replaceAll("\\s*\\R\\s*", "; ");
    return speaksForItself(failure) ? line : failure.getClass().getSimpleName() + ": " + line;
  }

  private static boolean speaksForItself(Throwable failure) {
    String ours = Packetloom.class.getPackageName();
    return failure.getClass().getName().startsWith(ours) || failure.getClass() == IOException.class;
  }
}
