// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.command;

import java.io.IOException;
import org.packetloom.Packetloom;
import org.packetloom.spi.Scheme;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command without a subcommand, and the options that all subcommands share. */
@Command(
    name = "packetloom",
    description = "Sockets for Java virtual threads: see and try what they do.",
    scope = ScopeType.INHERIT,
    mixinStandardHelpOptions = true,
    usageHelpAutoWidth = true,
    sortOptions = false,
    footer = {"", "Exit status: 0, 1 after a failure, 2 for wrong usage."})
final class Settings implements Runnable {
  private static final String PREFIX = "packetloom: ";

  private final StandardStreams streams;

  @Option(
      names = "--engine",
      paramLabel = "NAME",
      scope = ScopeType.INHERIT,
      description = "How pollers run: loop, virtual, thread; auto (default) is the best there is.")
  private String engine = "auto"; // written by the parser

  @Option(
      names = "--poller",
      paramLabel = "NAME",
      scope = ScopeType.INHERIT,
      description = "What they ask the kernel: epoll, io_uring, poll; auto (default) is epoll.")
  private String poller = "auto"; // written by the parser

  @Option(
      names = "--verbose",
      scope = ScopeType.INHERIT,
      description = "Print a stack trace with each failure.")
  private boolean isVerbose; // written by the parser

  @Spec private CommandSpec spec; // set once, by the parser's constructor

  Settings(StandardStreams streams) {
    this.streams = streams;
  }

  StandardStreams streams() {
    return streams;
  }

  /**
   * Opens the toolkit that the options ask for; it is closed when the process ends, so that no
   * socket file stays behind.
   *
   * @param schemes that it knows besides the built-in ones
   */
  Packetloom openLoom(Scheme... schemes) throws IOException {
    return open(engine, schemes);
  }

  /**
   * Opens a toolkit for moving much between few threads, where the engine {@code loop} takes some
   * three quarters of the processor time of {@code thread}, and half of that of {@code virtual};
   * another one only if the options ask for it.
   */
  Packetloom openLoomForBulk() throws IOException {
    return open(engine.equals("auto") ? "loop" : engine);
  }

  /** Lets the toolkit that the whole process shares be what the options ask for; before its use. */
  void configureShared() {
    if (!engine.equals("auto")) {
      System.setProperty("packetloom.engine", engine);
    }
    if (!poller.equals("auto")) {
      System.setProperty("packetloom.poller", poller);
    }
  }

  private Packetloom open(String wantedEngine, Scheme... schemes) throws IOException {
    Packetloom loom;
    try {
      Packetloom.Builder builder = Packetloom.builder().engine(wantedEngine).poller(poller);
      for (Scheme scheme : schemes) {
        builder.scheme(scheme);
      }
      loom = builder.open();
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
    Runtime.getRuntime().addShutdownHook(new Thread(loom::close, "packetloom-close"));
    return loom;
  }

  /** Prints a failure on one line, after its stack trace if that was asked for. */
  void report(Throwable failure) {
    if (isVerbose) {
      failure.printStackTrace(streams.err());
    }
    String line = FailureLine.of(failure);
    streams.err().println(line.startsWith(PREFIX) ? line : PREFIX + line);
  }

  boolean isVerbose() {
    return isVerbose;
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Missing subcommand");
  }
}
