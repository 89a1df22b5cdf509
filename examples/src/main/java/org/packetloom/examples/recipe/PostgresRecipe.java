// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.recipe;

/** PostgreSQL's driver, which takes a socket factory by the name of its class. */
final class PostgresRecipe implements Recipe {
  static final String FACTORY = "&socketFactory=org.packetloom.net.PacketloomSocketFactory";
  static final String URL_FORM = "'jdbc:postgresql://host:5432/database?user=me&password=secret'";

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
    return URL_FORM;
  }

  @Override
  public void run(Workbench bench) throws Exception {
    if (bench.url().isPresent()) {
      overTcp(bench, bench.url().get());
      return;
    }
    bench.say("starting a PostgreSQL server in a temporary folder");
    try (PostgresServer server = PostgresServer.start()) {
      run(bench, server);
    }
  }

  /** With a server that is there already. */
  static void run(Workbench bench, PostgresServer server) throws Exception {
    overTcp(bench, server.url());
    bench.row(
        "connect over TLS",
        () -> Jdbc.POSTGRES.ask(server.tlsUrl() + FACTORY),
        () -> Jdbc.POSTGRES.ask(server.tlsUrl()));
    // an ampersand within the argument has to be written as %26
    String argument =
        "&socketFactoryArg=local://" + server.socket() + "?interrupt=defer%26read-timeout=30s";
    bench.row(
        "connect to the Unix-domain socket",
        () -> Jdbc.POSTGRES.ask(server.url() + FACTORY + argument),
        "not to be had");
  }

  private static void overTcp(Workbench bench, String url) throws Exception {
    bench.row(
        "connect over TCP", () -> Jdbc.POSTGRES.ask(url + FACTORY), () -> Jdbc.POSTGRES.ask(url));
  }
}
