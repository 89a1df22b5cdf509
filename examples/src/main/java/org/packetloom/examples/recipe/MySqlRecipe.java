// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.recipe;

/** MySQL's driver, whose socket factories are of a type of its own. */
final class MySqlRecipe implements Recipe {
  private static final String FACTORY = "&socketFactory=" + MySqlSocketFactory.class.getName();

  @Override
  public String name() {
    return "mysql";
  }

  @Override
  public String summary() {
    return "MySQL's driver Connector/J over TCP and a Unix-domain socket";
  }

  @Override
  public String urlForm() {
    return "'jdbc:mysql://host:3306/database?user=me&password=secret'";
  }

  @Override
  public void run(Workbench bench) throws Exception {
    if (bench.url().isPresent()) {
      overTcp(bench, bench.url().get());
      return;
    }
    bench.say("starting a MariaDB server in a temporary folder");
    try (MariaDbServer server = MariaDbServer.start()) {
      run(bench, server);
    }
  }

  /** With a server that is there already. */
  static void run(Workbench bench, MariaDbServer server) throws Exception {
    String url = "jdbc:mysql://" + server.address() + "/test?user=me&sslMode=DISABLED";
    overTcp(bench, url);
    String via = "&via=local://" + server.socket();
    bench.row(
        "connect to the Unix-domain socket",
        () -> Jdbc.MYSQL.ask(url + FACTORY + via),
        "not to be had");
  }

  private static void overTcp(Workbench bench, String url) throws Exception {
    String ours = url + FACTORY;
    bench.row("connect over TCP", () -> Jdbc.MYSQL.ask(ours), () -> Jdbc.MYSQL.ask(url));
    Jdbc.MYSQL.rowsOfEndings(bench, ours, url);
  }
}
