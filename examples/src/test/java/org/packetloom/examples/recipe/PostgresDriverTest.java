// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.recipe;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.net.SocketTimeoutException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.packetloom.suite.Await;
import org.packetloom.suite.Watchdog;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.postgresql.jdbc.PgStatement;

/** What PostgreSQL's driver asks of a socket, on the JDK's and on ours. */
@ExtendWith({Watchdog.class, Databases.class})
class PostgresDriverTest {
  private static final String QUERY_CANCELED = "57014";
  private static final Duration SHORT = Duration.ofMillis(150);
  private static final int SEVERAL_MEGABYTES = 4 << 20;

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "TCP_DEFER")
  void rowsAreComplete(PostgresSocket sockets, PostgresServer server) throws Exception {
    try (Connection connection = sockets.connect(server);
        PreparedStatement statement =
            connection.prepareStatement("SELECT i, repeat('x', i) FROM generate_series(1, ?) i")) {
      statement.setInt(1, 2_000);
      statement.setFetchSize(100);
      try (ResultSet rows = statement.executeQuery()) {
        for (int i = 1; i <= 2_000; i++) {
          assertThat(rows.next()).isTrue();
          assertThat(rows.getString(2)).hasSize(rows.getInt(1)).hasSize(i);
        }
        assertThat(rows.next()).isFalse();
      }
    }
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "TCP_DEFER")
  void cancelEndsTheQueryAndKeepsTheConnection(PostgresSocket sockets, PostgresServer server)
      throws Exception {
    try (Connection connection = sockets.connect(server);
        Statement statement = connection.createStatement()) {
      int pid = Backend.pid(connection);
      Worker<Boolean> query = Worker.start(() -> statement.execute(Backend.SLEEP));
      Backend.awaitAsleep(server, pid);

      statement.cancel();

      assertThat(query.failure()).isInstanceOf(SQLException.class);
      assertThat(((SQLException) query.failure()).getSQLState()).isEqualTo(QUERY_CANCELED);
      assertThat(Backend.pid(connection)).isEqualTo(pid);
    }
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "TCP_DEFER")
  void queryTimeoutEndsTheQueryAndKeepsTheConnection(PostgresSocket sockets, PostgresServer server)
      throws Exception {
    try (Connection connection = sockets.connect(server);
        Statement statement = connection.createStatement()) {
      int pid = Backend.pid(connection);
      statement.unwrap(PgStatement.class).setQueryTimeoutMs(SHORT.toMillis());
      long begin = System.nanoTime();

      SQLException failure =
          catchThrowableOfType(SQLException.class, () -> statement.execute(Backend.SLEEP));

      assertThat(System.nanoTime() - begin).isGreaterThanOrEqualTo(SHORT.toNanos());
      assertThat(failure.getSQLState()).isEqualTo(QUERY_CANCELED);
      assertThat(Backend.pid(connection)).isEqualTo(pid);
    }
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "TCP_DEFER")
  void abortEndsAWaitingThread(PostgresSocket sockets, PostgresServer server) throws Exception {
    Connection connection = sockets.connect(server);
    int pid = Backend.pid(connection);
    Worker<Boolean> query = Worker.start(() -> connection.createStatement().execute(Backend.SLEEP));
    Backend.awaitAsleep(server, pid);

    connection.abort(Runnable::run);

    assertThat(query.failure()).isInstanceOf(SQLException.class);
    assertThat(connection.isClosed()).isTrue();
    terminate(server, pid);
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "TCP_DEFER")
  void networkTimeoutEndsAReadAndTheConnection(PostgresSocket sockets, PostgresServer server)
      throws Exception {
    try (Connection connection = sockets.connect(server);
        Statement statement = connection.createStatement()) {
      int pid = Backend.pid(connection);
      connection.setNetworkTimeout(Runnable::run, (int) SHORT.toMillis());
      long begin = System.nanoTime();

      assertThatExceptionOfType(SQLException.class)
          .isThrownBy(() -> statement.execute(Backend.SLEEP))
          .withCauseInstanceOf(SocketTimeoutException.class);

      assertThat(System.nanoTime() - begin).isGreaterThanOrEqualTo(SHORT.toNanos());
      assertThat(connection.isClosed()).isTrue();
      terminate(server, pid);
    }
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "TCP_DEFER")
  void connectionWhoseServerWentAwayIsNotValid(PostgresSocket sockets, PostgresServer server)
      throws Exception {
    try (Connection connection = sockets.connect(server)) {
      int pid = Backend.pid(connection);
      assertThat(connection.isValid(5)).isTrue();

      terminate(server, pid);

      assertThat(connection.isValid(5)).isFalse();
    }
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "TCP_DEFER")
  void notificationsAreFoundWithoutLosingAByte(PostgresSocket sockets, PostgresServer server)
      throws Exception {
    try (Connection listening = sockets.connect(server);
        Connection notifying = sockets.connect(server);
        Statement statement = notifying.createStatement()) {
      String channel = "news_" + Backend.pid(listening);
      listening.createStatement().execute("LISTEN " + channel);
      PGConnection asking = listening.unwrap(PGConnection.class);
      assertThat(asking.getNotifications()).isNullOrEmpty(); // a read that ends after 1 ms
      assertThat(asking.getNotifications((int) SHORT.toMillis())).isNullOrEmpty();

      List<String> found = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        statement.execute("NOTIFY " + channel + ", '" + i + "'");
        collect(asking.getNotifications(), found);
      }
      Await.until("all arrive", () -> collectSome(asking, found) == 20);

      assertThat(found)
          .containsExactly(
              "0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12", "13", "14", "15",
              "16", "17", "18", "19");
      assertThat(Backend.number(listening, "SELECT 7")).isEqualTo(7);
    }
  }

  private static int collectSome(PGConnection asking, List<String> found) {
    try {
      collect(asking.getNotifications((int) SHORT.toMillis()), found);
      return found.size();
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  private static void collect(PGNotification[] arrived, List<String> found) {
    for (PGNotification each : arrived == null ? new PGNotification[0] : arrived) {
      found.add(each.getParameter());
    }
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "TCP_DEFER")
  void megabytesAreCopiedBothWays(PostgresSocket sockets, PostgresServer server) throws Exception {
    String line = "0123456789abcdef".repeat(64) + "\n";
    byte[] text = line.repeat(SEVERAL_MEGABYTES / line.length()).getBytes(US_ASCII);
    ByteArrayOutputStream back = new ByteArrayOutputStream(text.length);
    try (Connection connection = sockets.connect(server);
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TEMPORARY TABLE copied (line text)");
      var copy = connection.unwrap(PGConnection.class).getCopyAPI();

      copy.copyIn("COPY copied FROM STDIN", new ByteArrayInputStream(text));
      copy.copyOut("COPY copied TO STDOUT", back);
    }

    assertThat(back.toByteArray()).isEqualTo(text);
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "TCP_DEFER")
  void manyThreadsConnectAtOnce(PostgresSocket sockets, PostgresServer server) throws Exception {
    int threads = sockets == PostgresSocket.LOCAL ? 200 : 20;
    List<Worker<Integer>> workers = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      int number = i;
      workers.add(
          Worker.start(
              () -> {
                try (Connection connection = sockets.connect(server)) {
                  return Backend.number(connection, "SELECT " + number);
                }
              }));
    }

    for (int i = 0; i < threads; i++) {
      assertThat(workers.get(i).result()).isEqualTo(i);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"JDK_TCP", "JDK_TLS", "TCP", "TLS"})
  void interruptClosesAsTheJdkDoes(PostgresSocket sockets, PostgresServer server) throws Exception {
    try (Connection connection = sockets.connect(server)) {
      int pid = Backend.pid(connection);
      Worker<Boolean> query =
          Worker.start(() -> connection.createStatement().execute(Backend.SLEEP));
      Backend.awaitAsleep(server, pid);

      query.thread().interrupt();

      assertThat(query.failure()).isInstanceOf(SQLException.class);
      assertThat(connection.isClosed()).isTrue();
      terminate(server, pid);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"TCP_DEFER", "LOCAL"})
  void deferredInterruptLetsTheQueryEnd(PostgresSocket sockets, PostgresServer server)
      throws Exception {
    try (Connection connection = sockets.connect(server);
        Connection holder = PostgresSocket.JDK_TCP.connect(server)) {
      int pid = Backend.pid(connection);
      Backend.number(holder, "SELECT count(pg_advisory_lock(" + pid + "))");
      Worker<Boolean> query =
          Worker.start(
              () -> {
                Backend.number(connection, "SELECT count(pg_advisory_lock(" + pid + "))");
                return Thread.currentThread().isInterrupted();
              });
      Backend.awaitAsleep(server, pid);

      query.thread().interrupt();
      Backend.number(holder, "SELECT count(pg_advisory_unlock(" + pid + "))");

      assertThat(query.result()).as("flag is set again").isTrue();
      assertThat(Backend.pid(connection)).isEqualTo(pid);
    }
  }

  @Test
  void argumentInPropertiesIsTakenAsItIs(PostgresServer server) throws Exception {
    Properties properties = new Properties();
    properties.setProperty("socketFactory", "org.packetloom.net.PacketloomSocketFactory");
    properties.setProperty(
        "socketFactoryArg", "local://" + server.socket() + "?interrupt=defer&read-timeout=150ms");
    String elsewhere = "jdbc:postgresql://no.such.host.invalid:1/postgres?user=packetloom";
    try (Connection connection = DriverManager.getConnection(elsewhere, properties)) {
      int pid = Backend.pid(connection);
      long begin = System.nanoTime();

      assertThatExceptionOfType(SQLException.class)
          .as("the read timeout of the connector is not taken for one of the driver's probes")
          .isThrownBy(() -> connection.createStatement().execute(Backend.SLEEP));

      assertThat(System.nanoTime() - begin).isGreaterThanOrEqualTo(SHORT.toNanos());
      terminate(server, pid);
    }
  }

  @Test
  void argumentThatIsNoConnectorIsTold() {
    assertThatExceptionOfType(SQLException.class)
        .isThrownBy(
            () ->
                DriverManager.getConnection(
                    "jdbc:postgresql://localhost/x?user=me"
                        + PostgresSocket.FACTORY
                        + "&socketFactoryArg=local:relative"))
        .havingRootCause()
        .withMessageContaining("local:relative");
  }

  private static void terminate(PostgresServer server, int pid) throws SQLException {
    try (Connection other = PostgresSocket.JDK_TCP.connect(server)) {
      Backend.number(other, "SELECT count(pg_terminate_backend(" + pid + "))");
    }
    Backend.awaitGone(server, pid);
  }
}
