// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.command;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.packetloom.CapabilityException;
import org.packetloom.ConnectorUri;
import org.packetloom.DatagramConnector;
import org.packetloom.Handler;
import org.packetloom.Packetloom;
import org.packetloom.examples.echo.DatagramEcho;
import org.packetloom.examples.echo.EchoHandler;

class SubcommandTest {
  @TempDir private Path folder;
  private Packetloom loom;

  @BeforeEach
  void open() throws IOException {
    try {
      loom = Packetloom.open();
    } catch (CapabilityException e) {
      abort(e.getMessage());
    }
  }

  @AfterEach
  void close() {
    if (loom != null) {
      loom.close();
    }
  }

  @Test
  void demoShowsEverySchemeAndFailsNowhere() {
    Typed typed = Typed.run("demo", "--time", "20ms", "--connections", "2");

    assertThat(typed.status()).as(typed.out()).isZero();
    assertThat(typed.out().lines().findFirst().orElseThrow()).contains("engine ", "poller ");
    assertThat(typed.out())
        .contains("tcp4", "tcp6", "tcp by name", "udp4", "udp6", "anon", "fifo", "tun", "tap")
        .contains("local path", "local abstract", "local unnamed", "seqpacket", "datagram")
        .contains("memory (user)", "pipe", "Windows only")
        .contains("messages, 20 % loss", "the same with copies", "ok: 1 000 of 1 000 in order")
        .contains("interrupt a thread", "write to a peer", "from a FIFO", "threads wait in read")
        .doesNotContain("FAILED");
  }

  @ParameterizedTest
  @ValueSource(strings = {"virtual", "thread", "loop"})
  void probeNamesTheEngineThatServes(String engine) {
    Typed typed = Typed.run("probe", "--json", "--engine", engine);

    assertThat(typed.status()).isZero();
    assertThat(typed.out()).contains("\"engine\" : \"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"tcp://127.0.0.1:0", "local://%s/x.sock", "local:///%%00packetloom-%s"})
  void catSendsItsInputAndPrintsWhatComesBack(String form) throws IOException {
    byte[] bytes = new byte[3_000_000];
    new Random(42).nextBytes(bytes);
    try (var server = loom.serve(uri(form), new EchoHandler())) {
      Typed typed = Typed.run(bytes, "cat", server.uri().toString());

      assertThat(typed.status()).as(typed.err()).isZero();
      assertThat(typed.output()).isEqualTo(ByteBuffer.wrap(bytes));
      assertThat(typed.err()).isEmpty();
    }
  }

  @Test
  void catReportsItsProgress() throws IOException {
    Typed typed = againstServer(new EchoHandler(), "12345", "cat", "--progress");

    assertThat(typed.err()).startsWith("total: sent 5 B, received 5 B");
  }

  @Test
  void catThatKeepsItsEndBackEndsWithThePeer() throws IOException {
    Handler greeter = c -> c.write("hello".getBytes(US_ASCII));

    Typed typed = againstServer(greeter, "", "cat", "--no-half-close");

    assertThat(typed.status()).as(typed.err()).isZero();
    assertThat(typed.outputText()).isEqualTo("hello");
  }

  @Test
  void catFailsWhenThePeerResets() throws IOException {
    Handler reset = c -> c.option(StandardSocketOptions.SO_LINGER, 0);

    Typed typed = againstServer(reset, "12345", "cat");

    assertThat(typed.status()).isEqualTo(1);
    assertThat(typed.err().lines()).singleElement().asString().startsWith("packetloom: ");
  }

  @Test
  void echoClientPrintsItsLinesOnceTheyAreBack() throws IOException {
    Typed typed = againstServer(new EchoHandler(), "one\n\nthree", "echo-client");

    assertThat(typed.status()).isZero();
    assertThat(typed.outputText()).isEqualTo("one\n\nthree");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 64, 100_000})
  void echoClientMeasuresAndVerifies(int size) throws IOException {
    Typed typed =
        againstServer(
            new EchoHandler(),
            "",
            "echo-client",
            "--count=30",
            "--connections=4",
            "--size=" + size);

    assertThat(typed.status()).as(typed.err()).isZero();
    assertThat(typed.out())
        .startsWith("30 round trips of " + size + " bytes over 4 connections in ")
        .contains(" per second, p50 ", ", p99 ", ", " + 30 * size + " bytes verified");
  }

  @ParameterizedTest
  @CsvSource({
    "udp4://127.0.0.1:0, ''",
    "udp6://[::1]:0,     ''",
    "udp4://127.0.0.1:0, udp4://127.0.0.1:0"
  })
  void echoClientSendsDatagrams(String uri, String own) throws IOException {
    try (DatagramConnector server = loom.bind(uri)) {
      loom.threadFactory().newThread(() -> serve(server)).start();
      List<String> both = own.isEmpty() ? List.of() : List.of(own);

      Typed lines = typed("one\n\nthree", server.uri(), both);
      Typed measured = typed("", server.uri(), both, "--count=20", "--size=1000");

      assertThat(lines.status()).as(lines.err()).isZero();
      assertThat(lines.outputText()).isEqualTo("one\n\nthree");
      assertThat(measured.status()).as(measured.err()).isZero();
      assertThat(measured.out())
          .startsWith("20 round trips of 1000 bytes")
          .contains("20000 bytes verified");
    }
  }

  private static void serve(DatagramConnector server) {
    try {
      DatagramEcho.serve(server);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Typed typed(String input, ConnectorUri uri, List<String> own, String... options) {
    List<String> all = new ArrayList<>(List.of("echo-client", uri.toString()));
    all.addAll(own);
    all.addAll(List.of(options));
    return Typed.run(input.getBytes(US_ASCII), all.toArray(String[]::new));
  }

  @Test
  void datagramThatIsTooLargeIsOneLine() throws IOException {
    try (DatagramConnector server = loom.bind("udp4://127.0.0.1:0")) {
      Typed typed = typed("", server.uri(), List.of(), "--count=1", "--size=70000");

      assertThat(typed.status()).isEqualTo(1);
      assertThat(typed.err().lines()).singleElement().asString().contains("EMSGSIZE");
    }
  }

  @Test
  void answerThatDoesNotComeIsATimeout() throws IOException {
    try (DatagramConnector silent = loom.bind("udp4://127.0.0.1:0")) {
      Typed typed = typed("", silent.uri(), List.of(), "--count=1", "--timeout=20ms");

      assertThat(typed.status()).isEqualTo(1);
      assertThat(typed.err()).contains("timed out");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"--count=3", "--timeout=20s"})
  void echoClientNoticesAChangedByte(String option) throws IOException {
    Handler liar =
        c -> {
          byte[] block = new byte[64];
          c.readFully(block);
          block[7]++;
          c.write(block);
        };

    Typed typed = againstServer(liar, "x".repeat(64), "echo-client", option);

    assertThat(typed.status()).isEqualTo(1);
    assertThat(typed.err()).contains("byte 7 of block 0 came back changed");
  }

  @Test
  void failureIsOneLineThatNamesWhatWasWrong() throws IOException {
    String uri = freedUri();

    Typed typed = Typed.run("cat", uri);

    assertThat(typed.status()).isEqualTo(1);
    assertThat(typed.err().lines())
        .singleElement()
        .asString()
        .startsWith("packetloom: connect " + uri + ": ECONNREFUSED");
  }

  @Test
  void verboseAddsTheStackTrace() throws IOException {
    Typed typed = Typed.run("cat", "--verbose", freedUri());

    assertThat(typed.err()).contains("\tat org.packetloom.");
  }

  @Test
  void unknownParameterOfAUriIsWrongUsage() {
    Typed typed = Typed.run("cat", "tcp://127.0.0.1:1?nope=1");

    assertThat(typed.status()).isEqualTo(2);
    assertThat(typed.err()).contains("'nope=1'");
  }

  /** A port at which nobody listens any more. */
  private String freedUri() throws IOException {
    try (var listener = loom.listen("tcp4://127.0.0.1:0")) {
      return listener.uri().toString();
    }
  }

  private Typed againstServer(Handler handler, String input, String... arguments)
      throws IOException {
    try (var server = loom.serve("tcp4://127.0.0.1:0", handler)) {
      String[] all = java.util.Arrays.copyOf(arguments, arguments.length + 1);
      all[arguments.length] = server.uri().toString();
      return Typed.run(input.getBytes(US_ASCII), all);
    }
  }

  private String uri(String form) {
    return form.formatted(form.contains("sock") ? folder : System.nanoTime());
  }
}
