// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.DatagramSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.packetloom.Packetloom;
import org.packetloom.examples.PacketloomCommand;

/**
 * A file of 100 MB between two processes, over a real link that loses a fifth of all packets. Takes
 * a few minutes: {@code mvn -Plong -pl examples -am test -Dtest=LossyTransferRun
 * -Dsurefire.failIfNoSpecifiedTests=false}. Without root, {@code unshare} or {@code /dev/net/tun}
 * the commands lose the packets themselves.
 */
class LossyTransferRun {
  private static final long BYTES = Long.getLong("packetloom.long.file", 100_000_000L);
  private static final double LOSS = 0.2;
  private static final long SEED = 1;
  private static final Path NODE = Path.of("/dev/net/tun");

  @TempDir Path folder;

  /** In a network namespace of its own: opens the wire, and runs both commands over it. */
  static final class InNamespace {
    private InNamespace() {}

    public static void main(String[] arguments) throws Exception {
      Path file = Path.of(arguments[0]);
      try (Packetloom loom = Packetloom.open();
          TunWire wire = TunWire.open(loom, LOSS, SEED)) {
        transfer(file, TunWire.SERVER, TunWire.SERVER_BEYOND, List.of());
        System.out.println(wire);
      }
    }
  }

  @Test
  void fileArrivesIntactOverALinkThatLosesAFifth() throws Exception {
    Path file = file();
    if (canMakeLink()) {
      run(List.of("unshare", "-n"), InNamespace.class, file.toString());
    } else {
      System.out.println("no link of the kernel: the commands lose packets themselves");
      String uri = "udp4://127.0.0.1:" + freePort();
      transfer(file, uri, uri, List.of("--link=loss=20%"));
    }
    Path received = folder.resolve("in").resolve("file");
    assertThat(Files.mismatch(file, received)).isEqualTo(-1);
  }

  private Path file() throws IOException {
    Files.createDirectory(folder.resolve("in"));
    Path file = folder.resolve("file");
    Random random = new Random(SEED);
    byte[] block = new byte[1 << 16];
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
      for (long left = BYTES; left > 0; left -= block.length) {
        random.nextBytes(block);
        out.write(block, 0, (int) Math.min(left, block.length));
      }
    }
    return file;
  }

  private static boolean canMakeLink() throws IOException, InterruptedException {
    if (!Files.isWritable(NODE)) {
      return false;
    }
    try {
      return new ProcessBuilder("unshare", "-n", "true").start().waitFor() == 0;
    } catch (IOException _) {
      return false;
    }
  }

  private static int freePort() throws IOException {
    try (var socket = new DatagramSocket(0)) {
      return socket.getLocalPort();
    }
  }

  /** Receives and sends by the commands, each in a process of its own. */
  private static void transfer(Path file, String at, String to, List<String> link)
      throws IOException, InterruptedException {
    Path target = file.resolveSibling("in");
    Process receiver =
        start(List.of(), command(), "receive-file", "--count=1", at, target.toString());
    try {
      List<String> words = new ArrayList<>(List.of("send-file"));
      words.addAll(link);
      words.addAll(List.of(file.toString(), to));
      run(List.of(), command(), words.toArray(String[]::new));
      assertThat(receiver.waitFor(1, TimeUnit.MINUTES)).isTrue();
      assertThat(receiver.exitValue()).isZero();
    } finally {
      receiver.destroyForcibly().waitFor();
    }
  }

  private static Class<?> command() {
    return PacketloomCommand.class;
  }

  private static void run(List<String> before, Class<?> main, String... words)
      throws IOException, InterruptedException {
    Process child = start(before, main, words);
    try {
      assertThat(child.waitFor(30, TimeUnit.MINUTES)).isTrue();
      assertThat(child.exitValue()).isZero();
    } finally {
      child.destroyForcibly().waitFor();
    }
  }

  private static Process start(List<String> before, Class<?> main, String... words)
      throws IOException {
    List<String> command = new ArrayList<>(before);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-XX:+UseSerialGC"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(List.of(words));
    return new ProcessBuilder(command).inheritIO().start();
  }
}
