// SPDX-License-Identifier: Apache-2.0
package org.packetloom.process;

import java.io.File;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Words the failures to start a program: the JDK hides their kind in the text of a message. */
final class StartFailure {
  private static final int ENOENT = 2;
  private static final int EACCES = 13;

  private static final Pattern NUMBER = Pattern.compile("error[=:] ?(\\d+)");

  private StartFailure() {}

  /** The failure to throw for one that the JDK threw. */
  static IOException of(ProcessBuilder builder, IOException thrown) {
    File folder = builder.directory();
    if (folder != null && !folder.isDirectory()) {
      return caused(
          new NoSuchFileException(folder.toString(), null, "no such working directory"), thrown);
    }
    Matcher number = NUMBER.matcher(String.valueOf(thrown.getMessage()));
    if (!number.find()) {
      return thrown;
    }
    String program = builder.command().getFirst();
    return switch (Integer.parseInt(number.group(1))) {
      case ENOENT ->
          caused(
              new NoSuchFileException(program, null, "no such program, or no interpreter for it"),
              thrown);
      case EACCES ->
          caused(new AccessDeniedException(program, null, "may not be executed"), thrown);
      default -> thrown;
    };
  }

  private static IOException caused(FileSystemException failure, IOException cause) {
    failure.initCause(cause);
    return failure;
  }
}
