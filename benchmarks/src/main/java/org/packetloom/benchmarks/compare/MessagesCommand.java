// SPDX-License-Identifier: Apache-2.0
package org.packetloom.benchmarks.compare;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.packetloom.benchmarks.compare.messages.Driver;
import org.packetloom.benchmarks.compare.messages.PeerKinds;
import org.packetloom.benchmarks.compare.messages.Scenario;
import org.packetloom.benchmarks.compare.messages.Scenarios;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code compare messages}: message layers, most of them in virtual time. */
@Command(
    name = "compare",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    usageHelpWidth = 100,
    description = {
      "Let message layers do the same work over the same links, and compare what came of it.",
      "The links and all clocks are virtual: the same seed gives the same figures on any machine."
          + " Only what is about processor time or memory is measured in real time.",
      "Without --peers, figures of others that were taken earlier stand beside, marked as told.",
      ""
    })
final class MessagesCommand implements Callable<Integer> {
  /** What the first argument must be. */
  static final String NAME = "messages";

  @Spec private CommandSpec spec; // set once, by the parser

  @SuppressWarnings("UnusedVariable") // it is there to be asked for
  @Parameters(index = "0", paramLabel = NAME, description = "This word.")
  private String name; // written by the parser

  @Option(
      names = "--scenario",
      split = ",",
      paramLabel = "NAME",
      description = "What they do (default: all).")
  private List<String> scenarios; // written by the parser

  @Option(
      names = "--peers",
      split = ",",
      paramLabel = "PEER",
      description = "Who takes part (default: all): ${COMPLETION-CANDIDATES}.",
      completionCandidates = PeerNames.class)
  private List<String> peers; // written by the parser

  @Option(
      names = "--driver",
      split = ",",
      paramLabel = "WHEN",
      description = "When they get their turns: 60hz, 1ms, or event for whenever one is due.")
  private List<String> drivers; // written by the parser

  @Option(
      names = "--loss",
      split = ",",
      paramLabel = "PERCENT",
      description = "How many datagrams of a hundred get lost.")
  private List<Double> losses; // written by the parser

  @Option(names = "--burst", paramLabel = "N", description = "How many are lost in a row.")
  private Integer burst; // written by the parser

  @Option(
      names = "--seconds",
      paramLabel = "N",
      description = "How long what has no end of its own goes on, in virtual time.")
  private Integer seconds; // written by the parser

  @Option(
      names = "--seeds",
      paramLabel = "N",
      description = "How many links of one kind (default: 3, quick: 1).")
  private Integer seeds; // written by the parser

  @Option(names = "--first-seed", paramLabel = "N", description = "The first one (default: 1).")
  private long firstSeed = 1; // written by the parser

  @Option(names = "--quick", description = "Take less time.")
  private boolean isQuick; // written by the parser

  @ArgGroup(exclusive = false, multiplicity = "0..1")
  private Outputs outputs = new Outputs(); // written by the parser

  private MessagesCommand() {}

  static CommandLine commandLine() {
    var command = new CommandLine(new MessagesCommand());
    List<String> lines = new ArrayList<>(List.of("", "Scenarios:"));
    for (Scenario scenario : Scenarios.ALL) {
      lines.add("  %-11s %s".formatted(scenario.name(), scenario.summary()));
    }
    command.getCommandSpec().usageMessage().footer(lines.toArray(String[]::new));
    return command;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    var filter = new MessagesRunner.Filter(drivers(), losses, burst, seconds);
    PrintWriter err = spec.commandLine().getErr();
    Machine machine = Machine.here();
    boolean isTelling = peers == null;
    var runner =
        new MessagesRunner(
            chosen(), peers(), filter, isTelling, isQuick, count(), firstSeed, err::println);
    runner.run(new Tools(Compare.module()));
    Report report = runner.report(command(), machine);
    PrintWriter out = spec.commandLine().getOut();
    out.println();
    out.print(new Tables(report).plain());
    out.flush();
    outputs.write(report);
    return CommandLine.ExitCode.OK;
  }

  private List<Scenario> chosen() {
    if (scenarios == null) {
      return Scenarios.ALL;
    }
    List<String> known = Scenarios.ALL.stream().map(Scenario::name).toList();
    scenarios.forEach(one -> ensureKnown("scenario", one, known));
    return Scenarios.ALL.stream().filter(one -> scenarios.contains(one.name())).toList();
  }

  private List<String> peers() {
    if (peers == null) {
      return PeerKinds.NAMES;
    }
    peers.forEach(one -> ensureKnown("peer", one, PeerKinds.NAMES));
    return peers;
  }

  private List<Driver> drivers() {
    if (drivers == null) {
      return List.of();
    }
    List<String> known = List.of(Driver.values()).stream().map(Driver::toString).toList();
    drivers.forEach(one -> ensureKnown("driver", one, known));
    return drivers.stream().map(one -> Driver.values()[known.indexOf(one)]).toList();
  }

  private void ensureKnown(String what, String given, List<String> known) {
    if (!known.contains(given)) {
      throw wrong("no %s '%s': there are %s".formatted(what, given, String.join(", ", known)));
    }
  }

  private int count() {
    int count = seeds != null ? seeds : isQuick ? 1 : 3;
    if (count < 1) {
      throw wrong("--seeds must be at least 1, not " + count);
    }
    return count;
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  private String command() {
    List<String> words = new ArrayList<>(List.of("benchmarks/compare"));
    words.addAll(spec.commandLine().getParseResult().originalArgs());
    return String.join(" ", words);
  }

  /** For the help. */
  static final class PeerNames extends ArrayList<String> {
    private static final long serialVersionUID = 1L;

    PeerNames() {
      super(PeerKinds.NAMES);
    }
  }
}
