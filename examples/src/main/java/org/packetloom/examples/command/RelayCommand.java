// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.command;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.packetloom.ConnectorUri;
import org.packetloom.Deadline;
import org.packetloom.FailureListener;
import org.packetloom.Packetloom;
import org.packetloom.Server;
import org.packetloom.StreamConnector;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Joins every connection that it accepts to one that it makes, until a signal asks it to stop. */
@Command(
    name = "relay",
    description = {
      "Accept connections at one address and join each to a connection to another.",
      "What one side sends is passed to the other, and so is its end, while the other direction goes"
          + " on. Any scheme can be joined to any other. Prints 'listening URI' to standard error,"
          + " with the real port, and a line for each connection that failed; the others go on.",
      "The first signal (INT, TERM) ends accepting and waits for the connections that stand, a"
          + " second one closes them.",
      "The engine is 'thread' unless another is asked for: it moves bytes for the least work."
    })
final class RelayCommand implements Callable<Integer> {
  private final Settings settings;
  private final AtomicInteger signals = new AtomicInteger();
  private final CountDownLatch asked = new CountDownLatch(1);

  @Spec private CommandSpec spec; // set once, by the parser's constructor

  @Parameters(
      index = "0",
      paramLabel = "LISTEN-URI",
      description = "Where to listen: tcp://127.0.0.1:0, local:///path, local:///%%00name.")
  private ConnectorUri listen; // written by the parser

  @Parameters(
      index = "1",
      paramLabel = "TARGET-URI",
      description = "Where to connect for each connection.")
  private ConnectorUri target; // written by the parser

  @Option(
      names = "--idle-timeout",
      paramLabel = "TIME",
      defaultValue = "0s",
      description = "Close connections that moved no byte either way for so long (default: never).")
  private Duration idleTimeout; // written by the parser

  @Option(
      names = "--connect-timeout",
      paramLabel = "TIME",
      defaultValue = "30s",
      description = "How long connecting to the target may take (default: 30s).")
  private Duration connectTimeout; // written by the parser

  @Option(
      names = "--max-connections",
      paramLabel = "N",
      description = "Join at most so many at a time; others wait to be accepted.")
  private int maxConnections; // written by the parser; 0 if not given

  @Option(
      names = "--drain-timeout",
      paramLabel = "TIME",
      defaultValue = "5s",
      description = "How long to wait for connections after a signal (default: 5s).")
  private Duration drainTimeout; // written by the parser

  RelayCommand(Settings settings) {
    this.settings = settings;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (maxConnections < 0) {
      throw new ParameterException(spec.commandLine(), "--max-connections must be at least 1");
    }
    try (Packetloom loom = settings.openLoomForBulk();
        Server server = start(loom);
        StopSignal _ = StopSignal.install(drainTimeout, () -> signalled(server))) {
      for (ConnectorUri uri : server.uris()) {
        settings.streams().err().println("listening " + uri);
      }
      asked.await();
      server.drain(Deadline.after(drainTimeout));
    }
    return 0;
  }

  private Server start(Packetloom loom) throws IOException {
    loom.connector(target); // a wrong one is told now, not with the first connection
    Server.Builder builder =
        loom.server(client -> join(loom, client)).listen(listen).onFailure(new Reports());
    if (maxConnections > 0) {
      builder.maxConnections(maxConnections);
    }
    return builder.start();
  }

  private void join(Packetloom loom, StreamConnector client) throws IOException {
    Deadline limit = connectTimeout.isZero() ? Deadline.NONE : Deadline.after(connectTimeout);
    try (StreamConnector peer = loom.connector(target).deadline(limit).connect()) {
      loom.relay(client, peer).idleTimeout(idleTimeout).run();
    }
  }

  private void signalled(Server server) {
    switch (signals.incrementAndGet()) {
      case 1 -> asked.countDown();
      case 2 -> server.close();
      default -> Runtime.getRuntime().halt(1);
    }
  }

  private final class Reports implements FailureListener {
    @Override
    public void connectionFailed(StreamConnector connection, Throwable failure) {
      settings.report(failure);
    }

    @Override
    public void acceptFailed(ConnectorUri uri, Throwable failure) {
      settings.report(failure);
    }
  }
}
