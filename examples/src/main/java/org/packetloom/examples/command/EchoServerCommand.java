// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.command;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import org.packetloom.ConnectorUri;
import org.packetloom.FailureListener;
import org.packetloom.Packetloom;
import org.packetloom.Server;
import org.packetloom.StreamConnector;
import org.packetloom.examples.echo.EchoHandler;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Sends back what it receives, until a signal asks it to stop. */
@Command(
    name = "echo-server",
    description = {
      "Send back what arrives, on each of several addresses.",
      "Prints 'listening URI' for each, with the real port. The first signal (INT, TERM) ends"
          + " accepting and waits for the connections that stand, a second one closes them."
    })
final class EchoServerCommand implements Callable<Integer> {
  private final Settings settings;

  @Spec private CommandSpec spec; // set once, by the parser's constructor

  @Parameters(
      paramLabel = "URI",
      arity = "1..*",
      description =
          "Where to listen, streams and datagrams in any mixture: tcp://127.0.0.1:0, udp://:7,"
              + " local:///path, local:///%%00name?behaviour=datagram.")
  private List<ConnectorUri> uris; // written by the parser

  @Mixin private Serving serving; // made by the parser

  EchoServerCommand(Settings settings) {
    this.settings = settings;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    serving.ensureValid();
    for (ConnectorUri uri : uris) {
      if (uri.scheme().equals("tun") || uri.scheme().equals("tap")) {
        throw new ParameterException(
            spec.commandLine(), "'" + uri + "' is a network interface: packets have no sender");
      }
    }
    try (Packetloom loom = settings.openLoom();
        StopSignal stop = StopSignal.open(loom, settings::report);
        EchoServers servers = start(loom)) {
      serving.run(
          stop,
          servers.uris(),
          settings.streams().out(),
          (_, deadline) -> servers.drain(deadline),
          servers::close);
    }
    return 0;
  }

  private EchoServers start(Packetloom loom) throws IOException {
    Server.Builder builder = loom.server(new EchoHandler()).onFailure(new Reports());
    return EchoServers.start(loom, serving.limit(builder), uris, settings::report);
  }

  /** Peers come and go as they like: of their failures only who looks closely wants to hear. */
  private final class Reports implements FailureListener {
    @Override
    public void connectionFailed(StreamConnector connection, Throwable failure) {
      if (settings.isVerbose()) {
        settings.report(failure);
      }
    }

    @Override
    public void acceptFailed(ConnectorUri uri, Throwable failure) {
      settings.report(failure);
    }
  }
}
