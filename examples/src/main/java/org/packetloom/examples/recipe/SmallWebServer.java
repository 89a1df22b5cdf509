// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.recipe;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A web server of the JDK on this machine: {@code /} greets, {@code /late} never answers. */
final class SmallWebServer implements AutoCloseable {
  private static final InetAddress HOST = InetAddress.ofLiteral("127.0.0.1");

  private final String scheme;
  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final CountDownLatch closing = new CountDownLatch(1);

  private SmallWebServer(String scheme, HttpServer server) {
    this.scheme = scheme;
    this.server = server;
    server.setExecutor(threads);
    server.createContext("/", SmallWebServer::greet);
    server.createContext("/late", this::wait);
    server.start();
  }

  static SmallWebServer plain() throws IOException {
    return new SmallWebServer("http", HttpServer.create(new InetSocketAddress(HOST, 0), 0));
  }

  static SmallWebServer secure() throws IOException {
    HttpsServer server = HttpsServer.create(new InetSocketAddress(HOST, 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(LoopbackIdentity.showing().sslContext()));
    return new SmallWebServer("https", server);
  }

  private static void greet(HttpExchange exchange) throws IOException {
    byte[] body = "hello".getBytes(UTF_8);
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private void wait(HttpExchange exchange) {
    try (exchange) {
      closing.await();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Where something is.
   *
   * @param path begins with a slash
   */
  String url(String path) {
    return scheme + "://127.0.0.1:" + server.getAddress().getPort() + path;
  }

  @Override
  public void close() {
    closing.countDown();
    server.stop(0);
    threads.close();
  }
}
