// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.recipe;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/**
 * A Redis server of our own: a free port of the loopback interface, a Unix-domain socket in a
 * folder given, nothing kept on disk, and gone when closed.
 */
public final class RedisServer implements AutoCloseable {
  private static final String PROGRAM = "redis-server";
  private static final int TRIES = 10;

  private final Process process;
  private final InetSocketAddress address;
  private final Path socket;

  private RedisServer(Process process, InetSocketAddress address, Path socket) {
    this.process = process;
    this.address = address;
    this.socket = socket;
  }

  /** Where the program is, if it is installed. */
  public static Optional<Path> program() {
    return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
        .map(folder -> Path.of(folder, PROGRAM))
        .filter(file -> file.toFile().canExecute())
        .findFirst();
  }

  /**
   * Starts one.
   *
   * @param folder exists, and may be deleted once the server is closed
   * @return when it takes connections
   * @throws IOException if the program is missing or does not start
   */
  public static RedisServer start(Path folder) throws IOException {
    Path program = program().orElseThrow(() -> new IOException(PROGRAM + " is not installed"));
    String said = "";
    for (int i = 0; i < TRIES; i++) { // somebody else may take the port that was just free
      InetSocketAddress address = freeAddress();
      Path socket = folder.resolve("redis.sock");
      Process process = command(program, folder, address, socket).start();
      said = saidUntilReady(process);
      if (said.isEmpty()) {
        return new RedisServer(process, address, socket);
      }
      process.destroyForcibly();
    }
    throw new IOException(PROGRAM + " does not start: " + said);
  }

  private static ProcessBuilder command(
      Path program, Path folder, InetSocketAddress address, Path socket) {
    return new ProcessBuilder(
            program.toString(),
            "--bind",
            address.getAddress().getHostAddress(),
            "--port",
            Integer.toString(address.getPort()),
            "--unixsocket",
            socket.toString(),
            "--dir",
            folder.toString(),
            "--save",
            "",
            "--appendonly",
            "no",
            "--daemonize",
            "no")
        .redirectErrorStream(true);
  }

  /** Nothing once it is ready, what it said if it ended instead. */
  private static String saidUntilReady(Process process) throws IOException {
    BufferedReader output = process.inputReader();
    StringBuilder said = new StringBuilder();
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      if (line.contains("Ready to accept connections")) {
        return "";
      }
      said.append(line).append(System.lineSeparator());
    }
    return said.toString();
  }

  private static InetSocketAddress freeAddress() throws IOException {
    try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return (InetSocketAddress) probe.getLocalSocketAddress();
    }
  }

  /** Where it listens over TCP. */
  public InetSocketAddress address() {
    return address;
  }

  /** Its Unix-domain socket. */
  public Path socket() {
    return socket;
  }

  /** Ends it, and waits for that. */
  @Override
  public void close() {
    process.destroyForcibly();
    try (var _ = process.inputReader()) {
      process.onExit().join();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
