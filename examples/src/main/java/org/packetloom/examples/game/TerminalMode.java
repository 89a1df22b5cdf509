// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.game;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.Charset;

/**
 * Has a terminal give each key as it is pressed, and not show it; puts it back as it was. Where
 * there is no stty, keys come by lines.
 */
public final class TerminalMode implements AutoCloseable {
  private final String before; // empty if nothing was changed

  private TerminalMode(String before) {
    this.before = before;
  }

  /**
   * Changes the terminal of this process.
   *
   * @return to be closed
   */
  public static TerminalMode keyByKey() {
    var before = stty("-g");
    if (!before.isEmpty()) {
      stty("-icanon", "-echo", "min", "1");
    }
    return new TerminalMode(before);
  }

  /** What stty prints; empty if it fails. */
  private static String stty(String... arguments) {
    var command = new String[arguments.length + 1];
    command[0] = "stty";
    System.arraycopy(arguments, 0, command, 1, arguments.length);
    try {
      var process =
          new ProcessBuilder(command)
              .redirectInput(Redirect.INHERIT)
              .redirectError(Redirect.DISCARD)
              .start();
      var printed = new String(process.getInputStream().readAllBytes(), Charset.defaultCharset());
      return process.waitFor() == 0 ? printed.strip() : "";
    } catch (IOException e) {
      return ""; // no stty here
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "";
    }
  }

  @Override
  public void close() {
    if (!before.isEmpty()) {
      stty(before);
    }
  }
}
