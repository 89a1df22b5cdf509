// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.packetloom.ConnectorUri;
import org.packetloom.Packetloom;
import org.packetloom.Server;
import org.packetloom.StreamConnector;
import org.packetloom.examples.asking.Line;
import org.packetloom.examples.asking.LineServer;
import org.packetloom.examples.asking.Outcome;
import org.packetloom.examples.asking.Survey;
import org.packetloom.examples.echo.Figures;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Asks several servers at once under one deadline, and tells what became of each question. */
@Command(
    name = "fan-out",
    description = {
      "Ask several servers at once, with one deadline for all, and tell what became of each.",
      "A line goes to each server, and one comes back: 'echo-server' will do. Without URIs it starts"
          + " servers of its own: quick ones, slow ones, one that stops in the middle, one that is"
          + " gone.",
      "An example of structured concurrency, a preview of Java 25."
    })
final class FanOutCommand implements Callable<Integer> {
  private static final Duration LONGEST = Duration.ofHours(24);

  private final Settings settings;

  @Spec private CommandSpec spec; // set once, by the parser's constructor

  @Parameters(
      paramLabel = "URI",
      arity = "0..*",
      description = "Whom to ask: tcp://host:7000, local:///run/x.sock.")
  private List<String> servers = List.of(); // written by the parser

  @Option(
      names = "--within",
      paramLabel = "TIME",
      defaultValue = "300ms",
      description = "How long all may take together, connecting included (default: 300ms).")
  private Duration within; // written by the parser

  @Option(
      names = "--enough",
      paramLabel = "N",
      description =
          "Do not wait for the others once so many have answered (default: wait for all).")
  private Optional<Integer> enough = Optional.empty(); // written by the parser

  @Option(
      names = "--send",
      paramLabel = "TEXT",
      defaultValue = "hello",
      description = "What to send (default: hello).")
  private String question; // written by the parser

  FanOutCommand(Settings settings) {
    this.settings = settings;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    List<ConnectorUri> uris = LineTargets.parse(spec, servers);
    LineTargets.checkLine(spec, question);
    if (within.isZero() || within.compareTo(LONGEST) > 0) {
      throw new ParameterException(spec.commandLine(), "--within must be 1us to 24h");
    }
    if (enough.isPresent() && enough.get() < 1) {
      throw new ParameterException(spec.commandLine(), "--enough must be at least 1");
    }
    Survey survey = PreviewExample.load(Survey.class, "FanOut");
    try (Packetloom loom = settings.openLoom()) {
      return uris.isEmpty() ? askOwn(survey, loom) : ask(survey, loom, uris);
    }
  }

  private int askOwn(Survey survey, Packetloom loom) throws IOException, InterruptedException {
    try (LineServer quick = LineServer.start(loom, "quick", _ -> Duration.ofMillis(10));
        LineServer steady = LineServer.start(loom, "steady", _ -> within.dividedBy(4));
        LineServer slow = LineServer.start(loom, "slow", _ -> within.dividedBy(2));
        LineServer late = LineServer.start(loom, "late", _ -> within.multipliedBy(100));
        Server stalling =
            loom.server(FanOutCommand::stall)
                .listen("tcp4://127.0.0.1:0")
                .onFailure((_, _) -> {})
                .start()) {
      List<ConnectorUri> own =
          List.of(quick.uri(), steady.uri(), slow.uri(), late.uri(), stalling.uri(), gone(loom));
      return ask(survey, loom, own);
    }
  }

  /** Sends half an answer, and nothing more until the client has gone. */
  private static void stall(StreamConnector connection) throws IOException {
    connection.write(ByteBuffer.wrap(new byte[] {'h', 'a', 'l', 'f'}));
    ByteBuffer ignored = Line.buffer();
    while (connection.read(ignored.clear()) >= 0) {
      // only its end matters
    }
  }

  /** A port at which nobody listens any more. */
  private static ConnectorUri gone(Packetloom loom) throws IOException {
    try (var listener = loom.listen("tcp4://127.0.0.1:0")) {
      return listener.uri();
    }
  }

  private int ask(Survey survey, Packetloom loom, List<ConnectorUri> uris)
      throws InterruptedException {
    PrintWriter out = settings.streams().out();
    out.printf(
        "asking %s, %s for all%n",
        uris.size() == 1 ? "1 server" : uris.size() + " servers", Figures.time(within));
    int wanted = enough.orElse(Integer.MAX_VALUE);
    long begin = System.nanoTime();
    List<Outcome> outcomes = survey.ask(loom, uris, question, within, wanted);
    Duration after = Duration.ofNanos(System.nanoTime() - begin);
    outcomes.forEach(outcome -> out.println("  " + outcome.server() + "  " + words(outcome)));
    long answers = outcomes.stream().filter(Outcome.Answer.class::isInstance).count();
    out.printf("%d of %d answered, after %s%n", answers, uris.size(), Figures.time(after));
    return answers >= enough.orElse(1) ? 0 : 1;
  }

  private static String words(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Answer answer ->
          "answered after " + Figures.time(answer.after()) + ": " + answer.text();
      case Outcome.TooLate late ->
          "too late, "
              + (late.soFar().isEmpty() ? "nothing came: " : "'" + late.soFar() + "' came: ")
              + FailureLine.of(late.cause());
      case Outcome.Failed failed -> "failed: " + FailureLine.of(failed.cause());
      case Outcome.NotNeeded _ -> "not waited for: enough others had answered";
    };
  }
}
