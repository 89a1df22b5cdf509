// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import org.packetloom.Deadline;
import org.packetloom.Packetloom;
import org.packetloom.event.Reactor;
import org.packetloom.event.ReactorStatistics;
import org.packetloom.event.Timer;
import org.packetloom.examples.echo.Figures;
import org.packetloom.examples.echo.Latencies;
import org.packetloom.examples.event.VaryingLoad;
import org.packetloom.examples.event.WorkerGovernor;
import org.packetloom.examples.event.WorkerGovernor.Change;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Grows and shrinks a pool of workers by what there is to do. */
@Command(
    name = "pool",
    description = {
      "Grow and shrink the workers of a reactor by what there is to do, while clients come and go.",
      "Prints a line for each change: when, tasks queued, workers active and idle, and how many"
          + " there were and are to be; at the end how long the clients had to wait.",
      "An example of a Reactor's statistics, and of a second one whose timers watch the first."
    })
final class PoolCommand implements Callable<Integer> {
  private static final Duration FOREVER = Duration.ofNanos(-1);
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);
  private static final int MOST = 1_000;

  /** How many of a hundred clients are there, from one part of the time to the next. */
  private static final int[] PERCENT_PRESENT = {5, 50, 100, 100, 20, 5, 60, 5};

  private final Settings settings;

  @Spec private CommandSpec spec; // set once, by the parser's constructor

  @Option(
      names = "--seconds",
      paramLabel = "N",
      defaultValue = "4",
      description = "How long to run (default: 4).")
  private int seconds; // written by the parser

  @Option(
      names = "--clients",
      paramLabel = "N",
      defaultValue = "40",
      description = "How many clients there are at the most (default: 40).")
  private int clients; // written by the parser

  @Option(
      names = "--min",
      paramLabel = "N",
      defaultValue = "1",
      description = "The fewest workers (default: 1).")
  private int min; // written by the parser

  @Option(
      names = "--max",
      paramLabel = "N",
      defaultValue = "32",
      description = "The most workers (default: 32).")
  private int max; // written by the parser

  PoolCommand(Settings settings) {
    this.settings = settings;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    ensureWithin("--seconds", seconds, 1, 3_600);
    ensureWithin("--clients", clients, 1, MOST);
    ensureWithin("--min", min, 1, MOST);
    ensureWithin("--max", max, min, MOST);
    try (Packetloom loom = settings.openLoom();
        Reactor reactor = loom.reactor().workers(min).open();
        VaryingLoad load = VaryingLoad.start(loom, reactor, clients, settings::report);
        Reactor clock = loom.reactor().workers(0).open()) {
      int changes = govern(reactor, load, clock);
      tell(changes, load.end(), reactor);
    }
    return 0;
  }

  private void ensureWithin(String option, int value, int least, int most) {
    if (value < least || value > most) {
      throw new ParameterException(
          spec.commandLine(), option + " must be " + least + " to " + most);
    }
  }

  /** Runs until the time is over; how often the number of workers was changed. */
  private int govern(Reactor reactor, VaryingLoad load, Reactor clock) {
    PrintWriter out = settings.streams().out();
    out.println("  time  queued  active  idle  workers");
    WorkerGovernor governor = new WorkerGovernor(reactor, min, max);
    Duration whole = Duration.ofSeconds(seconds);
    Deadline begin = Deadline.after(Duration.ZERO);
    AtomicInteger changes = new AtomicInteger();
    Timer looks =
        clock.every(
            begin,
            BETWEEN_LOOKS,
            occurrence -> {
              Duration since = Duration.ofNanos(occurrence.nanoTime() - begin.nanoTime());
              load.present(present(since, whole));
              Optional<Change> change = governor.look();
              change.ifPresent(known -> out.println(line(since, known)));
              changes.addAndGet(change.isPresent() ? 1 : 0);
            });
    Timer end = clock.once(whole, _ -> looks.cancel());
    while (end.isActive()) {
      clock.processEvents(FOREVER);
    }
    return changes.get();
  }

  private int present(Duration since, Duration whole) {
    long part = since.multipliedBy(PERCENT_PRESENT.length).dividedBy(whole);
    int percent = PERCENT_PRESENT[(int) Math.min(part, PERCENT_PRESENT.length - 1)];
    return Math.ceilDiv(clients * percent, 100);
  }

  private static String line(Duration since, Change change) {
    ReactorStatistics seen = change.seen();
    return String.format(
        Locale.ROOT,
        "%6.2f  %6d  %6d  %4d  %d -> %d",
        since.toMillis() / 1e3,
        seen.queued(),
        seen.active(),
        seen.idle(),
        seen.workers(),
        change.workers());
  }

  private void tell(int changes, Latencies answers, Reactor reactor) {
    settings
        .streams()
        .out()
        .printf(
            "%d changes; %d questions answered within %s (p50), %s (p99); %d workers at the end%n",
            changes,
            answers.total(),
            Figures.time(answers.percentile(50)),
            Figures.time(answers.percentile(99)),
            reactor.statistics().workers());
  }
}
