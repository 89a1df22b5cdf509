// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Databases.class)
class DatabaseRecipesTest {
  private final StringWriter printed = new StringWriter();

  private Workbench bench() {
    return new Workbench(new PrintWriter(printed, true), Optional.empty());
  }

  private Workbench benchWith(String url) {
    return new Workbench(new PrintWriter(printed, true), Optional.of(url));
  }

  @Test
  void postgresqlIsReachedEachWay(PostgresServer server) throws Exception {
    Workbench bench = bench();
    PostgresRecipe.run(bench, server);

    assertThat(bench.isAllWell()).as(printed.toString()).isTrue();
    assertThat(printed.toString()).contains("TCP", "TLS", "Unix-domain");
  }

  @Test
  void postgresqlKeepsItsConnectionWhereTheJdkLosesIt(PostgresServer server) throws Exception {
    Workbench bench = benchWith(server.url());
    new PostgresCancelRecipe().run(bench);

    assertThat(bench.isAllWell()).as(printed.toString()).isTrue();
    assertThat(printed.toString())
        .contains("connection kept", "connection lost", "ended", "not limited");
  }

  @Test
  void poolKeepsItsConnectionsWhereTheJdkLosesThem(PostgresServer server) throws Exception {
    Workbench bench = benchWith(server.url());
    new PoolRecipe().run(bench);

    assertThat(bench.isAllWell()).as(printed.toString()).isTrue();
    assertThat(printed.toString()).contains("8 of 8", "0 of 8");
  }

  @Test
  void mysqlKeepsItsConnectionWhereTheJdkLosesIt(MariaDbServer server) throws Exception {
    Workbench bench = bench();
    MySqlRecipe.run(bench, server);

    assertThat(bench.isAllWell()).as(printed.toString()).isTrue();
    assertThat(printed.toString()).contains("connection kept", "connection lost", "not limited");
  }

  @Test
  void mariadbKeepsItsConnectionWhereTheJdkLosesIt(MariaDbServer server) throws Exception {
    Workbench bench = bench();
    MariaDbRecipe.run(bench, server);

    assertThat(bench.isAllWell()).as(printed.toString()).isTrue();
    assertThat(printed.toString()).contains("connection kept", "connection lost", "not limited");
  }
}
