// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.recipe;

import java.io.IOException;

/** A server's program is not installed; the message tells how to get it. */
public final class MissingServerException extends IOException {
  private static final long serialVersionUID = 1L;

  /**
   * For a program that was looked for in vain.
   *
   * @param program as typed in a shell
   * @param distributionPackage that has it, by its name in Debian
   */
  public MissingServerException(String program, String distributionPackage) {
    super(
        program
            + " is not installed: get package "
            + distributionPackage
            + ", or name a server by --url");
  }
}
