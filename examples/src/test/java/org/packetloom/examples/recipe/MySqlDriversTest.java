// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.recipe;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.mysql.cj.jdbc.exceptions.MySQLStatementCancelledException;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.packetloom.Cancellation;
import org.packetloom.Deadline;
import org.packetloom.suite.Await;
import org.packetloom.suite.Watchdog;

/** What the drivers of MySQL and MariaDB ask of a socket, on the JDK's and on ours. */
@ExtendWith({Watchdog.class, Databases.class})
class MySqlDriversTest {
  private static final String SLEEP = "SELECT SLEEP(120)";

  /** The server's error of a query that was killed. */
  private static final int QUERY_INTERRUPTED = 1317;

  private static final Duration SHORT = Duration.ofMillis(200);
  private static final int SEVERAL_MEGABYTES = 2 << 20;

  /** What a thread saw that was interrupted in a query. */
  private record Seen(boolean isCancelled, boolean isInterrupted, int id) {}

  /** MySQL's driver may throw an exception of its own before it looks at the server's answer. */
  private static boolean isCancelled(Throwable failure) {
    return failure instanceof MySQLStatementCancelledException
        || failure instanceof SQLException e && e.getErrorCode() == QUERY_INTERRUPTED;
  }

  private static int id(Connection connection) throws SQLException {
    return Backend.number(connection, "SELECT CONNECTION_ID()");
  }

  private static void awaitAsleep(MariaDbServer server, int id) throws SQLException {
    awaitOne(
        server,
        "SELECT count(*) FROM information_schema.processlist WHERE state = 'User sleep' AND id = "
            + id);
  }

  private static void kill(MariaDbServer server, int id) throws SQLException {
    try (Connection other = MySqlSocket.MARIADB_JDK.connect(server);
        Statement statement = other.createStatement()) {
      statement.execute("KILL CONNECTION " + id);
    } catch (SQLException _) {
      // it has gone by itself
    }
    awaitOne(server, "SELECT 1 - count(*) FROM information_schema.processlist WHERE id = " + id);
  }

  private static void awaitOne(MariaDbServer server, String query) throws SQLException {
    try (Connection watching = MySqlSocket.MARIADB_JDK.connect(server)) {
      Await.until(
          query,
          () -> {
            try {
              return Backend.number(watching, query) == 1;
            } catch (SQLException e) {
              throw new AssertionError(e);
            }
          });
    }
  }

  @ParameterizedTest
  @EnumSource
  void rowsAreComplete(MySqlSocket sockets, MariaDbServer server) throws Exception {
    try (Connection connection = sockets.connect(server);
        PreparedStatement statement =
            connection.prepareStatement(
                "SELECT seq, REPEAT('x', seq) FROM seq_1_to_1000 WHERE seq <= ?")) {
      statement.setInt(1, 900);
      try (ResultSet rows = statement.executeQuery()) {
        for (int i = 1; i <= 900; i++) {
          assertThat(rows.next()).isTrue();
          assertThat(rows.getString(2)).hasSize(rows.getInt(1)).hasSize(i);
        }
        assertThat(rows.next()).isFalse();
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void megabytesGoBothWays(MySqlSocket sockets, MariaDbServer server) throws Exception {
    byte[] sent = "0123456789abcdef".repeat(SEVERAL_MEGABYTES / 16).getBytes(US_ASCII);
    try (Connection connection = sockets.connect(server);
        PreparedStatement statement = connection.prepareStatement("SELECT ?")) {
      statement.setBytes(1, sent);
      try (ResultSet rows = statement.executeQuery()) {
        assertThat(rows.next()).isTrue();
        assertThat(rows.getBytes(1)).isEqualTo(sent);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void cancelEndsTheQueryAndKeepsTheConnection(MySqlSocket sockets, MariaDbServer server)
      throws Exception {
    try (Connection connection = sockets.connect(server);
        Statement statement = connection.createStatement()) {
      int id = id(connection);
      Worker<Boolean> query = Worker.start(() -> statement.execute(SLEEP));
      awaitAsleep(server, id);

      statement.cancel();

      assertThat(query.failure()).matches(MySqlDriversTest::isCancelled);
      assertThat(id(connection)).isEqualTo(id);
    }
  }

  @ParameterizedTest
  @EnumSource
  void abortEndsAWaitingThread(MySqlSocket sockets, MariaDbServer server) throws Exception {
    Connection connection = sockets.connect(server);
    int id = id(connection);
    Statement statement = connection.createStatement();
    Worker<Boolean> query = Worker.start(() -> statement.execute(SLEEP));
    awaitAsleep(server, id);

    connection.abort(Runnable::run);

    assertThat(query.failure()).isInstanceOf(SQLException.class);
    assertThat(connection.isClosed()).isTrue();
    kill(server, id);
  }

  @ParameterizedTest
  @EnumSource
  void networkTimeoutEndsAReadAndTheConnection(MySqlSocket sockets, MariaDbServer server)
      throws Exception {
    try (Connection connection = sockets.connect(server);
        Statement statement = connection.createStatement()) {
      int id = id(connection);
      connection.setNetworkTimeout(Runnable::run, (int) SHORT.toMillis());
      long begin = System.nanoTime();

      assertThatExceptionOfType(SQLException.class).isThrownBy(() -> statement.execute(SLEEP));

      assertThat(System.nanoTime() - begin).isGreaterThanOrEqualTo(SHORT.toNanos());
      assertThat(connection.isValid(5)).isFalse();
      kill(server, id);
    }
  }

  @ParameterizedTest
  @EnumSource
  void connectionWhoseServerWentAwayIsNotValid(MySqlSocket sockets, MariaDbServer server)
      throws Exception {
    try (Connection connection = sockets.connect(server)) {
      int id = id(connection);
      assertThat(connection.isValid(5)).isTrue();

      kill(server, id);

      assertThat(connection.isValid(5)).isFalse();
    }
  }

  @ParameterizedTest
  @EnumSource
  void interruptedQueryIsCancelledAndItsConnectionStaysButWithTheJdk(
      MySqlSocket sockets, MariaDbServer server) throws Exception {
    try (HikariDataSource pool = pool(sockets, server)) {
      int id = id(pool);
      Worker<Seen> sleeper = Worker.start(() -> sleepCancellably(pool));
      awaitAsleep(server, id);

      sleeper.thread().interrupt();

      if (sockets.isOfJdk()) {
        assertThat(sleeper.failure()).isInstanceOf(SQLException.class);
        assertThat(id(pool)).as("another connection").isNotEqualTo(id);
        kill(server, id);
      } else {
        assertThat(sleeper.result()).isEqualTo(new Seen(true, true, id));
        assertThat(id(pool)).as("the pool's only connection").isEqualTo(id);
      }
    }
  }

  private static HikariDataSource pool(MySqlSocket sockets, MariaDbServer server) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(sockets.url(server));
    config.setMaximumPoolSize(1);
    config.setConnectionTimeout(Await.LIMIT.toMillis());
    return new HikariDataSource(config);
  }

  private static int id(HikariDataSource pool) throws SQLException {
    try (Connection connection = pool.getConnection()) {
      return id(connection);
    }
  }

  /** Sleeps in a query, asks for its end if interrupted, and uses the connection again. */
  private static Seen sleepCancellably(HikariDataSource pool) throws SQLException {
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement()) {
      SQLException failure =
          catchThrowableOfType(
              SQLException.class,
              () -> Cancellation.onInterrupt(statement::cancel, () -> statement.execute(SLEEP)));
      boolean isInterrupted = Thread.interrupted();
      return new Seen(isCancelled(failure), isInterrupted, id(connection));
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"MYSQL_TCP", "MYSQL_LOCAL", "MARIADB_TCP", "MARIADB_LOCAL"})
  void deadlineBoundsACallThroughDriverAndPool(MySqlSocket sockets, MariaDbServer server)
      throws Exception {
    try (HikariDataSource pool = pool(sockets, server)) {
      int id = id(pool);
      long begin = System.nanoTime();

      assertThatExceptionOfType(SQLException.class)
          .isThrownBy(() -> Deadline.after(SHORT).call(() -> load(pool)));

      assertThat(System.nanoTime() - begin).isGreaterThanOrEqualTo(SHORT.toNanos());
      assertThat(id(pool)).as("works without a deadline").isNotEqualTo(id);
      kill(server, id);
    }
  }

  private static int load(HikariDataSource pool) throws SQLException {
    try (Connection connection = pool.getConnection()) {
      return Backend.number(connection, SLEEP);
    }
  }

  @ParameterizedTest
  @EnumSource
  void manyThreadsConnectAtOnce(MySqlSocket sockets, MariaDbServer server) throws Exception {
    int threads = sockets.isLocal() ? 200 : 20;
    List<Worker<Integer>> workers = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      String query = "SELECT " + i;
      workers.add(
          Worker.start(
              () -> {
                try (Connection connection = sockets.connect(server)) {
                  return Backend.number(connection, query);
                }
              }));
    }

    for (int i = 0; i < threads; i++) {
      assertThat(workers.get(i).result()).isEqualTo(i);
    }
  }
}
