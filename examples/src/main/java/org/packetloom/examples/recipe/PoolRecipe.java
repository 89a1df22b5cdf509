// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.recipe;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;

/** A pool of connections whose users are interrupted. */
final class PoolRecipe implements Recipe {
  private static final int CONNECTIONS = 8;
  private static final int THREADS = 200;

  @Override
  public String name() {
    return "pool";
  }

  @Override
  public String summary() {
    return "interrupted users of HikariCP, PostgreSQL behind it, and the connections they leave";
  }

  @Override
  public String urlForm() {
    return PostgresRecipe.URL_FORM;
  }

  @Override
  public void run(Workbench bench) throws Exception {
    if (bench.url().isPresent()) {
      run(bench, bench.url().get());
      return;
    }
    bench.say("starting a PostgreSQL server in a temporary folder");
    try (PostgresServer server = PostgresServer.start()) {
      run(bench, server.url());
    }
  }

  private static void run(Workbench bench, String url) throws Exception {
    String ours = url + PostgresRecipe.FACTORY;
    bench.row(
        THREADS + " threads, " + CONNECTIONS + " connections", () -> share(ours), () -> share(url));
    bench.row(CONNECTIONS + " interrupted in a query", () -> interrupt(ours), () -> interrupt(url));
  }

  private static HikariDataSource pool(String url) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(url);
    config.setMaximumPoolSize(CONNECTIONS);
    return new HikariDataSource(config);
  }

  private static String share(String url) throws InterruptedException {
    try (HikariDataSource pool = pool(url)) {
      CountDownLatch answered = new CountDownLatch(THREADS);
      List<Thread> threads = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        threads.add(Thread.ofVirtual().start(() -> ask(pool, answered)));
      }
      for (Thread thread : threads) {
        thread.join();
      }
      return THREADS - answered.getCount() + " answers";
    }
  }

  private static void ask(HikariDataSource pool, CountDownLatch answered) {
    try (Connection connection = pool.getConnection()) {
      Jdbc.number(connection, "SELECT 1 FROM pg_sleep(0.01)");
      answered.countDown();
    } catch (SQLException _) {
      // counted as missing
    }
  }

  private static String interrupt(String url) throws SQLException, InterruptedException {
    try (HikariDataSource pool = pool(url)) {
      Set<Integer> before = serving(pool);
      CountDownLatch waiting = new CountDownLatch(CONNECTIONS);
      List<Thread> threads = new ArrayList<>();
      for (int i = 0; i < CONNECTIONS; i++) {
        threads.add(Thread.ofVirtual().start(() -> askSlowly(pool, waiting)));
      }
      waiting.await();
      for (Thread thread : threads) {
        thread.interrupt();
        thread.join();
      }
      Set<Integer> after = serving(pool);
      after.retainAll(before);
      return after.size() + " of " + before.size() + " connections left";
    }
  }

  private static void askSlowly(HikariDataSource pool, CountDownLatch waiting) {
    try {
      CancellableQuery.run(
          pool,
          statement -> {
            waiting.countDown();
            return statement.executeQuery(Jdbc.POSTGRES.slowQuery());
          });
    } catch (SQLException _) {
      // cancelled, or the connection was lost
    }
  }

  /** Takes all connections at once, and asks by which process of the server each is served. */
  private static Set<Integer> serving(HikariDataSource pool) throws SQLException {
    Set<Integer> found = new TreeSet<>();
    List<Connection> all = new ArrayList<>();
    try {
      for (int i = 0; i < CONNECTIONS; i++) {
        all.add(pool.getConnection());
        found.add(Jdbc.number(all.getLast(), Jdbc.POSTGRES.whoServes()));
      }
    } finally {
      for (Connection each : all) {
        each.close();
      }
    }
    return found;
  }
}
