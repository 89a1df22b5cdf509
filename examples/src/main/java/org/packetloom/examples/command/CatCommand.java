// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.command;

import java.io.IOException;
import java.util.concurrent.Callable;
import org.packetloom.ConnectorTarget;
import org.packetloom.ConnectorUri;
import org.packetloom.Listener;
import org.packetloom.Packetloom;
import org.packetloom.StreamConnector;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Joins standard input and output to a connector. */
@Command(
    name = "cat",
    description = {
      "Join standard input and output to a connector.",
      "The end of standard input is passed on as the end of what is written, and the command ends"
          + " when both sides have ended. With --no-half-close it is kept back, for peers that hang"
          + " up on it, and the command ends as soon as the peer does."
    })
final class CatCommand implements Callable<Integer> {
  private final Settings settings;

  @Spec private CommandSpec spec; // set once, by the parser's constructor

  @Parameters(paramLabel = "URI", description = "Where to connect, or to listen.")
  private ConnectorUri uri; // written by the parser

  @Option(
      names = "--listen",
      description = "Accept one connection; prints 'listening URI' to standard error.")
  private boolean isListener; // written by the parser

  @Option(
      names = "--progress",
      description = "Print bytes and rate to standard error, every second and at the end.")
  private boolean hasProgress; // written by the parser

  @Option(
      names = "--no-half-close",
      description = "Do not tell the peer that standard input has ended.")
  private boolean isEndKept; // written by the parser

  CatCommand(Settings settings) {
    this.settings = settings;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (uri.target() instanceof ConnectorTarget.Empty) {
      throw new ParameterException(
          spec.commandLine(), "'" + uri + "' has no name, so nobody can be at its other end");
    }
    try (Packetloom loom = settings.openLoom();
        StreamConnector peer = isListener ? accept(loom) : loom.connect(uri)) {
      Splice splice = new Splice(settings.streams(), peer, !isEndKept);
      try (Progress _ = hasProgress ? Progress.start(splice, settings.streams().err()) : null) {
        splice.run();
      }
    }
    return 0;
  }

  private StreamConnector accept(Packetloom loom) throws IOException {
    try (Listener listener = loom.listen(uri)) {
      settings.streams().err().println("listening " + listener.uri());
      return listener.accept();
    }
  }
}
