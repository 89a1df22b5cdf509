// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.command;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.packetloom.Packetloom;
import org.packetloom.examples.demo.Demo;
import org.packetloom.examples.memory.MemoryScheme;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Shows every scheme at work, and what the JDK does in the same places. */
@Command(
    name = "demo",
    description = {
      "Show every scheme at work, then what waiting threads can do beside the JDK.",
      "Takes some seconds and touches loopback addresses and temporary folders; with the privilege,"
          + " a network interface appears for a moment."
    })
final class DemoCommand implements Callable<Integer> {
  private final Settings settings;

  @Spec private CommandSpec spec; // set once, by the parser's constructor

  @Option(
      names = "--connections",
      paramLabel = "C",
      defaultValue = "8",
      description = "Connections at a time in each row, 1 to 1000 (default: 8).")
  private int connections; // written by the parser

  @Option(
      names = "--time",
      paramLabel = "TIME",
      defaultValue = "250ms",
      description = "How long each row measures (default: 250ms).")
  private Duration time; // written by the parser

  DemoCommand(Settings settings) {
    this.settings = settings;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (connections < 1 || connections > 1_000) {
      throw new ParameterException(spec.commandLine(), "--connections must be 1 to 1000");
    }
    if (time.isZero()) {
      throw new ParameterException(spec.commandLine(), "--time must be more than nothing");
    }
    try (Packetloom loom = settings.openLoom(new MemoryScheme())) {
      boolean isAllWell = new Demo(loom, settings.streams().out(), connections, time).run();
      return isAllWell ? 0 : 1;
    }
  }
}
