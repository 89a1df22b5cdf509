// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.command;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.packetloom.Packetloom;
import org.packetloom.Probe;
import org.packetloom.Probe.Finding;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Prints what works here, and why not the rest. */
@Command(
    name = "probe",
    description = "Print engines, pollers, schemes, capabilities and limits of this machine.")
final class ProbeCommand implements Callable<Integer> {
  private final Settings settings;

  @Option(names = "--json", description = "Print JSON; its keys stay as they are.")
  private boolean isJson; // written by the parser

  ProbeCommand(Settings settings) {
    this.settings = settings;
  }

  @Override
  public Integer call() throws IOException {
    try (Packetloom loom = settings.openLoom()) {
      Probe probe = loom.probe();
      settings.streams().out().println(isJson ? json(probe) : new ProbeTable(probe).text());
    }
    return 0;
  }

  static String json(Probe probe) throws IOException {
    Map<String, Object> root = new LinkedHashMap<>();
    root.put("version", probe.version());
    root.put("system", probe.system());
    root.put("jdk", Runtime.version().toString());
    root.put("engine", probe.engine());
    root.put("poller", probe.poller());
    root.put("findings", probe.findings().stream().map(ProbeCommand::entry).toList());
    return JSON.std.with(JSON.Feature.PRETTY_PRINT_OUTPUT).asString(root);
  }

  private static Map<String, Object> entry(Finding finding) {
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("kind", finding.kind().name().toLowerCase(Locale.ROOT));
    entry.put("name", finding.name());
    entry.put("available", finding.isAvailable());
    entry.put("detail", finding.detail());
    entry.put("remedy", finding.remedy());
    return entry;
  }
}
