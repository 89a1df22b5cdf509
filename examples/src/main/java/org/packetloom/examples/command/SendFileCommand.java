// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.command;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.packetloom.ConnectorUri;
import org.packetloom.DatagramConnector;
import org.packetloom.Packetloom;
import org.packetloom.examples.echo.Figures;
import org.packetloom.examples.transfer.FileSender;
import org.packetloom.examples.transfer.ProgressBar;
import org.packetloom.examples.transfer.TransferState;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Sends a file, however bad the link is. */
@Command(
    name = "send-file",
    description = {
      "Send a file to a 'packetloom receive-file', over messages on UDP.",
      "Shows how far it is on standard error, and prints the file's SHA-256 when the receiver has"
          + " checked it. Try --link loss=20%%,delay=25ms to see that it arrives whole."
    })
final class SendFileCommand implements Callable<Integer> {
  private final Settings settings;
  private TransferState last; // written by the sender, this thread

  @Spec private CommandSpec spec; // set once, by the parser's constructor

  @Parameters(paramLabel = "FILE", description = "What to send.")
  private Path file; // written by the parser

  @Parameters(paramLabel = "URI", description = "The receiver: udp://127.0.0.1:7778.")
  private ConnectorUri uri; // written by the parser

  @Mixin private LinkOption link; // made by the parser

  SendFileCommand(Settings settings) {
    this.settings = settings;
  }

  @Override
  public Integer call() throws IOException {
    DatagramUri.ensureUdp(spec, uri);
    link.ensureValid();
    try {
      send();
      return 0;
    } catch (NoSuchFileException e) {
      throw new IOException("send " + file + ": there is no such file", e);
    } catch (IOException e) {
      throw worded(e);
    }
  }

  private void send() throws IOException {
    try (Packetloom loom = settings.openLoom();
        StopSignal stop = StopSignal.open(loom, settings::report)) {
      stop.atNext(Thread.currentThread()::interrupt);
      send(loom);
    }
  }

  private void send(Packetloom loom) throws IOException {
    try (DatagramConnector socket = link.over(DatagramUri.connect(loom, uri));
        FileSender sender = FileSender.over(socket)) {
      long start = System.nanoTime();
      var digest = send(sender);
      var time = Duration.ofNanos(System.nanoTime() - start);
      settings.streams().out().println(summary(digest, time));
    }
  }

  private String send(FileSender sender) throws IOException {
    var streams = settings.streams();
    try (ProgressBar bar = new ProgressBar(streams.err(), streams.isTerminal())) {
      return sender.send(
          file,
          state -> {
            last = state;
            bar.accept(state);
          });
    } catch (IOException e) {
      throw worded(e); // no longer interrupted: there is time to take leave
    }
  }

  private IOException worded(IOException e) {
    return Thread.interrupted() ? new IOException("send " + file + ": stopped by a signal", e) : e;
  }

  private String summary(String digest, Duration time) {
    var stats = last.stats();
    return "sent %s: %s in %s, %s/s; %s of %s datagrams lost; SHA-256 %s"
        .formatted(
            file.getFileName(),
            Figures.bytes(last.totalBytes()),
            Figures.time(time),
            Figures.bytes(Math.round(last.totalBytes() / Math.max(1e-9, time.toNanos() / 1e9))),
            Figures.count(stats.packetsLost()),
            Figures.count(stats.packetsSent()),
            digest);
  }
}
