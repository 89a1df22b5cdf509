// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.command;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.packetloom.ConnectorUri;
import org.packetloom.Deadline;
import org.packetloom.FailureListener;
import org.packetloom.Packetloom;
import org.packetloom.Server;
import org.packetloom.StreamConnector;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

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
      "The engine is 'loop' unless another is asked for: it moves bytes for the least work."
    })
final class RelayCommand implements Callable<Integer> {
  private final Settings settings;

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

  @Mixin private Serving serving; // made by the parser

  RelayCommand(Settings settings) {
    this.settings = settings;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    serving.ensureValid();
    try (Packetloom loom = settings.openLoomForBulk();
        StopSignal stop = StopSignal.open(loom, settings::report);
        Server server = start(loom)) {
      serving.run(
          stop,
          server.uris(),
          settings.streams().err(),
          (_, deadline) -> server.drain(deadline),
          server::close);
    }
    return 0;
  }

  private Server start(Packetloom loom) throws IOException {
    loom.connector(target); // a wrong one is told now, not with the first connection
    Server.Builder builder =
        loom.server(client -> join(loom, client)).listen(listen).onFailure(new Reports());
    return serving.limit(builder).start();
  }

  private void join(Packetloom loom, StreamConnector client) throws IOException {
    Deadline limit = connectTimeout.isZero() ? Deadline.NONE : Deadline.after(connectTimeout);
    try (StreamConnector peer = loom.connector(target).deadline(limit).connect()) {
      loom.relay(client, peer).idleTimeout(idleTimeout).run();
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
