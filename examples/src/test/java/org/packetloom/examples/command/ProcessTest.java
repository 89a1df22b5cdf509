// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.command;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.packetloom.CapabilityException;
import org.packetloom.Packetloom;
import org.packetloom.examples.PacketloomCommand;
import org.packetloom.examples.echo.EchoHandler;
import org.packetloom.suite.Await;

/** What only a process of its own can show: signals, and the real standard streams. */
class ProcessTest {
  @TempDir private Path folder;
  private final List<Process> processes = new ArrayList<>();

  @BeforeEach
  void checkPlatform() throws IOException {
    try (var loom = Packetloom.open()) {
      assertThat(loom).isNotNull();
    } catch (CapabilityException e) {
      abort(e.getMessage());
    }
  }

  @AfterEach
  void endProcesses() {
    processes.forEach(Process::destroyForcibly);
  }

  @Test
  void echoServerDrainsOnSignalAndEndsWithZero() throws Exception {
    Process server = start("echo-server", "tcp://127.0.0.1:0", "local://" + socket());
    BufferedReader out = server.inputReader();
    assertThat(out.readLine()).startsWith("listening tcp4://127.0.0.1:").doesNotEndWith(":0");
    assertThat(out.readLine()).isEqualTo("listening local://" + socket());

    try (SocketChannel client = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      client.connect(UnixDomainSocketAddress.of(socket()));
      assertThat(echoed(client)).isEqualTo("!");
      server.destroy();
      // what was accepted is served to its end
      assertThat(echoed(client)).isEqualTo("!");
    }

    assertThat(server.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(server.exitValue()).isZero();
    assertThat(socket()).doesNotExist();
  }

  @Test
  void echoServerServesStreamsAndDatagramsSideBySide() throws Exception {
    Process server = start("echo-server", "udp4://127.0.0.1:0", "tcp4://127.0.0.1:0");
    BufferedReader out = server.inputReader();
    String datagrams = out.readLine().replace("listening ", "");
    String streams = out.readLine().replace("listening ", "");
    assertThat(datagrams).startsWith("udp4://127.0.0.1:").doesNotEndWith(":0");
    assertThat(streams).startsWith("tcp4://127.0.0.1:").doesNotEndWith(":0");

    for (String uri : List.of(datagrams, streams)) {
      Typed typed = Typed.run("both ways".getBytes(US_ASCII), "echo-client", uri);
      assertThat(typed.outputText()).as(typed.err()).isEqualTo("both ways");
    }
    server.destroy();

    assertThat(server.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(server.exitValue()).isZero();
  }

  @Test
  void secondSignalEndsTheWaitForConnections() throws Exception {
    Process server = start("echo-server", "--drain-timeout=1h", "local://" + socket());
    server.inputReader().readLine();

    try (SocketChannel client = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      client.connect(UnixDomainSocketAddress.of(socket()));
      assertThat(echoed(client)).isEqualTo("!");
      server.destroy();
      // the first one is heard when the file goes
      Await.until("the file goes", () -> !Files.exists(socket()));
      server.destroy();
      assertThat(client.read(ByteBuffer.allocate(1))).isEqualTo(-1);
    }

    assertThat(server.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(server.exitValue()).isZero();
  }

  @Test
  void goodbyeServerTakesLeaveOfEachClient() throws Exception {
    Process server = start("goodbye-server", "local://" + socket());
    BufferedReader out = server.inputReader();
    assertThat(out.readLine()).isEqualTo("listening local://" + socket());

    try (SocketChannel first = connected();
        SocketChannel second = connected()) {
      BufferedReader toFirst = lines(first);
      BufferedReader toSecond = lines(second);
      assertThat(toFirst.readLine()).startsWith("welcome");
      assertThat(toSecond.readLine()).startsWith("welcome");
      first.write(ByteBuffer.wrap("anybody?\n".getBytes(US_ASCII)));
      assertThat(toFirst.readLine()).isEqualTo("anybody?");
      server.toHandle().destroy(); // as Process.destroy(), but leaves its output open
      for (BufferedReader client : List.of(toFirst, toSecond)) {
        assertThat(client.readLine()).isEqualTo("goodbye");
        assertThat(client.readLine()).isNull();
      }
      assertThat(server.isAlive()).as("waits for its clients").isTrue();
    }

    assertThat(server.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(server.exitValue()).isZero();
    assertThat(socket()).doesNotExist();
    assertThat(out.lines())
        .contains("signal TERM", "goodbye to 2 clients", "client 1 left", "client 2 left")
        .endsWith("all left");
  }

  @Test
  void eventEchoThatIsPumpedServesAndEndsOnSignal() throws Exception {
    Process server =
        start("event-echo", "--workers=0", "udp4://127.0.0.1:0", "local://" + socket());
    BufferedReader out = server.inputReader();
    String datagrams = out.readLine().replace("listening ", "");
    assertThat(out.readLine()).isEqualTo("listening local://" + socket());

    for (String uri : List.of(datagrams, "local://" + socket())) {
      Typed typed = Typed.run("both ways".getBytes(US_ASCII), "echo-client", uri);
      assertThat(typed.outputText()).as(typed.err()).isEqualTo("both ways");
    }
    server.destroy();

    assertThat(server.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(server.exitValue()).isZero();
    assertThat(socket()).doesNotExist();
  }

  @Test
  void tickObeysStandardInput() throws Exception {
    Process tick = start("tick");
    try (var input = tick.outputWriter()) {
      input.write("where\nquit\n");
      input.flush();

      assertThat(tick.waitFor(30, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(tick.exitValue()).isZero();
    assertThat(tick.inputReader().lines()).hasSize(2).first().asString().startsWith("ball at ");
  }

  @Test
  void gameServerTakesLeaveOfItsPlayersAtASignal() throws Exception {
    Process server = start("game-server", "udp4://127.0.0.1:0");
    BufferedReader out = server.inputReader();
    Process player = start("game", "--bot", "--name=amy", out.readLine().replace("listening ", ""));
    assertThat(player.inputReader().readLine()).isEqualTo("welcome, amy");
    server.destroy();

    assertThat(server.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(server.exitValue()).isZero();
    assertThat(player.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(player.exitValue()).isEqualTo(1);
    assertThat(player.errorReader().readLine())
        .isEqualTo("packetloom: the game is over: the server has closed it");
  }

  private static BufferedReader lines(SocketChannel client) {
    return new BufferedReader(Channels.newReader(client, US_ASCII));
  }

  @Test
  void catListensForOneConnectionAndRemovesItsFile() throws Exception {
    Process listener = start("cat", "--listen", "local://" + socket());
    assertThat(listener.errorReader().readLine()).isEqualTo("listening local://" + socket());
    try (var input = listener.outputWriter()) {
      input.write("from the listener");
    }

    Typed typed = Typed.run("from the client".getBytes(US_ASCII), "cat", "local://" + socket());

    assertThat(typed.outputText()).isEqualTo("from the listener");
    assertThat(listener.inputReader().readLine()).isEqualTo("from the client");
    assertThat(listener.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(listener.exitValue()).isZero();
    assertThat(socket()).doesNotExist();
  }

  @Test
  void relayJoinsToTheTargetAndOutlivesATargetThatIsGone() throws Exception {
    Path target = folder.resolve("target.sock");
    Process relay = start("relay", "local://" + socket(), "local://" + target);
    BufferedReader err = relay.errorReader();
    assertThat(err.readLine()).isEqualTo("listening local://" + socket());

    try (SocketChannel refused = connected()) {
      assertThat(refused.read(ByteBuffer.allocate(1))).isEqualTo(-1);
    }
    assertThat(err.readLine()).startsWith("packetloom: connect local://" + target + ": ENOENT");

    try (var loom = Packetloom.open();
        var _ = loom.serve("local://" + target, new EchoHandler());
        SocketChannel client = connected()) {
      assertThat(echoed(client)).isEqualTo("!");
      client.shutdownOutput();
      assertThat(client.read(ByteBuffer.allocate(1))).isEqualTo(-1);
    }
    relay.destroy();

    assertThat(relay.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(relay.exitValue()).isZero();
    assertThat(socket()).doesNotExist();
  }

  @Test
  void relayClosesWhatIsIdle() throws Exception {
    try (var loom = Packetloom.open();
        var server = loom.serve("tcp4://127.0.0.1:0", new EchoHandler())) {
      String target = server.uri().toString();
      int millis = 200;
      while (!isRelayedUntilIdle(target, millis)) {
        millis *= 4;
      }
    }
  }

  /** False if the machine was too busy to relay before the connection was idle. */
  private boolean isRelayedUntilIdle(String target, int millis) throws Exception {
    Process relay =
        start("relay", "--idle-timeout=" + millis + "ms", "local://" + socket(), target);
    BufferedReader err = relay.errorReader();
    err.readLine();
    boolean isRelayed;

    try (SocketChannel client = connected()) {
      isRelayed = isEchoed(client);
      if (isRelayed) {
        assertThat(client.read(ByteBuffer.allocate(1))).isEqualTo(-1);
      }
    }
    assertThat(err.readLine()).startsWith("packetloom: relay ").contains("idle");
    relay.destroy();
    assertThat(relay.waitFor(30, TimeUnit.SECONDS)).isTrue();
    return isRelayed;
  }

  private static boolean isEchoed(SocketChannel client) {
    try {
      return echoed(client).equals("!");
    } catch (IOException closed) {
      return false;
    }
  }

  private SocketChannel connected() throws IOException {
    SocketChannel client = SocketChannel.open(StandardProtocolFamily.UNIX);
    client.connect(UnixDomainSocketAddress.of(socket()));
    return client;
  }

  @Test
  void catEndedBySignalLeavesNoFile() throws Exception {
    Process listener = start("cat", "--listen", "local://" + socket());
    listener.errorReader().readLine();

    listener.destroy();

    assertThat(listener.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(listener.exitValue()).isEqualTo(143);
    assertThat(socket()).doesNotExist();
  }

  @Test
  void brokenOutputIsOneLine() throws Exception {
    Path full = Path.of("/dev/full");
    assumeTrue(Files.exists(full), "/dev/full");
    ProcessBuilder builder = builder("cat", "--listen", "local://" + socket());
    Process listener = started(builder.redirectOutput(Redirect.to(full.toFile())));
    BufferedReader err = listener.errorReader();
    err.readLine();

    Typed.run("lost".getBytes(US_ASCII), "cat", "local://" + socket());

    assertThat(err.lines()).singleElement().asString().startsWith("packetloom: standard output: ");
    assertThat(listener.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(listener.exitValue()).isEqualTo(1);
  }

  private Path socket() {
    return folder.resolve("x.sock");
  }

  private static String echoed(SocketChannel client) throws IOException {
    client.write(ByteBuffer.wrap(new byte[] {'!'}));
    ByteBuffer back = ByteBuffer.allocate(1);
    client.read(back);
    return new String(back.array(), US_ASCII);
  }

  private Process start(String... arguments) throws IOException {
    return started(builder(arguments));
  }

  private Process started(ProcessBuilder builder) throws IOException {
    Process process = builder.start();
    processes.add(process);
    return process;
  }

  private static ProcessBuilder builder(String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--enable-native-access=ALL-UNNAMED");
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(PacketloomCommand.class.getName());
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command);
  }
}
