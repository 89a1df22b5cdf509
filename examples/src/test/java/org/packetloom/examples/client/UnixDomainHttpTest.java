// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.BufferedSink;
import okio.BufferedSource;
import okio.Okio;
import okio.Socket;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.io.DetachedSocketFactory;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.packetloom.Packetloom;
import org.packetloom.examples.recipe.ContainerDaemon;
import org.packetloom.examples.recipe.HttpClientPools;
import org.packetloom.net.PacketloomServerSocketFactory;
import org.packetloom.net.PacketloomSocketFactory;
import org.packetloom.suite.Task;

/**
 * HTTP over a Unix-domain socket, as with Docker's daemon. The JDK has no such sockets; HttpClient
 * has brought its own, and these are the control.
 */
class UnixDomainHttpTest {
  private static final String HOST = "http://localhost";

  @TempDir private Path folder;

  private final Opened opened = new Opened();
  private ContainerDaemon daemon;

  @BeforeEach
  void startDaemon() throws IOException {
    daemon = opened.add(ContainerDaemon.start(Packetloom.shared(), folder.resolve("daemon.sock")));
  }

  @AfterEach
  void closeAll() throws Exception {
    opened.close();
  }

  @Test
  void okHttpAsksAndReads() throws Exception {
    OkHttpClient client = okHttp();

    assertThat(text(client, "/_ping")).isEqualTo("OK");
    assertThat(text(client, "/events/1000").lines())
        .hasSize(1000)
        .last()
        .isEqualTo("{\"event\":1000}");
  }

  @Test
  void okHttpTakesConnectionOverAndEndsItsSide() throws Exception {
    Request request =
        new Request.Builder()
            .url(HOST + "/attach")
            .header("Connection", "Upgrade")
            .header("Upgrade", "tcp")
            .post(RequestBody.EMPTY)
            .build();

    try (Response response = okHttp().newCall(request).execute()) {
      assertThat(response.code()).isEqualTo(101);
      Socket raw = response.socket();
      BufferedSource source = Okio.buffer(raw.getSource());
      try (BufferedSink sink = Okio.buffer(raw.getSink())) {
        sink.writeUtf8("ls\n").flush();
        assertThat(source.readUtf8Line()).isEqualTo("ls");
        sink.writeUtf8("pwd\n");
      }
      assertThat(source.readUtf8()).isEqualTo("pwd\nexit 0\n");
    }
  }

  @Test
  void okHttpWaitsNoLongerThanItsTimeouts() {
    OkHttpClient client = okHttp();
    Request request = new Request.Builder().url(HOST + "/wait").build();

    Task<Response> reading =
        call(client.newBuilder().readTimeout(Duration.ofMillis(50)).build(), request);
    Task<Response> calling =
        call(client.newBuilder().callTimeout(Duration.ofMillis(50)).build(), request);

    reading.assertFailure().isInstanceOf(SocketTimeoutException.class);
    calling.assertFailure().isInstanceOf(InterruptedIOException.class).hasMessage("timeout");
  }

  @Test
  void httpClientAsksAndReads() throws Exception {
    PoolingHttpClientConnectionManager pool =
        pool(_ -> new PacketloomSocketFactory("local://" + daemon.socket()).createSocket());
    try (CloseableHttpClient client = HttpClients.custom().setConnectionManager(pool).build()) {
      askAndRead(client);
      assertThat(pool.getTotalStats().getAvailable()).isEqualTo(1);
    }
  }

  @Test
  void httpClientAsksAndReadsByItsOwnSockets() throws Exception {
    RequestConfig config = RequestConfig.custom().setUnixDomainSocket(daemon.socket()).build();
    try (CloseableHttpClient client =
        HttpClients.custom().setDefaultRequestConfig(config).build()) {
      askAndRead(client);
    }
  }

  private static void askAndRead(CloseableHttpClient client) throws IOException {
    assertThat(text(client, "/_ping")).isEqualTo("OK");
    assertThat(text(client, "/events/1000").lines())
        .hasSize(1000)
        .last()
        .isEqualTo("{\"event\":1000}");
  }

  @Test
  void mockWebServerListensThere() throws Exception {
    Path socket = folder.resolve("mock.sock");
    MockWebServer server = new MockWebServer();
    server.setServerSocketFactory(new PacketloomServerSocketFactory("local://" + socket));
    server.start(InetAddress.ofLiteral("127.0.0.1"), 0);
    opened.add(server);
    server.enqueue(new MockResponse.Builder().body("from a mock").build());

    assertThat(text(okHttp(socket), "/")).isEqualTo("from a mock");
  }

  private OkHttpClient okHttp() {
    return okHttp(daemon.socket());
  }

  private OkHttpClient okHttp(Path socket) {
    OkHttpClient client =
        new OkHttpClient.Builder()
            .socketFactory(new PacketloomSocketFactory("local://" + socket))
            .dns(_ -> List.of(InetAddress.getLoopbackAddress()))
            .build();
    opened.onClose(() -> client.connectionPool().evictAll());
    return client;
  }

  private PoolingHttpClientConnectionManager pool(DetachedSocketFactory sockets) {
    return opened.add(
        HttpClientPools.pool(
            sockets,
            DefaultClientTlsStrategy.createDefault(),
            ConnectionConfig.custom()
                .setConnectTimeout(Timeout.ofSeconds(30))
                .setSocketTimeout(Timeout.ofSeconds(30))
                .setValidateAfterInactivity(TimeValue.ZERO_MILLISECONDS)
                .build()));
  }

  private static String text(OkHttpClient client, String target) throws IOException {
    Request request = new Request.Builder().url(HOST + target).build();
    try (Response response = client.newCall(request).execute()) {
      return response.body().string();
    }
  }

  private static String text(CloseableHttpClient client, String target) throws IOException {
    return client.execute(
        new HttpGet(HOST + target), response -> EntityUtils.toString(response.getEntity()));
  }

  private static Task<Response> call(OkHttpClient client, Request request) {
    return Task.start(Thread.ofVirtual().factory(), () -> client.newCall(request).execute());
  }
}
