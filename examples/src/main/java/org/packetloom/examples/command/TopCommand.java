// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.command;

import java.io.Console;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.packetloom.Packetloom;
import org.packetloom.examples.operate.RemoteProcess;
import org.packetloom.examples.operate.ToolkitWatch;
import org.packetloom.management.PacketloomMXBean;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows what the toolkits of another process do, again and again. */
@Command(
    name = "top",
    description = {
      "Show what the connectors of another Java process do, again and again.",
      "It tells rates, connectors by scheme, pollers, the busiest connectors and those with the"
          + " longest waits. On a terminal in place, otherwise one view after the other. Ctrl-C ends"
          + " it.",
      "",
      "The process must be your own. Its local management agent is started, and stays."
    })
final class TopCommand implements Callable<Integer> {
  /** Home, and forget everything below: ECMA-48, CUP and ED. */
  private static final String CLEAR = "\033[H\033[J";

  private static final String CLEAR_LINE_END = "\033[K";

  private final Settings settings;
  private final Map<String, ToolkitWatch> watches = new LinkedHashMap<>();

  @Parameters(paramLabel = "PID", description = "The number of the process.")
  private long process; // written by the parser

  @Option(
      names = "--interval",
      paramLabel = "DURATION",
      description = "Time between two views, such as 500ms (default: 1s).")
  private Duration interval = Duration.ofSeconds(1); // written by the parser

  @Option(
      names = "--count",
      paramLabel = "N",
      description = "End after so many views (default: never).")
  private int count = Integer.MAX_VALUE; // written by the parser

  @Option(
      names = "--rows",
      paramLabel = "N",
      description = "Connectors to show one by one (default: 8).")
  private int rows = 8; // written by the parser

  TopCommand(Settings settings) {
    this.settings = settings;
  }

  @Override
  @SuppressWarnings("SystemConsoleNull") // it is null where jdk.console is java.base
  public Integer call() throws IOException, InterruptedException {
    CountDownLatch stop = new CountDownLatch(1);
    Console console = System.console();
    boolean isTerminal = console != null && console.isTerminal();
    try (RemoteProcess remote = RemoteProcess.attach(process);
        Packetloom loom = settings.openLoom();
        StopSignal signal = StopSignal.open(loom, settings::report)) {
      signal.atNext(stop::countDown);
      follow(remote.awaitToolkits());
      for (int i = 0; i < count && !stop.await(interval.toNanos(), TimeUnit.NANOSECONDS); i++) {
        Map<String, PacketloomMXBean> toolkits = remote.toolkits();
        List<String> lines = new ArrayList<>(List.of("process " + remote.name()));
        toolkits.keySet().stream()
            .filter(watches::containsKey)
            .forEach(known -> lines.addAll(watches.get(known).look()));
        follow(toolkits);
        print(lines, isTerminal);
      }
    }
    return 0;
  }

  /** Begins with toolkits that are new, and forgets those that are gone. */
  private void follow(Map<String, PacketloomMXBean> toolkits) {
    watches.keySet().retainAll(toolkits.keySet());
    toolkits.forEach(
        (name, bean) -> watches.computeIfAbsent(name, _ -> new ToolkitWatch(name, bean, rows)));
  }

  private void print(List<String> lines, boolean isTerminal) {
    PrintWriter out = settings.streams().out();
    if (isTerminal) {
      out.print(CLEAR);
      lines.forEach(line -> out.println(line + CLEAR_LINE_END));
    } else {
      lines.forEach(out::println);
      out.println();
    }
    out.flush();
  }
}
