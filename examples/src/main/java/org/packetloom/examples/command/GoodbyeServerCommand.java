// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.packetloom.ConnectorUri;
import org.packetloom.FailureListener;
import org.packetloom.Handler;
import org.packetloom.Packetloom;
import org.packetloom.Server;
import org.packetloom.StreamConnector;
import org.packetloom.examples.goodbye.GoodbyeServer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Sends lines back until a signal comes, and then says goodbye to each client. */
@Command(
    name = "goodbye-server",
    description = {
      "Greet clients, send their lines back, and say goodbye to each before ending.",
      "Prints 'listening URI' for each address, with the real port, and a line for whatever"
          + " happens. The first signal (INT, which is Ctrl-C, TERM, HUP) has it say goodbye, end"
          + " accepting and wait for the clients to leave, a second one closes them."
    })
final class GoodbyeServerCommand implements Callable<Integer> {
  private final Settings settings;

  @Parameters(
      paramLabel = "URI",
      arity = "1..*",
      description = "Where to listen, streams only: tcp://127.0.0.1:0, local:///path.")
  private List<ConnectorUri> uris; // written by the parser

  @Mixin private Serving serving; // made by the parser

  GoodbyeServerCommand(Settings settings) {
    this.settings = settings;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    serving.ensureValid();
    PrintWriter out = settings.streams().out();
    try (Packetloom loom = settings.openLoom();
        StopSignal stop = StopSignal.open(loom, settings::report);
        GoodbyeServer server = GoodbyeServer.start(handler -> prepare(loom, handler), out)) {
      serving.run(
          stop,
          server.uris(),
          out,
          (signal, deadline) -> {
            out.println("signal " + signal);
            server.leave(deadline);
          },
          server::close);
    }
    return 0;
  }

  private Server.Builder prepare(Packetloom loom, Handler handler) {
    Server.Builder builder = loom.server(handler).onFailure(new Reports());
    uris.forEach(builder::listen);
    return serving.limit(builder);
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
