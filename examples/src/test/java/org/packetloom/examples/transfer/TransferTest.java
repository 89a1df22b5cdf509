// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.packetloom.CapabilityException;
import org.packetloom.DatagramConnector;
import org.packetloom.Packetloom;
import org.packetloom.examples.echo.Destination;
import org.packetloom.message.LinkConditions;
import org.packetloom.message.SimulatedDatagrams;

/** Files over real sockets: one thread sends, another receives. */
class TransferTest {
  @TempDir private Path from;
  @TempDir private Path to;
  private final BlockingQueue<String> failures = new LinkedBlockingQueue<>();
  private Packetloom loom;
  private DatagramConnector receiverSocket;
  private FileReceiver receiver;
  private FutureTask<?> receiving;

  @BeforeEach
  void open() throws IOException {
    try {
      loom = Packetloom.open();
    } catch (CapabilityException e) {
      abort(e.getMessage());
    }
    receiverSocket = loom.bind("udp4://127.0.0.1:0");
    receiver = FileReceiver.over(receiverSocket, to, Long.MAX_VALUE, new Failures());
    receiving =
        new FutureTask<>(
            () -> {
              receiver.run();
              return null;
            });
    Thread.ofPlatform().daemon().start(receiving);
  }

  @AfterEach
  void close() throws Exception {
    if (loom != null) {
      receiver.close();
      receiving.get();
      loom.close();
    }
  }

  private final class Failures implements FileReceiver.Listener {
    @Override
    public void stored(Path file, long size) {}

    @Override
    public void failed(String what, String why) {
      failures.add(why);
    }
  }

  private String send(Path file, String link) throws IOException {
    var address = Destination.address(loom, receiverSocket.uri());
    var conditions = LinkConditions.parse(link);
    try (var socket = Destination.bindFor(loom, address).connect(address);
        var lossy = SimulatedDatagrams.over(socket, conditions, conditions, 1);
        var sender = FileSender.over(lossy)) {
      return sender.send(file, _ -> {});
    }
  }

  private Path file(String name, int size) throws IOException {
    var bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return Files.write(from.resolve(name), bytes);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 100_000})
  void fileArrivesAsItIsOverABadLink(int size) throws Exception {
    var file = file("file", size);

    var digest = send(file, "loss=20%,delay=2ms,corrupt=1%,duplicate=5%");

    var expected = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
    assertThat(digest).isEqualTo(HexFormat.of().formatHex(expected));
    assertThat(to.resolve("file")).hasSameBinaryContentAs(file);
    assertThat(failures).isEmpty();
  }

  @Test
  void fileThatIsThereStaysAndTheSenderIsTold() throws Exception {
    var there = Files.writeString(to.resolve("file"), "precious");
    var file = file("file", 10);

    assertThatIOException()
        .isThrownBy(() -> send(file, "perfect"))
        .withMessage("the receiver does not take it: there is one already");
    assertThat(there).hasContent("precious");
    // the receiver hears of it when the sender has left, or a little later
    assertThat(failures.take()).isEqualTo("there is one already");
    assertThat(failures).isEmpty();
    try (var files = Files.list(to)) {
      assertThat(files).containsExactly(there);
    }
  }

  @Test
  void namesThatLeadElsewhereAreRefused() {
    for (var name : List.of("", "..", ".", "a/b", "../x", "a\\b", "a\nb", "x".repeat(256))) {
      assertThatIllegalArgumentException().as(name).isThrownBy(() -> new FromSender.Offer(name, 1));
    }
  }

  @Test
  void barIsDrawnOverItself() {
    var text = new StringWriter();
    try (var bar = new ProgressBar(new PrintWriter(text), true)) {
      bar.accept(new TransferState(50, 200, Stats.NONE));
    }
    assertThat(text.toString())
        .startsWith("\r[######-------------------]  25 %, 50 B of 200 B, ")
        .endsWith("\033[K" + System.lineSeparator());
  }
}
