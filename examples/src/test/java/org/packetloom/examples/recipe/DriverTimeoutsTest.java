// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.packetloom.suite.Watchdog;

/** The timeouts that drivers know, against servers that do not answer. */
@ExtendWith(Watchdog.class)
class DriverTimeoutsTest {
  private static final String POSTGRES = "jdbc:postgresql://127.0.0.1:%d/x?user=me";
  private static final String MYSQL = "jdbc:mysql://127.0.0.1:%d/x?user=me&sslMode=DISABLED";
  private static final String MARIADB = "jdbc:mariadb://127.0.0.1:%d/x?user=me";
  private static final String NAMED = "&socketFactory=org.packetloom.net.PacketloomSocketFactory";
  private static final String MYSQL_NAMED = "&socketFactory=" + MySqlSocketFactory.class.getName();

  /** The shortest that PostgreSQL's driver knows. */
  private static final Duration SECOND = Duration.ofSeconds(1);

  private static final Duration SHORT = Duration.ofMillis(200);

  /** How long it took to fail. */
  private static Duration untilFailure(String url) {
    long begin = System.nanoTime();
    try {
      DriverManager.getConnection(url).close();
    } catch (SQLException _) {
      return Duration.ofNanos(System.nanoTime() - begin);
    }
    throw new AssertionError("connected: " + url);
  }

  /** All at once, since each takes its time. */
  private static void assertAllFailAfter(Duration least, List<String> urls) throws Exception {
    List<Worker<Duration>> workers = new ArrayList<>();
    for (String url : urls) {
      workers.add(Worker.start(() -> untilFailure(url)));
    }
    for (Worker<Duration> worker : workers) {
      assertThat(worker.result()).isGreaterThanOrEqualTo(least);
    }
  }

  @Test
  void connectTimeoutPasses() throws Exception {
    try (BlackHole hole = BlackHole.open()) {
      String postgres = POSTGRES.formatted(hole.port()) + "&connectTimeout=1";
      assertAllFailAfter(SECOND, List.of(postgres, postgres + NAMED));

      String mysql = MYSQL.formatted(hole.port()) + "&connectTimeout=200";
      String mariadb = MARIADB.formatted(hole.port()) + "&connectTimeout=200";
      assertAllFailAfter(SHORT, List.of(mysql, mysql + MYSQL_NAMED, mariadb, mariadb + NAMED));
    }
  }

  @Test
  void loginTimeoutPasses() throws Exception {
    try (BlackHole hole = BlackHole.silent()) {
      String postgres = POSTGRES.formatted(hole.port()) + "&loginTimeout=1";
      assertAllFailAfter(SECOND, List.of(postgres, postgres + NAMED));
    }
  }

  @Test
  void socketTimeoutPasses() throws Exception {
    try (BlackHole hole = BlackHole.silent()) {
      String postgres = POSTGRES.formatted(hole.port()) + "&socketTimeout=1";
      assertAllFailAfter(SECOND, List.of(postgres, postgres + NAMED));

      String mysql = MYSQL.formatted(hole.port()) + "&socketTimeout=200";
      // until somebody is logged in the driver takes its timeout for connecting
      String mariadb = MARIADB.formatted(hole.port()) + "&connectTimeout=200";
      assertAllFailAfter(SHORT, List.of(mysql, mysql + MYSQL_NAMED, mariadb, mariadb + NAMED));
    }
  }

  @Test
  void refusedConnectionFails() throws Exception {
    int port = ServerFolder.freePort();
    assertAllFailAfter(
        Duration.ZERO,
        List.of(
            POSTGRES.formatted(port),
            POSTGRES.formatted(port) + NAMED,
            MYSQL.formatted(port) + MYSQL_NAMED,
            MARIADB.formatted(port) + NAMED));
  }
}
