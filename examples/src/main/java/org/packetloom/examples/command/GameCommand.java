// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.command;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.packetloom.ConnectorUri;
import org.packetloom.DatagramConnector;
import org.packetloom.Packetloom;
import org.packetloom.examples.game.Bot;
import org.packetloom.examples.game.GameClient;
import org.packetloom.examples.game.Journal;
import org.packetloom.examples.game.Keys;
import org.packetloom.examples.game.Screen;
import org.packetloom.examples.game.TerminalMode;
import org.packetloom.examples.game.TickLoop;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Takes part in a small game. */
@Command(
    name = "game",
    description = {
      "Take part in the game of a 'packetloom game-server': who gets to the coin scores.",
      "Keys: w a s d or arrows set off, space stops, q leaves, Return begins and ends a line of chat;"
          + " where keys come by lines, the first Return is for keys, the next for chat.",
      "Draws the field on a terminal; elsewhere prints what happens, and each second what the"
          + " connection is like. Try --loss 20 to see that it still works."
    })
final class GameCommand implements Callable<Integer> {
  private final Settings settings;

  @Spec private CommandSpec spec; // set once, by the parser's constructor

  @Parameters(paramLabel = "URI", description = "The server: udp://127.0.0.1:7777.")
  private ConnectorUri uri; // written by the parser

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "What others see, up to 12 characters (default: made up).")
  private Optional<String> name = Optional.empty(); // written by the parser

  @Option(names = "--bot", description = "Play by itself, without a keyboard.")
  private boolean isBot; // written by the parser

  @Option(
      names = "--seconds",
      paramLabel = "N",
      description = "Leave after so many (default: go on).")
  private int seconds; // written by the parser; 0 if not given

  @Mixin private LinkOption link; // made by the parser

  GameCommand(Settings settings) {
    this.settings = settings;
  }

  @Override
  public Integer call() throws IOException {
    DatagramUri.ensureUdp(spec, uri);
    if (seconds < 0) {
      throw new ParameterException(spec.commandLine(), "--seconds must be at least 1");
    }
    if (name.isPresent() && !GameClient.isName(name.get())) {
      throw new ParameterException(
          spec.commandLine(), "--name must be 1 to 12 characters of plain text");
    }
    link.ensureValid();
    try (Packetloom loom = settings.openLoom();
        StopSignal stop = StopSignal.open(loom, settings::report);
        DatagramConnector socket = link.over(DatagramUri.connect(loom, uri))) {
      var loop = new TickLoop();
      stop.atNext(loop::end);
      var status = isBot ? playAlone(socket, loop) : playByKeys(loom, socket, loop);
      settings.streams().out().println(status);
    }
    return 0;
  }

  private String playAlone(DatagramConnector socket, TickLoop loop) throws IOException {
    try (var game = new GameClient(socket, name.orElse("bot-" + unique()), new Bot())) {
      return run(game, loop, Optional.empty());
    }
  }

  private String playByKeys(Packetloom loom, DatagramConnector socket, TickLoop loop)
      throws IOException {
    try (var input = loom.connect("fd:///stdin")) {
      var keys = new Keys(input);
      try (var game = new GameClient(socket, name.orElse("guest-" + unique()), keys)) {
        return run(game, loop, Optional.of(keys));
      }
    }
  }

  private static String unique() {
    return Integer.toString((int) (ProcessHandle.current().pid() % 10_000));
  }

  private String run(GameClient game, TickLoop loop, Optional<Keys> keys) throws IOException {
    var out = settings.streams().out();
    var time = Duration.ofSeconds(seconds);
    if (!settings.streams().isTerminal()) {
      var journal =
          new Journal(game.view()::takeFresh, out, () -> game.statusLine(System.nanoTime()));
      loop.run(game, journal, time);
      game.ensureJoined();
      return game.statusLine(System.nanoTime());
    }
    try (var _ = TerminalMode.keyByKey();
        var screen =
            new Screen(
                game.view(),
                out,
                () -> game.statusLine(System.nanoTime()),
                () -> keys.flatMap(Keys::begun))) {
      loop.run(game, screen, time);
      game.ensureJoined();
      return game.statusLine(System.nanoTime());
    }
  }
}
