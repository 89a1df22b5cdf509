// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.command;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.packetloom.ConnectorUri;
import org.packetloom.DatagramConnector;
import org.packetloom.Packetloom;
import org.packetloom.examples.game.GameServer;
import org.packetloom.examples.game.Journal;
import org.packetloom.examples.game.TickLoop;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs a small game for those who join it. */
@Command(
    name = "game-server",
    description = {
      "Run a small game for up to 26 players, who join with 'packetloom game'.",
      "Prints 'listening URI' with the real port, who comes and goes, and each second what the"
          + " connections are like. Ends at a signal (INT, TERM), or after --seconds.",
      "An example of messages over datagrams: one thread ticks and does everything."
    })
final class GameServerCommand implements Callable<Integer> {
  private final Settings settings;

  @Spec private CommandSpec spec; // set once, by the parser's constructor

  @Parameters(
      paramLabel = "URI",
      description = "Where to listen: udp://127.0.0.1:7777, udp://:0 for any free port.")
  private ConnectorUri uri; // written by the parser

  @Option(
      names = "--seconds",
      paramLabel = "N",
      description = "End after so many (default: go on).")
  private int seconds; // written by the parser; 0 if not given

  @Mixin private LinkOption link; // made by the parser

  GameServerCommand(Settings settings) {
    this.settings = settings;
  }

  @Override
  public Integer call() throws IOException {
    DatagramUri.ensureUdp(spec, uri);
    if (seconds < 0) {
      throw new ParameterException(spec.commandLine(), "--seconds must be at least 1");
    }
    link.ensureValid();
    try (Packetloom loom = settings.openLoom();
        StopSignal stop = StopSignal.open(loom, settings::report);
        DatagramConnector socket = link.over(loom.bind(uri));
        GameServer game = new GameServer(socket, settings.streams().out()::println)) {
      var out = settings.streams().out();
      out.println("listening " + socket.uri());
      var loop = new TickLoop();
      stop.atNext(loop::end);
      var journal = new Journal(List::of, out, () -> game.statusLine(System.nanoTime()));
      loop.run(game, journal, Duration.ofSeconds(seconds));
      out.println(game.statusLine(System.nanoTime()));
    }
    return 0;
  }
}
