// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.packetloom.examples.PacketloomCommand;

/** {@code dump} and {@code top} see what another process does. */
@Timeout(120)
class RemoteCommandsTest {
  @Test
  void dumpAndTopShowTheConnectorsOfAnotherProcess() throws Exception {
    Process server = start("echo-server", "tcp4://127.0.0.1:0");
    try {
      String uri = server.inputReader().readLine().replace("listening ", "");
      int port = Integer.parseInt(uri.replaceAll(".*:", ""));
      try (Socket client = new Socket()) {
        client.connect(new InetSocketAddress("127.0.0.1", port));
        client.getOutputStream().write(new byte[10]);
        assertThat(client.getInputStream().readNBytes(10)).hasSize(10);
        String pid = Long.toString(server.pid());

        Typed dump = Typed.run("dump", pid);
        assertThat(dump.err()).isEmpty();
        assertThat(dump.status()).isZero();
        assertThat(dump.out())
            .contains(uri + ", ")
            .contains(", accept waits in ")
            .contains(" -> 127.0.0.1:" + client.getLocalPort())
            .contains("10 B in, 10 B out, read waits in ");

        Typed top = Typed.run("top", pid, "--interval", "50ms", "--count", "2", "--rows", "1");
        assertThat(top.err()).isEmpty();
        assertThat(top.status()).isZero();
        assertThat(top.out().lines().filter(line -> line.startsWith("process " + pid))).hasSize(2);
        assertThat(top.out())
            .contains("2 open (tcp4 2), 2 parked, 0 leaked")
            .contains("per second: 0 connected")
            .contains("parked longest")
            .doesNotContain("\033");

        endsWhenAsked(pid);
      }
    } finally {
      server.destroyForcibly().waitFor();
    }
  }

  /** A signal ends it as its user means it. */
  private static void endsWhenAsked(String pid) throws Exception {
    Process top = start("top", pid, "--interval", "20ms");
    try {
      BufferedReader lines = top.inputReader();
      assertThat(lines.readLine()).startsWith("process " + pid);
      top.destroy();
      assertThat(top.waitFor(30, TimeUnit.SECONDS)).isTrue();
      assertThat(top.exitValue()).isZero();
    } finally {
      top.destroyForcibly().waitFor();
    }
  }

  @Test
  void processesThatCannotBeSeenAreNamedWithTheReason() {
    assertThat(Typed.run("dump", "999999999").err())
        .isEqualToIgnoringNewLines("packetloom: process 999999999: there is no such process");
    assertThat(Typed.run("top", Long.toString(ProcessHandle.current().pid())).err())
        .contains("that is this one");
    assertThat(Typed.run("dump", "x").status()).isEqualTo(2);
  }

  @Tag("matrix") // takes the patience of the command
  @Test
  void processWithoutToolkitIsTold() throws Exception {
    Process other = startJava("-XX:TieredStopAtLevel=1", "-m", "jdk.httpserver", "-p", "0");
    try {
      assertThat(other.inputReader().readLine()).isNotNull();
      Typed dump = Typed.run("dump", Long.toString(other.pid()));
      assertThat(dump.status()).isEqualTo(1);
      assertThat(dump.err()).contains("has no toolkit of Packetloom open");
    } finally {
      other.destroyForcibly().waitFor();
    }
  }

  private static Process start(String... arguments) throws Exception {
    List<String> options =
        new ArrayList<>(
            List.of(
                "--enable-native-access=ALL-UNNAMED",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                PacketloomCommand.class.getName()));
    options.addAll(List.of(arguments));
    return startJava(options.toArray(String[]::new));
  }

  private static Process startJava(String... options) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(options));
    return new ProcessBuilder(command).start();
  }
}
