// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.recipe;

/** MariaDB's driver, which takes a socket factory by the name of its class. */
final class MariaDbRecipe implements Recipe {
  private static final String FACTORY = "&socketFactory=org.packetloom.net.PacketloomSocketFactory";
  private static final String FACTORY_VIA =
      "&socketFactory=" + MariaDbSocketFactory.class.getName() + "&via=";

  @Override
  public String name() {
    return "mariadb";
  }

  @Override
  public String summary() {
    return "MariaDB's driver over TCP and a Unix-domain socket";
  }

  @Override
  public String urlForm() {
    return "'jdbc:mariadb://host:3306/database?user=me&password=secret'";
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
    String url = "jdbc:mariadb://" + server.address() + "/test?user=me&sslMode=disable";
    overTcp(bench, url);
    String ours = url + FACTORY_VIA + "local://" + server.socket();
    bench.row(
        "connect to the Unix-domain socket",
        () -> Jdbc.MYSQL.ask(ours),
        "by a library of native code");
  }

  private static void overTcp(Workbench bench, String url) throws Exception {
    String ours = url + FACTORY;
    bench.row("connect over TCP", () -> Jdbc.MYSQL.ask(ours), () -> Jdbc.MYSQL.ask(url));
    Jdbc.MYSQL.rowsOfEndings(bench, ours, url);
  }
}
