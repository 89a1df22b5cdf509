// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.command;

import java.time.Duration;
import org.packetloom.ConnectorUri;
import org.packetloom.ConnectorUriException;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Puts the command together with its subcommands, and words what goes wrong. */
public final class CommandTree {
  private CommandTree() {}

  /**
   * Runs one command.
   *
   * @param streams where it reads and prints
   * @param arguments as typed
   * @return the status for the process to end with
   */
  public static int execute(StandardStreams streams, String... arguments) {
    int status = of(streams).execute(arguments);
    streams.out().flush();
    streams.err().flush();
    return status;
  }

  /**
   * The command, ready to parse or to describe itself.
   *
   * @param streams where it reads and prints
   * @return the command line
   */
  static CommandLine of(StandardStreams streams) {
    Settings settings = new Settings(streams);
    CommandLine tree =
        new CommandLine(settings)
            .addSubcommand(new DemoCommand(settings))
            .addSubcommand(new ProbeCommand(settings))
            .addSubcommand(new DumpCommand(settings))
            .addSubcommand(new TopCommand(settings))
            .addSubcommand(new EchoServerCommand(settings))
            .addSubcommand(new GoodbyeServerCommand(settings))
            .addSubcommand(new EventEchoCommand(settings))
            .addSubcommand(new EchoClientCommand(settings))
            .addSubcommand(new CatCommand(settings))
            .addSubcommand(new RelayCommand(settings))
            .addSubcommand(new TickCommand(settings))
            .addSubcommand(new PoolCommand(settings))
            .addSubcommand(new GameServerCommand(settings))
            .addSubcommand(new GameCommand(settings))
            .addSubcommand(new SendFileCommand(settings))
            .addSubcommand(new ReceiveFileCommand(settings))
            .addSubcommand(new FanOutCommand(settings))
            .addSubcommand(new HedgeCommand(settings))
            .addSubcommand(new RecipeCommand(settings));
    // an inherited provider would be asked for each subcommand, before anybody wants to know
    VersionLine version = new VersionLine();
    tree.getCommandSpec().versionProvider(version);
    tree.getSubcommands().values().forEach(c -> c.getCommandSpec().versionProvider(version));
    return tree.registerConverter(Duration.class, new DurationConverter())
        .registerConverter(ConnectorUri.class, new UriConverter())
        .setOut(streams.out())
        .setErr(streams.err())
        .setParameterExceptionHandler(CommandTree::wrongUsage)
        .setExecutionExceptionHandler((e, command, _) -> failed(e, command, settings));
  }

  private static int wrongUsage(ParameterException e, String[] arguments) {
    CommandLine command = e.getCommandLine();
    command.getErr().println("packetloom: " + e.getMessage().replace("Unmatched", "Unknown"));
    UnmatchedArgumentException.printSuggestions(e, command.getErr());
    command
        .getErr()
        .println("Try '" + command.getCommandSpec().qualifiedName() + " --help' for the usage.");
    return CommandLine.ExitCode.USAGE;
  }

  private static int failed(Exception e, CommandLine command, Settings settings) {
    if (e instanceof ConnectorUriException) {
      return wrongUsage(new ParameterException(command, e.getMessage(), e), new String[0]);
    }
    settings.report(e);
    return CommandLine.ExitCode.SOFTWARE;
  }
}
