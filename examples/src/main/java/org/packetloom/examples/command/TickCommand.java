// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.packetloom.Behaviour;
import org.packetloom.ConnectorUri;
import org.packetloom.DatagramConnector;
import org.packetloom.Packetloom;
import org.packetloom.event.Events;
import org.packetloom.event.HandlerFailedException;
import org.packetloom.event.PumpOption;
import org.packetloom.event.Reactor;
import org.packetloom.examples.echo.Figures;
import org.packetloom.examples.event.Ball;
import org.packetloom.examples.event.LineInput;
import org.packetloom.examples.event.Ticks;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs a loop with a fixed tick, and takes commands in between. */
@Command(
    name = "tick",
    description = {
      "Run a loop with a fixed tick on one thread, as games and simulations do: a ball rolls to and"
          + " fro, and obeys commands that come in between.",
      "Commands are lines: faster, slower, turn, where, quit. Prints an answer to each, and at the"
          + " end how many steps there were, how late the latest was, and how many had to be made up"
          + " for. Ends after --ticks, at 'quit', at a signal (INT, TERM), and without --ticks at"
          + " the end of the commands.",
      "An example of a Reactor that is pumped."
    })
final class TickCommand implements Callable<Integer> {
  private static final Duration FOREVER = Duration.ofNanos(-1);
  private static final long QUIT = Events.USER;
  private static final int FASTEST = 1_000;

  private final Settings settings;
  private final Ball ball = new Ball(); // of the thread that pumps, as is isOver
  private boolean isOver;

  @Spec private CommandSpec spec; // set once, by the parser's constructor

  @Parameters(
      paramLabel = "URI",
      arity = "0..1",
      defaultValue = "fd:///stdin",
      description =
          "Where commands come from: a stream to connect to, or where to receive datagrams, such as"
              + " udp://127.0.0.1:0 (default: fd:///stdin).")
  private ConnectorUri uri; // written by the parser

  @Option(
      names = "--rate",
      paramLabel = "N",
      defaultValue = "50",
      description = "Ticks per second, up to 1000 (default: 50).")
  private int rate; // written by the parser

  @Option(names = "--ticks", paramLabel = "N", description = "End after so many (default: go on).")
  private Optional<Long> most = Optional.empty(); // written by the parser

  TickCommand(Settings settings) {
    this.settings = settings;
  }

  @Override
  public Integer call() throws IOException {
    if (rate < 1 || rate > FASTEST) {
      throw new ParameterException(spec.commandLine(), "--rate must be 1 to " + FASTEST);
    }
    if (most.isPresent() && most.get() < 1) {
      throw new ParameterException(spec.commandLine(), "--ticks must be at least 1");
    }
    try (Packetloom loom = settings.openLoom();
        StopSignal stop = StopSignal.open(loom, settings::report);
        Reactor reactor = loom.reactor().workers(0).open()) {
      takeCommands(loom, reactor);
      reactor.register(QUIT, _ -> isOver = true);
      stop.fireAtNext(reactor, QUIT);
      run(reactor);
    }
    return 0;
  }

  /** The connector is closed with the toolkit. */
  private void takeCommands(Packetloom loom, Reactor reactor) throws IOException {
    if (uri.behaviour() == Behaviour.DATAGRAM) {
      DatagramConnector datagrams = loom.bind(uri);
      settings.streams().out().println("listening " + datagrams.uri());
      reactor.register(datagrams, Events.READ, _ -> receive(datagrams));
    } else {
      LineInput.begin(reactor, loom.connect(uri), this::obey, this::commandsEnded);
    }
  }

  private void receive(DatagramConnector datagrams) throws IOException {
    ByteBuffer text = ByteBuffer.allocate(1024);
    if (datagrams.tryReceive(text).isPresent()) {
      UTF_8.decode(text.flip()).toString().lines().forEach(this::obey);
    }
  }

  private void obey(String command) {
    if (command.equals("quit")) {
      isOver = true;
    } else {
      settings.streams().out().println(ball.obey(command.strip()));
    }
  }

  private void commandsEnded() {
    isOver |= most.isEmpty();
  }

  private void run(Reactor reactor) throws IOException {
    Duration interval = Duration.ofSeconds(1).dividedBy(rate);
    long begin = System.nanoTime();
    Ticks ticks = Ticks.start(reactor, interval, most.orElse(Long.MAX_VALUE), ball);
    try {
      while (!isOver && !ticks.isDone()) {
        reactor.processEvents(FOREVER, PumpOption.EXIT_ON_FAILURE);
      }
    } catch (HandlerFailedException e) {
      if (e.getCause() instanceof IOException failure) {
        throw failure; // of the commands: nothing else here fails
      }
      throw e;
    }
    settings
        .streams()
        .out()
        .printf(
            "%d steps in %s, worst lateness %s, %d made up for%n",
            ticks.steps(),
            Figures.time(Duration.ofNanos(System.nanoTime() - begin)),
            Figures.time(ticks.worstLateness()),
            ticks.skipped());
  }
}
