// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.recipe;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A PostgreSQL server that is there for a while: at a free port of 127.0.0.1, with TLS, and at a
 * Unix-domain socket; everybody may log in, and what it stores is not made safe.
 *
 * <p>Any thread may ask for names and addresses.
 */
public final class PostgresServer implements AutoCloseable {
  private static final String PACKAGE = "postgresql";
  private static final Path VERSIONS = Path.of("/usr/lib/postgresql");

  private final ServerFolder folder;
  private final int port;

  private PostgresServer(ServerFolder folder, int port) {
    this.folder = folder;
    this.port = port;
  }

  /**
   * Starts one, which takes two seconds.
   *
   * @return a server that accepts connections
   * @throws MissingServerException if it is not installed
   */
  public static PostgresServer start() throws IOException, InterruptedException {
    Path server = ServerFolder.program("postgres", PACKAGE, versions());
    Path initdb = ServerFolder.program("initdb", PACKAGE, versions());
    ServerFolder folder = ServerFolder.make("postgresql");
    try {
      Path data = folder.path().resolve("data");
      folder.run(
          List.of(
              initdb.toString(),
              "--pgdata=" + data,
              "--auth=trust",
              "--no-sync",
              "--no-instructions",
              "--locale=C",
              "--encoding=UTF8",
              "--username=packetloom"));
      Certificate certificate = Certificate.ofLoopback(folder.path());
      folder.write("server.key", certificate.privateKeyText());
      folder.write("server.crt", certificate.text());
      return serve(folder, server, data);
    } catch (IOException | InterruptedException | RuntimeException e) {
      folder.close();
      throw e;
    }
  }

  /** Folders of Debian's versions, the newest first. */
  private static List<Path> versions() {
    try (Stream<Path> found = Files.list(VERSIONS)) {
      return found
          .sorted(Comparator.comparing((Path version) -> version.toString()).reversed())
          .map(version -> version.resolve("bin"))
          .toList();
    } catch (IOException _) {
      return List.of();
    }
  }

  private static PostgresServer serve(ServerFolder folder, Path server, Path data)
      throws IOException, InterruptedException {
    int port = ServerFolder.freePort();
    ServerProcess process =
        folder.start(
            List.of(
                server.toString(),
                "-D",
                data.toString(),
                "-p",
                Integer.toString(port),
                "-h",
                "127.0.0.1",
                "-k",
                folder.path().toString(),
                "-c",
                "fsync=off",
                "-c",
                "full_page_writes=off",
                "-c",
                "max_connections=300",
                "-c",
                "ssl=on",
                "-c",
                "ssl_cert_file=" + folder.path().resolve("server.crt"),
                "-c",
                "ssl_key_file=" + folder.path().resolve("server.key")));
    PostgresServer started = new PostgresServer(folder, port);
    process.await(started::look);
    return started;
  }

  private void look() throws Exception {
    try (Connection connection = DriverManager.getConnection(url())) {
      connection.isValid(0);
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
   * Where it serves over TCP.
   *
   * @return for JDBC, without TLS, with parameters: more can be appended with {@code &}
   */
  public String url() {
    return "jdbc:postgresql://"
        + address()
        + "/postgres?user=packetloom&sslmode=disable&gssEncMode=disable";
  }

  /**
   * Where it serves with TLS.
   *
   * @return for JDBC: the server's name is verified
   */
  public String tlsUrl() {
    return url().replace("sslmode=disable", "sslmode=verify-full")
        + "&sslrootcert="
        + folder.path().resolve("server.crt");
  }

  /**
   * Its Unix-domain socket.
   *
   * @return an absolute path
   */
  public Path socket() {
    return folder.path().resolve(".s.PGSQL." + port);
  }

  @Override
  public void close() throws IOException {
    folder.close();
  }
}
