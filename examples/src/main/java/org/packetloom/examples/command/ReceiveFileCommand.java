// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.packetloom.ConnectorUri;
import org.packetloom.DatagramConnector;
import org.packetloom.Packetloom;
import org.packetloom.examples.echo.Figures;
import org.packetloom.examples.transfer.FileReceiver;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Receives files into a folder. */
@Command(
    name = "receive-file",
    description = {
      "Receive files of 'packetloom send-file' into a folder, over messages on UDP.",
      "Prints 'listening URI' with the real port, and 'received FILE' for each whose SHA-256 is"
          + " right; none takes the place of one that is there. Ends at a signal (INT, TERM), or"
          + " after --count files."
    })
final class ReceiveFileCommand implements Callable<Integer> {
  private final Settings settings;

  @Spec private CommandSpec spec; // set once, by the parser's constructor

  @Parameters(
      paramLabel = "URI",
      description = "Where to listen: udp://127.0.0.1:7778, udp://:0 for any free port.")
  private ConnectorUri uri; // written by the parser

  @Parameters(paramLabel = "DIR", description = "Where files go: a folder.")
  private Path folder; // written by the parser

  @Option(
      names = "--count",
      paramLabel = "N",
      description = "End after so many files (default: go on).")
  private Optional<Long> count = Optional.empty(); // written by the parser

  @Mixin private LinkOption link; // made by the parser

  ReceiveFileCommand(Settings settings) {
    this.settings = settings;
  }

  @Override
  public Integer call() throws IOException {
    DatagramUri.ensureUdp(spec, uri);
    if (count.isPresent() && count.get() < 1) {
      throw new ParameterException(spec.commandLine(), "--count must be at least 1");
    }
    link.ensureValid();
    if (!Files.isDirectory(folder)) {
      throw new IOException("receive into " + folder + ": it is no folder");
    }
    try (Packetloom loom = settings.openLoom();
        StopSignal stop = StopSignal.open(loom, settings::report);
        DatagramConnector socket = link.over(loom.bind(uri));
        FileReceiver receiver =
            FileReceiver.over(socket, folder, count.orElse(Long.MAX_VALUE), new Reports())) {
      settings.streams().out().println("listening " + socket.uri());
      stop.atNext(receiver::close);
      receiver.run();
    }
    return 0;
  }

  /** Prints what comes of each file. */
  private final class Reports implements FileReceiver.Listener {
    @Override
    public void stored(Path file, long size) {
      settings.streams().out().println("received " + file + ": " + Figures.bytes(size));
    }

    @Override
    public void failed(String what, String why) {
      settings.report(new IOException("receive " + what + ": " + why));
    }
  }
}
