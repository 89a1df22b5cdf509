// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.recipe;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.io.DetachedSocketFactory;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.packetloom.Deadline;
import org.packetloom.Packetloom;
import org.packetloom.net.PacketloomSocketFactory;

/** Apache HttpClient 5, whose connection operator takes a factory of unconnected sockets. */
final class HttpClientRecipe implements Recipe {
  @Override
  public String name() {
    return "httpclient5";
  }

  @Override
  public String summary() {
    return "Apache HttpClient 5 over TCP, TLS and a Unix-domain socket, and calls with a deadline";
  }

  @Override
  public String urlForm() {
    return "http://host/path";
  }

  @Override
  public void run(Workbench bench) throws Exception {
    if (bench.url().isPresent()) {
      String url = bench.url().get();
      bench.row("GET", () -> got(client(direct()), url), () -> got(client(jdk()), url));
      return;
    }
    bench.say("starting web servers on this machine");
    try (SmallWebServer plain = SmallWebServer.plain();
        SmallWebServer secure = SmallWebServer.secure()) {
      bench.row(
          "GET over TCP",
          () -> got(client(direct()), plain.url("/")),
          () -> got(client(jdk()), plain.url("/")));
      bench.row(
          "GET over TLS",
          () -> got(client(direct()), secure.url("/")),
          () -> got(client(jdk()), secure.url("/")));
      bench.row("late answer, deadline of 200 ms", () -> bounded(plain.url("/late")), "waits on");
    }
    overUnixDomainSocket(bench);
  }

  private static void overUnixDomainSocket(Workbench bench) throws Exception {
    Path folder = Files.createTempDirectory("packetloom-httpclient5-");
    try (ContainerDaemon daemon =
        ContainerDaemon.start(Packetloom.shared(), folder.resolve("daemon.sock"))) {
      var sockets = new PacketloomSocketFactory("local://" + daemon.socket());
      RequestConfig own = RequestConfig.custom().setUnixDomainSocket(daemon.socket()).build();
      String url = "http://localhost/_ping";
      bench.row(
          "GET over a Unix-domain socket",
          () -> got(client(_ -> sockets.createSocket()), url),
          () -> got(HttpClients.custom().setDefaultRequestConfig(own).build(), url));
    } finally {
      Files.delete(folder);
    }
  }

  /** Sockets of ours, through a SOCKS proxy if the client asks for one. */
  private static DetachedSocketFactory direct() {
    PacketloomSocketFactory sockets = new PacketloomSocketFactory();
    return proxy -> (proxy == null ? sockets : sockets.with(proxy)).createSocket();
  }

  private static DetachedSocketFactory jdk() {
    return proxy -> proxy == null ? new Socket() : new Socket(proxy);
  }

  private static CloseableHttpClient client(DetachedSocketFactory sockets) {
    var tls = new DefaultClientTlsStrategy(LoopbackIdentity.trusting().sslContext());
    return HttpClients.custom()
        .setConnectionManager(HttpClientPools.pool(sockets, tls, ConnectionConfig.DEFAULT))
        .build();
  }

  private static String got(CloseableHttpClient client, String url) throws IOException {
    try (client) {
      return client.execute(
          new HttpGet(url),
          response -> {
            byte[] body = EntityUtils.toByteArray(response.getEntity());
            return response.getCode() + ", " + body.length + " bytes";
          });
    }
  }

  private static String bounded(String url) throws Exception {
    try {
      return Deadline.after(Duration.ofMillis(200)).call(() -> got(client(direct()), url));
    } catch (IOException _) {
      return "ended";
    }
  }
}
