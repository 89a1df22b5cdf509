// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.recipe;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.List;

/**
 * A MariaDB server that is there for a while: at a free port of 127.0.0.1 and at a Unix-domain
 * socket; everybody may log in, and what it stores is not made safe.
 *
 * <p>Any thread may ask for names and addresses.
 */
public final class MariaDbServer implements AutoCloseable {
  private static final String SOCKET = "server.sock";

  private final ServerFolder folder;
  private final int port;

  private MariaDbServer(ServerFolder folder, int port) {
    this.folder = folder;
    this.port = port;
  }

  /**
   * Starts one, which takes a second.
   *
   * @return a server that accepts connections
   * @throws MissingServerException if it is not installed
   */
  public static MariaDbServer start() throws IOException, InterruptedException {
    Path server = ServerFolder.program("mariadbd", "mariadb-server", List.of());
    ServerFolder folder = ServerFolder.make("mariadb");
    try {
      Path data = folder.makeFolder("data");
      int port = ServerFolder.freePort();
      ServerProcess process =
          folder.start(
              List.of(
                  server.toString(),
                  "--no-defaults",
                  "--datadir=" + data,
                  // without tables of users, which take four seconds to make
                  "--skip-grant-tables",
                  "--bind-address=127.0.0.1",
                  "--port=" + port,
                  "--socket=" + folder.path().resolve(SOCKET),
                  "--pid-file=" + folder.path().resolve("pid"),
                  "--skip-name-resolve",
                  "--max-connections=300",
                  "--innodb-flush-log-at-trx-commit=0",
                  "--innodb-fast-shutdown=3",
                  "--innodb-buffer-pool-size=16M"));
      MariaDbServer started = new MariaDbServer(folder, port);
      process.await(started::look);
      return started;
    } catch (IOException | InterruptedException | RuntimeException e) {
      folder.close();
      throw e;
    }
  }

  private void look() throws Exception {
    try (Connection connection =
        DriverManager.getConnection("jdbc:mariadb://" + address() + "/?user=packetloom")) {
      connection.createStatement().execute("CREATE DATABASE IF NOT EXISTS test");
    }
  }

  /**
   * Where it serves over TCP.
   *
   * @return host, colon, port
   */
  public String address() {
    return "127.0.0.1:" + port;
  }

  /**
   * Its Unix-domain socket.
   *
   * @return an absolute path
   */
  public Path socket() {
    return folder.path().resolve(SOCKET);
  }

  @Override
  public void close() throws IOException {
    folder.close();
  }
}
