// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.command;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.packetloom.ConnectorBuilder;
import org.packetloom.ConnectorUri;
import org.packetloom.Packetloom;
import org.packetloom.StreamConnector;
import org.packetloom.examples.echo.Figures;
import org.packetloom.examples.echo.Load;
import org.packetloom.examples.echo.Measured;
import org.packetloom.examples.echo.RoundTrips;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Sends to an echo, and checks what comes back. */
@Command(
    name = "echo-client",
    description = {
      "Send to an echo, and check what comes back.",
      "Without --count each line of standard input is sent, and printed once it is back; with it,"
          + " blocks are sent as fast as they come back, and times are printed."
    })
final class EchoClientCommand implements Callable<Integer> {
  private final Settings settings;

  @Spec private CommandSpec spec; // set once, by the parser's constructor

  @Parameters(paramLabel = "URI", description = "Where the echo listens.")
  private ConnectorUri uri; // written by the parser

  @Option(
      names = "--count",
      paramLabel = "N",
      description = "Make so many round trips, over all connections together.")
  private long count; // written by the parser; 0 if not given

  @Option(
      names = "--size",
      paramLabel = "B",
      defaultValue = "64",
      description = "Bytes of each round trip (default: 64).")
  private int size; // written by the parser

  @Option(
      names = "--connections",
      paramLabel = "C",
      defaultValue = "1",
      description = "Connections at a time, with --count (default: 1).")
  private int connections; // written by the parser

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      defaultValue = "30s",
      description = "Longest wait to connect, read or write; 0s for no limit (default: 30s).")
  private Duration timeout; // written by the parser

  EchoClientCommand(Settings settings) {
    this.settings = settings;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (count < 0 || size < 1 || connections < 1) {
      throw new ParameterException(
          spec.commandLine(), "--count, --size and --connections must be at least 1");
    }
    try (Packetloom loom = settings.openLoom()) {
      ConnectorBuilder builder =
          loom.connector(uri).connectTimeout(timeout).readTimeout(timeout).writeTimeout(timeout);
      if (count == 0) {
        new LineEcho(settings.streams()).over(builder.connect());
      } else {
        print(measure(loom, builder));
      }
    }
    return 0;
  }

  private Measured measure(Packetloom loom, ConnectorBuilder builder)
      throws IOException, InterruptedException {
    List<StreamConnector> streams = new ArrayList<>(); // closed with the toolkit
    for (int i = 0; i < Math.min(connections, count); i++) {
      streams.add(builder.connect());
    }
    return RoundTrips.run(streams, new Load(size, count, Duration.ZERO), loom.threadFactory());
  }

  private void print(Measured run) {
    settings
        .streams()
        .out()
        .printf(
            "%d round trips of %d bytes over %d connections in %s: %d per second, p50 %s, p99 %s,"
                + " %d bytes verified%n",
            run.roundTrips(),
            size,
            Math.min(connections, count),
            Figures.time(run.elapsed()),
            run.rate(),
            Figures.time(run.latencies().percentile(50)),
            Figures.time(run.latencies().percentile(99)),
            run.verifiedBytes());
  }
}
