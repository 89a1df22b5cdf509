// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.recipe;

/** How a query of PostgreSQL is ended without losing its connection. */
final class PostgresCancelRecipe implements Recipe {
  @Override
  public String name() {
    return "postgresql-cancel";
  }

  @Override
  public String summary() {
    return "an interrupt cancels a query of PostgreSQL and keeps the connection";
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
    Jdbc.POSTGRES.rowsOfEndings(bench, ours, url);
  }
}
