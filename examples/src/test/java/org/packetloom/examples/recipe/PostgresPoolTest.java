// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.packetloom.Cancellation;
import org.packetloom.Deadline;
import org.packetloom.suite.Await;
import org.packetloom.suite.Seed;
import org.packetloom.suite.Watchdog;

/** What becomes of pooled connections whose users are interrupted, or run out of time. */
@ExtendWith({Watchdog.class, Databases.class})
class PostgresPoolTest {
  private static final String QUERY_CANCELED = "57014";
  private static final Duration SHORT = Duration.ofMillis(200);

  /** What a thread saw that was interrupted in a query. */
  private record Seen(String state, boolean isInterrupted, int pid) {}

  private static HikariDataSource pool(PostgresSocket sockets, PostgresServer server, int size) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(sockets.url(server));
    config.setMaximumPoolSize(size);
    config.setConnectionTimeout(Await.LIMIT.toMillis());
    return new HikariDataSource(config);
  }

  private static int pid(HikariDataSource pool) throws SQLException {
    try (Connection connection = pool.getConnection()) {
      return Backend.pid(connection);
    }
  }

  /** Sleeps in a query, asks for its end if interrupted, and uses the connection again. */
  private static Seen sleepCancellably(HikariDataSource pool, AtomicInteger pid)
      throws SQLException {
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement()) {
      pid.set(Backend.pid(connection));
      SQLException failure =
          catchThrowableOfType(
              SQLException.class,
              () ->
                  Cancellation.onInterrupt(
                      statement::cancel, () -> statement.execute(Backend.SLEEP)));
      boolean isInterrupted = Thread.interrupted();
      return new Seen(failure.getSQLState(), isInterrupted, Backend.pid(connection));
    }
  }

  private static Worker<Seen> interruptedSleeper(
      HikariDataSource pool, PostgresServer server, AtomicInteger pid) throws SQLException {
    Worker<Seen> sleeper = Worker.start(() -> sleepCancellably(pool, pid));
    Await.until("it has a connection", () -> pid.get() != 0);
    Backend.awaitAsleep(server, pid.get());
    sleeper.thread().interrupt();
    return sleeper;
  }

  @ParameterizedTest
  @EnumSource(names = {"TCP", "TLS", "TCP_DEFER", "LOCAL"})
  void interruptedQueryIsCancelledAndItsConnectionStays(
      PostgresSocket sockets, PostgresServer server) throws Exception {
    try (HikariDataSource pool = pool(sockets, server, 1)) {
      AtomicInteger pid = new AtomicInteger();
      Seen seen = interruptedSleeper(pool, server, pid).result();

      assertThat(seen).isEqualTo(new Seen(QUERY_CANCELED, true, pid.get()));
      assertThat(pid(pool)).as("the pool's only connection").isEqualTo(pid.get());
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"JDK_TCP", "JDK_TLS"})
  void interruptedQueryOnSocketsOfTheJdkLosesTheConnection(
      PostgresSocket sockets, PostgresServer server) throws Exception {
    try (HikariDataSource pool = pool(sockets, server, 1)) {
      AtomicInteger pid = new AtomicInteger();

      assertThat(interruptedSleeper(pool, server, pid).failure()).isInstanceOf(SQLException.class);
      assertThat(pid(pool)).as("another connection").isNotEqualTo(pid.get());
      try (Connection other = PostgresSocket.JDK_TCP.connect(server)) {
        Backend.number(other, "SELECT count(pg_terminate_backend(" + pid.get() + "))");
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"TCP_DEFER", "LOCAL"})
  void interruptsAtAnyMomentCostNoConnection(PostgresSocket sockets, PostgresServer server)
      throws Exception {
    Random random = new Random(Seed.VALUE);
    try (HikariDataSource pool = pool(sockets, server, 4)) {
      Set<Integer> pids = pids(pool, 4);

      List<Worker<Boolean>> workers = new ArrayList<>();
      for (int i = 0; i < 60; i++) {
        workers.add(Worker.start(() -> napsCancellably(pool)));
      }
      for (Worker<Boolean> worker : workers) {
        LockSupport.parkNanos(random.nextInt(3_000_000));
        worker.thread().interrupt();
      }
      for (Worker<Boolean> worker : workers) {
        assertThat(worker.result()).isTrue();
      }

      assertThat(pids(pool, 4)).isEqualTo(pids);
    }
  }

  /** The processes behind all connections of a pool. */
  private static Set<Integer> pids(HikariDataSource pool, int size) throws SQLException {
    Set<Integer> pids = new ConcurrentSkipListSet<>();
    List<Connection> all = new ArrayList<>();
    try {
      for (int i = 0; i < size; i++) {
        all.add(pool.getConnection());
        pids.add(Backend.pid(all.getLast()));
      }
    } finally {
      for (Connection each : all) {
        each.close();
      }
    }
    return pids;
  }

  private static boolean napsCancellably(HikariDataSource pool) {
    try {
      return CancellableQuery.run(pool, statement -> statement.execute("SELECT pg_sleep(0.02)"));
    } catch (SQLException e) {
      // the pool, too, ends a wait for a connection that is interrupted
      return QUERY_CANCELED.equals(e.getSQLState()) || e.getSQLState() == null;
    } finally {
      Thread.interrupted();
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"TCP", "TLS", "LOCAL"})
  void deadlineBoundsACallThroughDriverAndPool(PostgresSocket sockets, PostgresServer server)
      throws Exception {
    try (HikariDataSource pool = pool(sockets, server, 1)) {
      int pid = pid(pool);
      long begin = System.nanoTime();

      assertThatExceptionOfType(SQLException.class)
          .isThrownBy(() -> Deadline.after(SHORT).call(() -> load(pool, Backend.SLEEP)));

      assertThat(System.nanoTime() - begin).isGreaterThanOrEqualTo(SHORT.toNanos());
      assertThat(pid(pool)).as("works without a deadline").isNotEqualTo(pid);
    }
  }

  @Test
  void deadlineIsNothingToTheSocketsOfTheJdk(PostgresServer server) throws Exception {
    try (HikariDataSource pool = pool(PostgresSocket.JDK_TCP, server, 1)) {
      int rows =
          Deadline.after(SHORT)
              .call(() -> load(pool, "SELECT count(pg_sleep(" + SHORT.toMillis() / 500.0 + "))"));

      assertThat(rows).isEqualTo(1);
    }
  }

  private static int load(HikariDataSource pool, String query) throws SQLException {
    try (Connection connection = pool.getConnection()) {
      return Backend.number(connection, query);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"JDK_TCP", "TCP", "LOCAL"})
  void manyThreadsShareFewConnections(PostgresSocket sockets, PostgresServer server)
      throws Exception {
    try (HikariDataSource pool = pool(sockets, server, 8)) {
      List<Worker<Integer>> workers = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        String query = "SELECT " + i;
        workers.add(Worker.start(() -> load(pool, query)));
      }

      for (int i = 0; i < workers.size(); i++) {
        assertThat(workers.get(i).result()).isEqualTo(i);
      }
      assertThat(pool.getHikariPoolMXBean().getTotalConnections()).isLessThanOrEqualTo(8);
    }
  }
}
