// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples;

import org.packetloom.examples.command.CommandTree;
import org.packetloom.examples.command.StandardStreams;

/**
 * The {@code packetloom} command.
 *
 * <p>Ends with status 0, 1 after a failure, or 2 if it was not used as its help says.
 */
public final class PacketloomCommand {
  private PacketloomCommand() {}

  /**
   * Runs the command and ends the process.
   *
   * @param arguments as typed
   */
  public static void main(String[] arguments) {
    System.exit(CommandTree.execute(StandardStreams.ofProcess(), arguments));
  }
}
