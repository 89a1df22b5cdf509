// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.recipe;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.packetloom.suite.Await;

/** What PostgreSQL tells of the process that serves a connection. */
final class Backend {
  /** A query that nothing but a request or a broken connection ends within a test. */
  static final String SLEEP = "SELECT pg_sleep(120)";

  private Backend() {}

  static int pid(Connection connection) throws SQLException {
    return number(connection, "SELECT pg_backend_pid()");
  }

  static int number(Connection connection, String query) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      rows.next();
      return rows.getInt(1);
    }
  }

  /** Waits until the process sleeps as asked, or waits for a lock. */
  static void awaitAsleep(PostgresServer server, int pid) throws SQLException {
    String sleeping =
        "SELECT count(*) FROM pg_stat_activity"
            + " WHERE wait_event IN ('PgSleep', 'advisory') AND pid = "
            + pid;
    awaitOne(server, sleeping);
  }

  /** Waits until the process is gone. */
  static void awaitGone(PostgresServer server, int pid) throws SQLException {
    awaitOne(server, "SELECT 1 - count(*) FROM pg_stat_activity WHERE pid = " + pid);
  }

  private static void awaitOne(PostgresServer server, String query) throws SQLException {
    try (Connection watching = PostgresSocket.JDK_TCP.connect(server)) {
      Await.until(
          query,
          () -> {
            try {
              return number(watching, query) == 1;
            } catch (SQLException e) {
              throw new AssertionError(e);
            }
          });
    }
  }
}
