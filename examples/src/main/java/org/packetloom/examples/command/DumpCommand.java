// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.command;

import java.io.IOException;
import java.util.concurrent.Callable;
import org.packetloom.examples.operate.RemoteProcess;
import org.packetloom.management.PacketloomMXBean;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Prints the connectors of another process. */
@Command(
    name = "dump",
    description = {
      "Print every open connector of another Java process.",
      "It tells descriptors, both end points, age, bytes, and which threads wait in each since and"
          + " until when.",
      "",
      "The process must be your own. Its local management agent is started, and stays."
    })
final class DumpCommand implements Callable<Integer> {
  private final Settings settings;

  @Parameters(paramLabel = "PID", description = "The number of the process.")
  private long process; // written by the parser

  DumpCommand(Settings settings) {
    this.settings = settings;
  }

  @Override
  public Integer call() throws IOException {
    try (RemoteProcess remote = RemoteProcess.attach(process)) {
      for (PacketloomMXBean toolkit : remote.awaitToolkits().values()) {
        settings.streams().out().print(toolkit.dump());
      }
    }
    return 0;
  }
}
