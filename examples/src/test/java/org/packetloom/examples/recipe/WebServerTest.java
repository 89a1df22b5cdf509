// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.packetloom.suite.Watchdog;

/**
 * Web servers and the JDK's client, which take their channels from the JVM's provider: run in a JVM
 * with ours, and in one with the JDK's own as a control.
 */
@Tag("provider")
@ExtendWith(Watchdog.class)
class WebServerTest {
  private static final String PROVIDER = "java.nio.channels.spi.SelectorProvider";
  private static final int LIMIT_SECONDS = 25;
  private static final int LARGE = 1 << 20;
  private static final int MANY = 100;
  private static final int SOME = 15;

  private static Certificate certificate; // written before the first test

  @BeforeAll
  static void makeCertificate(@TempDir Path folder) throws Exception {
    certificate = Certificate.ofLoopback(folder);
  }

  private static HttpClient client() {
    return builder(HttpClient.Version.HTTP_1_1).build();
  }

  private static HttpClient.Builder builder(HttpClient.Version version) {
    Executor threads = task -> Thread.ofVirtual().start(task);
    return HttpClient.newBuilder().version(version).executor(threads);
  }

  private static HttpRequest.Builder request(String scheme, WebServer server, String path) {
    return HttpRequest.newBuilder(URI.create(scheme + "://127.0.0.1:" + server.port() + path));
  }

  private static void assertHello(HttpClient client, String scheme, WebServer server)
      throws Exception {
    HttpResponse<String> answer =
        client.send(request(scheme, server, WebAnswer.HELLO).build(), BodyHandlers.ofString());
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).startsWith("Hello");
  }

  private static byte[] random(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }

  private static void assertEchoes(HttpClient client, String scheme, WebServer server)
      throws Exception {
    byte[] sent = random(LARGE);
    for (HttpRequest.BodyPublisher body :
        List.of(
            BodyPublishers.ofByteArray(sent),
            BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(sent)))) {
      HttpRequest request = request(scheme, server, WebAnswer.ECHO).POST(body).build();
      assertThat(client.send(request, BodyHandlers.ofByteArray()).body()).isEqualTo(sent);
    }
  }

  private static void assertManyAtOnce(
      HttpClient client, String scheme, WebServer server, int count) throws Exception {
    List<CompletableFuture<HttpResponse<byte[]>>> answers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      HttpRequest request =
          request(scheme, server, WebAnswer.ECHO)
              .POST(BodyPublishers.ofByteArray(random(100 * i)))
              .build();
      answers.add(client.sendAsync(request, BodyHandlers.ofByteArray()));
    }
    for (int i = 0; i < count; i++) {
      HttpResponse<byte[]> answer = answers.get(i).get(LIMIT_SECONDS, TimeUnit.SECONDS);
      assertThat(answer.version()).isEqualTo(client.version());
      assertThat(answer.body()).isEqualTo(random(100 * i));
    }
  }

  @Test
  void channelsAreOfTheChosenProvider() throws Exception {
    boolean isOurs = System.getProperty(PROVIDER, "").startsWith("org.packetloom");
    try (SocketChannel channel = SocketChannel.open();
        Selector selector = Selector.open()) {
      String prefix = isOurs ? "org.packetloom.nio." : "sun.nio.ch.";
      assertThat(channel.getClass().getName()).startsWith(prefix);
      assertThat(selector.getClass().getName()).startsWith(prefix);
    }
  }

  @ParameterizedTest
  @EnumSource
  void connectionsAreKeptAndBodiesGoBothWays(WebServer.Kind kind) throws Exception {
    try (WebServer server = kind.start(Optional.empty());
        HttpClient client = client()) {
      for (int i = 0; i < SOME; i++) {
        assertHello(client, "http", server);
      }
      assertEchoes(client, "http", server);
      HttpRequest request = request("http", server, WebAnswer.BYTES + LARGE).build();
      assertThat(client.send(request, BodyHandlers.ofByteArray()).body()).hasSize(LARGE);
    }
  }

  @ParameterizedTest
  @EnumSource
  void manyRequestsAtOnce(WebServer.Kind kind) throws Exception {
    try (WebServer server = kind.start(Optional.empty());
        HttpClient client = client()) {
      assertManyAtOnce(client, "http", server, MANY);
    }
  }

  @ParameterizedTest
  @EnumSource
  void cancelledRequestsDisturbNobody(WebServer.Kind kind) throws Exception {
    try (WebServer server = kind.start(Optional.empty());
        HttpClient client = client()) {
      HttpRequest endless = request("http", server, WebAnswer.BYTES + (1L << 40)).build();
      for (int i = 0; i < 5; i++) {
        var answer = client.sendAsync(endless, BodyHandlers.ofInputStream());
        try (InputStream body = answer.get(LIMIT_SECONDS, TimeUnit.SECONDS).body()) {
          assertThat(body.readNBytes(1 << 16)).hasSize(1 << 16);
        }
        var unanswered = client.sendAsync(endless, BodyHandlers.ofByteArray());
        unanswered.cancel(true);
        assertHello(client, "http", server);
      }
      client.shutdownNow();
    }
  }

  @ParameterizedTest
  @EnumSource
  void tlsOverBothVersions(WebServer.Kind kind) throws Exception {
    for (HttpClient.Version version : HttpClient.Version.values()) {
      if (version == HttpClient.Version.HTTP_2 && kind != WebServer.Kind.JETTY) {
        continue; // the one that offers it
      }
      try (WebServer server = kind.start(Optional.of(certificate));
          HttpClient client = builder(version).sslContext(certificate.context()).build()) {
        assertHello(client, "https", server);
        assertEchoes(client, "https", server);
        assertManyAtOnce(client, "https", server, SOME);
      }
    }
  }

  @Test
  void secondVersionWithoutTls() throws Exception {
    try (WebServer server = WebServer.Kind.JETTY.start(Optional.empty());
        HttpClient client = builder(HttpClient.Version.HTTP_2).build()) {
      assertHello(client, "http", server); // upgrades
      assertEchoes(client, "http", server);
      assertManyAtOnce(client, "http", server, MANY);
    }
  }

  @ParameterizedTest
  @EnumSource
  void loadIsServedWithoutErrors(WebServer.Kind kind) throws Exception {
    Optional<Wrk> wrk = Wrk.find();
    assumeThat(wrk).as("wrk, of the package wrk, is installed").isPresent();
    try (WebServer server = kind.start(Optional.empty())) {
      Wrk.Load load = wrk.orElseThrow().run(server.port(), 1);
      assertThat(load.requests()).isPositive();
      assertThat(load.errors()).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  void portIsFreeOnceTheServerIsClosed(WebServer.Kind kind) throws Exception {
    int port;
    try (WebServer server = kind.start(Optional.empty())) {
      port = server.port();
    }
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + WebAnswer.HELLO)).build();
    try (HttpClient client = client()) {
      var answer = client.sendAsync(request, BodyHandlers.ofString());
      assertThat(answer)
          .failsWithin(LIMIT_SECONDS, TimeUnit.SECONDS)
          .withThrowableThat()
          .withCauseInstanceOf(IOException.class);
    }
  }
}
