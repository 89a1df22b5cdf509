// SPDX-License-Identifier: Apache-2.0
package org.packetloom.benchmarks.compare;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.packetloom.Packetloom;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * The {@code compare} command.
 *
 * <p>Ends with status 0, 1 after a failure, or 2 if it was not used as its help says.
 */
@Command(
    name = "compare",
    mixinStandardHelpOptions = true,
    versionProvider = Compare.Version.class,
    sortOptions = false,
    usageHelpWidth = 100,
    description = {
      "Let us and others do the same work, and compare what it costs.",
      "Each server is a process of its own. All are up at once, and the load turns from one to the"
          + " next in every round, there and back. Figures are the median of the rounds with the"
          + " least and the largest; a ratio is taken within each round, of what one peer needs to"
          + " what we need.",
      "One start of Java differs from the next by up to 5 %%, which rounds do not show: for what"
          + " shall be kept take --starts 3, which takes three times as long and tells how far they"
          + " lie apart.",
      ""
    })
public final class Compare implements Callable<Integer> {
  @Spec private CommandSpec spec; // set once, by the parser

  @Parameters(
      index = "0",
      paramLabel = "WORKLOAD",
      description = "What they do: ${COMPLETION-CANDIDATES}.",
      completionCandidates = WorkloadNames.class)
  private String workloadName; // written by the parser

  @Option(
      names = "--peers",
      split = ",",
      paramLabel = "PEER",
      description = "Who takes part, such as packetloom/loop/epoll,jdk/socket,c.")
  private List<String> peers; // written by the parser

  @Option(
      names = "--connections",
      split = ",",
      paramLabel = "N",
      description = "How many connections at a time; a table for each.")
  private List<Integer> connections; // written by the parser

  @Option(
      names = "--size",
      split = ",",
      paramLabel = "BYTES",
      description = "How long a message or block is; a table for each.")
  private List<Integer> sizes; // written by the parser

  @Option(
      names = "--rounds",
      paramLabel = "N",
      description = "How often each takes its turn (default: 5).")
  private Integer rounds; // written by the parser

  @Option(
      names = "--unpinned",
      description = "Let servers and load have all processors, instead of one each.")
  private boolean isUnpinned; // written by the parser

  @Option(
      names = "--starts",
      paramLabel = "N",
      description = {
        "How many servers of each peer are started and take turns (default: 1). Figures and ratios"
            + " are then of the medians over the starts."
      })
  private Integer starts; // written by the parser

  @Option(names = "--quick", description = "Take less time and accept more noise.")
  private boolean isQuick; // written by the parser

  @Option(
      names = "--window",
      paramLabel = "MILLIS",
      description = "How long each peer is watched in a round (default: 1500, quick: 300).")
  private Integer window; // written by the parser

  @Option(
      names = "--warm-up",
      paramLabel = "MILLIS",
      description = "How long each peer is warmed up before (default: 5000, quick: 1500).")
  private Integer warmUp; // written by the parser

  @Option(
      names = "--java",
      paramLabel = "OPTION",
      description = {
        "One more option for every server in Java, such as -XX:+UseTransparentHugePages; may be"
            + " given several times."
      })
  private List<String> javaOptions = List.of(); // written by the parser

  @Option(
      names = "--processors",
      paramLabel = "near|far|any",
      description = {
        "Take figures while the processors of load and server are near each other, as far apart as"
            + " the host of a virtual machine puts them, or however they are (default: near)."
      })
  private String processors = "near"; // written by the parser

  @ArgGroup(exclusive = false, multiplicity = "0..1")
  private Outputs outputs = new Outputs(); // written by the parser

  private Compare() {}

  /**
   * Runs the command and ends the process.
   *
   * @param arguments as typed
   */
  public static void main(String[] arguments) {
    var out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    var err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    System.exit(execute(out, err, arguments));
  }

  /** Runs the command; the status is what the process should end with. */
  static int execute(PrintWriter out, PrintWriter err, String... arguments) {
    return commandLine(arguments.length == 0 ? "" : arguments[0])
        .setOut(out)
        .setErr(err)
        .setParameterExceptionHandler(Compare::wrongUsage)
        .setExecutionExceptionHandler(Compare::failed)
        .execute(arguments);
  }

  private static CommandLine commandLine(String first) {
    return switch (first) {
      case SummaryCommand.NAME -> SummaryCommand.commandLine();
      case MessagesCommand.NAME -> MessagesCommand.commandLine();
      default -> ofWorkloads();
    };
  }

  private static CommandLine ofWorkloads() {
    var command = new CommandLine(new Compare());
    command.getCommandSpec().usageMessage().footer(Lineup.help());
    return command;
  }

  private static int wrongUsage(ParameterException e, String[] arguments) {
    PrintWriter err = e.getCommandLine().getErr();
    err.println("compare: " + e.getMessage());
    err.println("Try 'compare --help' for the usage.");
    return CommandLine.ExitCode.USAGE;
  }

  private static int failed(Exception e, CommandLine command, CommandLine.ParseResult parsed) {
    boolean isOurs = e instanceof IOException || e instanceof MissingException;
    command.getErr().println("compare: " + (isOurs ? e.getMessage() : e.toString()));
    return CommandLine.ExitCode.SOFTWARE;
  }

  @Override
  public Integer call() throws IOException, InterruptedException, MissingException {
    Workload workload = workload();
    int wantedStarts = positive("--starts", starts, 1);
    var plan =
        new Plan(
            workload,
            contestants(workload),
            positive("--connections", connections, workload.connections(isQuick)),
            positive("--size", sizes, workload.sizes(isQuick)),
            positive("--rounds", rounds, 5),
            workload.startsEachRound() ? 1 : wantedStarts);
    Distance.Wanted wanted = wanted();
    Cores cores = Cores.ofThisProcess();
    boolean shallPin = !isUnpinned && !workload.isNeverPinned();
    boolean isPinned = shallPin && cores.canPin();
    List<String> notes = new ArrayList<>(workload.notes());
    if (shallPin && !isPinned) {
      notes.add("Not pinned, for want of two processors and taskset.");
    }
    if (plan.starts() < wantedStarts) {
      notes.add("Every round has a server of its own: --starts changes nothing.");
    }
    try (Scratch scratch = Scratch.open()) {
      Machine machine = Machine.here();
      var tools = new Tools(module());
      Duration patience = Duration.ofMillis(windows().patience());
      var distance =
          new Distance(
              wanted, cores.distance(tools), Steal::ticks, patience, Distance.Clock.SYSTEM);
      var programs = new Programs(tools, scratch.folder(), List.copyOf(javaOptions));
      var bench = new Bench(programs, cores, isPinned, windows(), distance);
      var runner = new Runner(plan, bench, line -> spec.commandLine().getErr().println(line));
      runner.run();
      notes.addAll(0, workload.findings(runner.rows()));
      notes.addAll(Starts.notes(runner.rows(), workload.ratioFigures().getFirst()));
      notes.addAll(distance.notes());
      publish(
          new Report(
              workload.name(),
              command(),
              machine,
              notes,
              runner.rows(),
              runner.ratios(),
              runner.missing(),
              workload.syscallsFigure()));
    }
    return CommandLine.ExitCode.OK;
  }

  private void publish(Report report) throws IOException {
    var tables = new Tables(report);
    PrintWriter out = spec.commandLine().getOut();
    out.println();
    out.print(tables.plain());
    out.flush();
    outputs.write(report);
  }

  private Workload workload() {
    return Workloads.named(workloadName)
        .orElseThrow(
            () ->
                wrong(
                    "no workload '%s': there are %s"
                        .formatted(workloadName, String.join(", ", new WorkloadNames()))));
  }

  private List<Contestant> contestants(Workload workload) {
    try {
      return Lineup.of(workload, peers == null ? workload.peers() : peers);
    } catch (IllegalArgumentException e) {
      throw wrong(e.getMessage());
    }
  }

  private int positive(String name, Integer given, int usual) {
    return positive(name, given == null ? null : List.of(given), List.of(usual)).getFirst();
  }

  private List<Integer> positive(String name, List<Integer> given, List<Integer> usual) {
    List<Integer> numbers = given == null ? usual : given;
    for (int number : numbers) {
      if (number < 1) {
        throw wrong(name + " must be at least 1, not " + number);
      }
    }
    return numbers;
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  private Distance.Wanted wanted() {
    return Arrays.stream(Distance.Wanted.values())
        .filter(known -> known.name().toLowerCase(Locale.ROOT).equals(processors))
        .findFirst()
        .orElseThrow(
            () -> wrong("--processors must be near, far or any, not '" + processors + "'"));
  }

  private Windows windows() {
    Windows windows = isQuick ? Windows.QUICK : Windows.FULL;
    if (window != null) {
      windows = windows.withWindow(window);
    }
    return warmUp == null ? windows : windows.withCompile(warmUp);
  }

  private String command() {
    List<String> words = new ArrayList<>(List.of("benchmarks/compare"));
    words.addAll(spec.commandLine().getParseResult().originalArgs());
    return String.join(" ", words);
  }

  /** The folder of module benchmarks: the launcher names it, and tests run in it. */
  static Path module() {
    return Path.of(Optional.ofNullable(System.getProperty("packetloom.benchmarks")).orElse("."));
  }

  /** For the help. */
  static final class WorkloadNames extends ArrayList<String> {
    private static final long serialVersionUID = 1L;

    WorkloadNames() {
      super(Workloads.ALL.stream().map(Workload::name).toList());
    }
  }

  /** Answers {@code --version}. */
  static final class Version implements CommandLine.IVersionProvider {
    Version() {}

    @Override
    public String[] getVersion() {
      return new String[] {"packetloom " + Packetloom.version()};
    }
  }
}
