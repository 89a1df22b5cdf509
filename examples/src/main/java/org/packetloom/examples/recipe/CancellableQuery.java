// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.recipe;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.packetloom.Cancellation;

/**
 * Queries that an interrupt ends, over pooled connections that stay: copy this class into your
 * program. Needs sockets of Packetloom, best with {@code interrupt=defer}: then not even an
 * interrupt outside of the query costs a connection.
 */
public final class CancellableQuery {
  private CancellableQuery() {}

  /**
   * What is done with a statement.
   *
   * @param <T> what comes of it
   */
  @FunctionalInterface
  public interface Query<T> {
    /**
     * Runs the query and reads what it gives.
     *
     * @param statement is closed afterwards
     * @return what came of it
     */
    T run(Statement statement) throws SQLException;
  }

  /**
   * Runs a query, whose end the server is asked for if the calling thread is interrupted.
   *
   * <p>The thread is told of an interrupt when the pool has its connection back, not before:
   * HikariCP's hand-over of connections is a loop that does not wait while that flag is set, and
   * some of them keep all virtual threads from running.
   *
   * @param <T> what comes of it
   * @param pool gives the connection
   * @param query runs once, on the calling thread
   * @return what came of it
   * @throws SQLException if it was cancelled, or failed
   */
  public static <T> T run(DataSource pool, Query<T> query) throws SQLException {
    boolean isInterrupted = false;
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement()) {
      try {
        return Cancellation.onInterrupt(statement::cancel, () -> query.run(statement));
      } finally {
        isInterrupted = Thread.interrupted();
      }
    } finally {
      if (isInterrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
