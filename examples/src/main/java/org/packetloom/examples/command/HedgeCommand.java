// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.LongFunction;
import org.packetloom.ConnectorUri;
import org.packetloom.Deadline;
import org.packetloom.Packetloom;
import org.packetloom.examples.asking.ConversationPool;
import org.packetloom.examples.asking.LineServer;
import org.packetloom.examples.asking.Outcome;
import org.packetloom.examples.asking.Race;
import org.packetloom.examples.echo.Figures;
import org.packetloom.examples.echo.Latencies;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Puts questions to a second server when the first takes long; the first answer wins. */
@Command(
    name = "hedge",
    description = {
      "Ask a second server when the first one takes long; the first answer wins, the other wait is"
          + " cancelled, and its connection is used again.",
      "A line goes to a server, and one comes back: 'echo-server' will do. Without URIs it starts"
          + " two servers that are slow now and then, and compares.",
      "An example of structured concurrency, a preview of Java 25."
    })
final class HedgeCommand implements Callable<Integer> {
  /** How often a server of our own is slow, and how much. */
  private static final int SLOW_EVERY = 20;

  private static final Duration SLOW = Duration.ofMillis(100);
  private static final Duration USUAL = Duration.ofMillis(2);

  private final Settings settings;

  @Spec private CommandSpec spec; // set once, by the parser's constructor

  @Parameters(
      paramLabel = "URI",
      arity = "0..*",
      description = "Whom to ask, the first one first: tcp://host:7000, local:///run/x.sock.")
  private List<String> servers = List.of(); // written by the parser

  @Option(
      names = "--delay",
      paramLabel = "TIME",
      defaultValue = "20ms",
      description =
          "The lead of each server before the next is asked too; 0s to ask all at once (default:"
              + " 20ms).")
  private Duration delay; // written by the parser

  @Option(
      names = "--within",
      paramLabel = "TIME",
      defaultValue = "5s",
      description = "How long a question may take, connecting included (default: 5s).")
  private Duration within; // written by the parser

  @Option(
      names = "--count",
      paramLabel = "N",
      defaultValue = "100",
      description = "How many questions to ask, one after another (default: 100).")
  private int count; // written by the parser

  @Option(names = "--send", paramLabel = "TEXT", description = "What to send (default: a number).")
  private Optional<String> question = Optional.empty(); // written by the parser

  HedgeCommand(Settings settings) {
    this.settings = settings;
  }

  @Override
  public Integer call() throws Exception {
    List<ConnectorUri> uris = LineTargets.parse(spec, servers);
    question.ifPresent(text -> LineTargets.checkLine(spec, text));
    if (uris.size() == 1) {
      throw new ParameterException(spec.commandLine(), "a second URI is needed, or none");
    }
    if (count < 1) {
      throw new ParameterException(spec.commandLine(), "--count must be at least 1");
    }
    if (within.isZero()) {
      throw new ParameterException(spec.commandLine(), "--within must be more than nothing");
    }
    Race race = PreviewExample.load(Race.class, "Hedge");
    try (Packetloom loom = settings.openLoom()) {
      if (uris.isEmpty()) {
        compare(race, loom);
      } else {
        run(race, loom, "hedged", uris, false);
      }
    }
    return 0;
  }

  private void compare(Race race, Packetloom loom) throws Exception {
    LongFunction<Duration> moody = number -> number % SLOW_EVERY == 0 ? SLOW : USUAL;
    try (LineServer first = LineServer.start(loom, "first", moody);
        LineServer second = LineServer.start(loom, "second", moody)) {
      settings
          .streams()
          .out()
          .printf(
              "two servers that take %s, and %s every %dth time%n",
              Figures.time(USUAL), Figures.time(SLOW), SLOW_EVERY);
      run(race, loom, "alone", List.of(first.uri()), true);
      run(race, loom, "hedged", List.of(first.uri(), second.uri()), true);
    }
  }

  /** Asks as often as wanted, and prints a line of times and one of connections. */
  private void run(
      Race race, Packetloom loom, String label, List<ConnectorUri> servers, boolean isOwn)
      throws Exception {
    try (ConversationPool pool = new ConversationPool(loom)) {
      Latencies times = new Latencies();
      int wonByOthers = 0;
      for (int number = 1; number <= count; number++) {
        String text = question.orElse(String.valueOf(number));
        long begin = System.nanoTime();
        Outcome.Answer answer =
            Deadline.after(within).call(() -> race.ask(pool, servers, text, delay));
        times.add(System.nanoTime() - begin);
        wonByOthers += answer.server().equals(servers.getFirst()) ? 0 : 1;
        if (isOwn && !answer.text().endsWith(": " + text)) {
          throw new IOException("'" + answer.text() + "' is no answer to '" + text + "'");
        }
      }
      print(label, times, pool.figures(), wonByOthers);
    }
  }

  private void print(
      String label, Latencies times, ConversationPool.Figures pool, int wonByOthers) {
    PrintWriter out = settings.streams().out();
    out.printf(
        "%-6s  %d questions: p50 %s, p90 %s, longest %s%n",
        label,
        times.total(),
        Figures.time(times.percentile(50)),
        Figures.time(times.percentile(90)),
        Figures.time(times.percentile(100)));
    long further = pool.asked() - times.total();
    if (further > 0) {
      out.printf(
          "        a later server was asked too %d times, and won %d times%n",
          further, wonByOthers);
    }
    out.printf(
        "        connections opened: %d; used again after a cancelled wait: %d%n",
        pool.opened(), pool.rescued());
  }
}
