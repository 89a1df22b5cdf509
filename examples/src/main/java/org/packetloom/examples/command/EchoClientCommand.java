// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.command;

import java.io.IOException;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.packetloom.Behaviour;
import org.packetloom.ConnectorUri;
import org.packetloom.DatagramConnector;
import org.packetloom.Packetloom;
import org.packetloom.examples.echo.DatagramClient;
import org.packetloom.examples.echo.Destination;
import org.packetloom.examples.echo.EchoClient;
import org.packetloom.examples.echo.Figures;
import org.packetloom.examples.echo.Load;
import org.packetloom.examples.echo.Measured;
import org.packetloom.examples.echo.RoundTrips;
import org.packetloom.examples.echo.StreamClient;
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
          + " blocks are sent as fast as they come back, and times are printed.",
      "Over a scheme of datagrams each line or block is one datagram."
    })
final class EchoClientCommand implements Callable<Integer> {
  private final Settings settings;

  @Spec private CommandSpec spec; // set once, by the parser's constructor

  @Parameters(
      index = "0",
      paramLabel = "URI",
      description = "Where the echo listens: stream or datagram.")
  private ConnectorUri uri; // written by the parser

  @Parameters(
      index = "1",
      paramLabel = "LISTEN-URI",
      arity = "0..1",
      description =
          "Where datagrams come back to: udp4://:0, local:///path?behaviour=datagram; a free one if"
              + " not given.")
  private Optional<ConnectorUri> ownUri = Optional.empty(); // written by the parser

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
      throw wrong("--count, --size and --connections must be at least 1");
    }
    boolean isDatagram = uri.behaviour() == Behaviour.DATAGRAM;
    if (isDatagram && (uri.scheme().equals("tun") || uri.scheme().equals("tap"))) {
      throw wrong("'" + uri + "' is a network interface: nobody at its other end is an echo");
    }
    if (ownUri.isPresent() && (!isDatagram || ownUri.get().behaviour() != Behaviour.DATAGRAM)) {
      throw wrong("LISTEN-URI is where datagrams come back to: both URIs must be of datagrams");
    }
    if (ownUri.isPresent() && connections > 1) {
      throw wrong("one LISTEN-URI is for one connection: leave out --connections");
    }
    try (Packetloom loom = settings.openLoom()) {
      if (count == 0) {
        new LineEcho(settings.streams()).over(open(loom));
      } else {
        print(measure(loom));
      }
    }
    return 0;
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  private Measured measure(Packetloom loom) throws IOException, InterruptedException {
    List<EchoClient> clients = new ArrayList<>(); // closed with the toolkit
    for (int i = 0; i < Math.min(connections, count); i++) {
      clients.add(open(loom));
    }
    return RoundTrips.run(clients, new Load(size, count, Duration.ZERO), loom.threadFactory());
  }

  private EchoClient open(Packetloom loom) throws IOException {
    if (uri.behaviour() != Behaviour.DATAGRAM) {
      return new StreamClient(
          loom.connector(uri)
              .connectTimeout(timeout)
              .readTimeout(timeout)
              .writeTimeout(timeout)
              .connect());
    }
    SocketAddress server = Destination.address(loom, uri);
    DatagramConnector own =
        ownUri.isPresent() ? loom.bind(ownUri.get()) : Destination.bindFor(loom, server);
    return new DatagramClient(own.readTimeout(timeout).writeTimeout(timeout), server);
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
