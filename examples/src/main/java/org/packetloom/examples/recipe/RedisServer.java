// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.recipe;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;

/**
 * A Redis server over TCP and a Unix-domain socket, which keeps nothing and is gone when closed.
 */
public final class RedisServer implements AutoCloseable {
  private static final String HOST = "127.0.0.1";

  private final ServerFolder folder;
  private final InetSocketAddress address;
  private final Path socket;

  private RedisServer(ServerFolder folder, InetSocketAddress address) {
    this.folder = folder;
    this.address = address;
    this.socket = folder.path().resolve("redis.sock");
  }

  /**
   * Starts one.
   *
   * @return when it takes connections
   * @throws MissingServerException if its program is not installed
   */
  public static RedisServer start() throws IOException, InterruptedException {
    Path program = ServerFolder.program("redis-server", "redis-server", List.of());
    ServerFolder folder = ServerFolder.make("redis");
    try {
      InetSocketAddress address = new InetSocketAddress(HOST, ServerFolder.freePort());
      RedisServer server = new RedisServer(folder, address);
      folder.start(server.command(program)).await(server::look);
      return server;
    } catch (Throwable e) {
      folder.close();
      throw e;
    }
  }

  private List<String> command(Path program) {
    return List.of(
        program.toString(),
        "--bind",
        HOST,
        "--port",
        Integer.toString(address.getPort()),
        "--unixsocket",
        socket.toString(),
        "--dir",
        folder.path().toString(),
        "--save",
        "",
        "--appendonly",
        "no");
  }

  private void look() throws IOException {
    try (Socket probe = new Socket(address.getAddress(), address.getPort())) {
      probe.getOutputStream().write("PING\r\n".getBytes(US_ASCII));
      if (probe.getInputStream().read() != '+') {
        throw new IOException("no PONG");
      }
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

  @Override
  public void close() throws IOException {
    folder.close();
  }
}
