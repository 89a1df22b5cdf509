// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.recipe;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The JDK's {@link HttpServer}. */
record JdkWebServer(HttpServer server, ExecutorService threads) implements WebServer {
  private static final int BACKLOG = 1024;

  static JdkWebServer start(Optional<Certificate> certificate) throws Exception {
    var address = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0);
    HttpServer server;
    if (certificate.isPresent()) {
      HttpsServer secure = HttpsServer.create(address, BACKLOG);
      secure.setHttpsConfigurator(new HttpsConfigurator(certificate.get().context()));
      server = secure;
    } else {
      server = HttpServer.create(address, BACKLOG);
    }
    ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    server.setExecutor(threads);
    server.createContext("/", JdkWebServer::answer);
    server.start();
    return new JdkWebServer(server, threads);
  }

  private static void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      exchange.sendResponseHeaders(200, Math.max(0, WebAnswer.length(path)));
      try (OutputStream out = exchange.getResponseBody()) {
        WebAnswer.write(path, exchange.getRequestBody(), out);
      }
    }
  }

  @Override
  public int port() {
    return server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.close();
  }
}
