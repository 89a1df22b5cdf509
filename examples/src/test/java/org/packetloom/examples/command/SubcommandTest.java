// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.command;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.packetloom.CapabilityException;
import org.packetloom.Handler;
import org.packetloom.Packetloom;
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
        .contains("tcp4", "tcp6", "local path", "local abstract", "local unnamed", "anon")
        .contains("interrupt a thread", "write to a peer", "threads wait in read")
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
