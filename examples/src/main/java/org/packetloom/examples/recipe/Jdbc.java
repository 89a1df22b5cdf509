// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.recipe;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.packetloom.Cancellation;
import org.packetloom.Deadline;

/**
 * What the recipes do with a database: the code of an application, which knows nothing of sockets.
 *
 * @param slowQuery a query that takes a second
 * @param whoServes a query for the number by which the server knows the connection
 */
record Jdbc(String slowQuery, String whoServes) {
  static final Jdbc POSTGRES = new Jdbc("SELECT 1 FROM pg_sleep(1)", "SELECT pg_backend_pid()");
  static final Jdbc MYSQL = new Jdbc("SELECT SLEEP(1)", "SELECT CONNECTION_ID()");

  private static final Duration BEFORE_INTERRUPT = Duration.ofMillis(250);

  /** Connects and asks. */
  String ask(String url) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url)) {
      return "connection " + number(connection, whoServes);
    }
  }

  static int number(Connection connection, String query) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      rows.next();
      return rows.getInt(1);
    }
  }

  /**
   * Interrupts a thread that waits for a query, as a scope does whose work is no longer wanted; the
   * interrupt asks the server to end the query.
   */
  String interrupt(String url) throws SQLException, InterruptedException {
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      int serving = number(connection, whoServes);
      AtomicReference<String> ended = new AtomicReference<>("the query was not ended");
      CountDownLatch begin = new CountDownLatch(1);
      Thread asking = Thread.ofVirtual().start(() -> askIn(statement, begin, ended));
      begin.await();
      if (!asking.join(BEFORE_INTERRUPT)) {
        asking.interrupt();
      }
      asking.join();
      return ended.get() + ", " + afterwards(connection, serving);
    }
  }

  private void askIn(Statement statement, CountDownLatch begin, AtomicReference<String> ended) {
    begin.countDown();
    try {
      Cancellation.onInterrupt(statement::cancel, () -> statement.executeQuery(slowQuery));
    } catch (SQLException e) {
      ended.set(state(e));
    }
  }

  private String afterwards(Connection connection, int serving) {
    try {
      return number(connection, whoServes) == serving ? "connection kept" : "another connection";
    } catch (SQLException _) {
      return "connection lost";
    }
  }

  /** Gives a query of one second a quarter of one. */
  String within(String url) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url)) {
      Deadline.after(Duration.ofMillis(250)).call(() -> number(connection, slowQuery));
      return "not limited";
    } catch (SQLException e) {
      return "ended: " + state(e);
    }
  }

  /** Shows what becomes of a connection whose query is interrupted, or takes too long. */
  void rowsOfEndings(Workbench bench, String ours, String theirs) throws Exception {
    bench.row(
        "interrupt of a query of 1 s",
        () -> Workbench.ensure("connection kept", interrupt(ours)),
        () -> interrupt(theirs));
    bench.row(
        "deadline of 250 ms around it",
        () -> Workbench.ensure("ended", within(ours)),
        () -> within(theirs));
  }

  private static String state(SQLException e) {
    String state = e.getSQLState(); // null if the driver ended the query by itself
    return state == null ? "cancelled" : "SQLState " + state;
  }
}
