// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.recipe;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** PostgreSQL's driver, which takes a socket factory by the name of its class. */
final class PostgresRecipe implements Recipe {
  private static final String FACTORY = "&socketFactory=org.packetloom.net.PacketloomSocketFactory";

  @Override
  public String name() {
    return "postgresql";
  }

  @Override
  public String summary() {
    return "PostgreSQL's JDBC driver over TCP, TLS and a Unix-domain socket";
  }

  @Override
  public String urlForm() {
    return "'jdbc:postgresql://host:5432/database?user=me&password=secret'";
  }

  @Override
  public void run(Workbench bench) throws Exception {
    if (bench.url().isPresent()) {
      overTcp(bench, bench.url().get());
      return;
    }
    bench.say("starting a PostgreSQL server in a temporary folder");
    try (PostgresServer server = PostgresServer.start()) {
      overTcp(bench, server.url());
      bench.row("over TLS", () -> asked(server.tlsUrl() + FACTORY), () -> asked(server.tlsUrl()));
      String argument =
          "&socketFactoryArg=local://" + server.socket() + "?interrupt=defer&read-timeout=30s";
      bench.row(
          "over its Unix-domain socket",
          () -> asked(server.url() + FACTORY + argument),
          "not to be had");
    }
  }

  private static void overTcp(Workbench bench, String url) throws Exception {
    bench.row("over TCP", () -> asked(url + FACTORY), () -> asked(url));
  }

  private static String asked(String url) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT count(*) FROM generate_series(1, 1000)")) {
      rows.next();
      return rows.getInt(1) + " rows";
    }
  }
}
