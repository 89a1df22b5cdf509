// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import okio.Buffer;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.io.DetachedSocketFactory;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.packetloom.Deadline;
import org.packetloom.examples.recipe.HttpClientPools;
import org.packetloom.examples.recipe.LoopbackIdentity;
import org.packetloom.net.PacketloomSocketFactory;
import org.packetloom.net.SocketDeadlineException;
import org.packetloom.suite.Task;

/** Apache HttpClient 5, its classic form, with a pool. */
class HttpClientTest {
  private static final Timeout SHORT = Timeout.ofMilliseconds(50);
  private static final Timeout LONG = Timeout.ofSeconds(30);

  private final Opened opened = new Opened();
  private final MockWebServer server = new MockWebServer();

  @AfterEach
  void closeAll() throws Exception {
    opened.close();
  }

  @ParameterizedTest
  @EnumSource
  void requestsFollowEachOtherOnOneConnection(Sockets sockets) throws Exception {
    CloseableHttpClient client = client(pool(sockets, LONG, LONG));
    start(sockets);
    byte[] large = new byte[2 << 20];
    large[large.length - 1] = 1;
    server.enqueue(new MockResponse.Builder().body("first").build());
    server.enqueue(new MockResponse.Builder().body(new Buffer().write(large)).build());

    assertThat(text(client, get())).isEqualTo("first");
    assertThat(bytes(client, post(large))).isEqualTo(large);

    assertThat(server.takeRequest().getConnectionIndex()).isZero();
    var second = server.takeRequest();
    assertThat(second.getConnectionIndex()).isZero();
    assertThat(second.getBodySize()).isEqualTo(large.length);
  }

  @ParameterizedTest
  @EnumSource
  void optionsOfSocketsAreSetBeforeConnecting(Sockets sockets) throws Exception {
    PoolingHttpClientConnectionManager pool = pool(sockets, LONG, LONG);
    pool.setDefaultSocketConfig(
        SocketConfig.custom()
            .setSoTimeout(LONG)
            .setRcvBufSize(100_000)
            .setSndBufSize(100_000)
            .setSoLinger(TimeValue.ofSeconds(5))
            .setSoReuseAddress(true)
            .setTcpNoDelay(true)
            .setSoKeepAlive(true)
            .setTcpKeepIdle(60)
            .setTcpKeepInterval(10)
            .setTcpKeepCount(3)
            .build());
    CloseableHttpClient client = client(pool);
    start(sockets);
    server.enqueue(new MockResponse.Builder().body("tuned").build());

    assertThat(text(client, get())).isEqualTo("tuned");
  }

  @ParameterizedTest
  @EnumSource
  void virtualThreadsShareThePool(Sockets sockets) throws Exception {
    PoolingHttpClientConnectionManager pool = pool(sockets, LONG, LONG);
    pool.setMaxTotal(4);
    pool.setDefaultMaxPerRoute(4);
    CloseableHttpClient client = client(pool);
    start(sockets);
    int count = 40;
    for (int i = 0; i < count; i++) {
      server.enqueue(new MockResponse.Builder().body("x".repeat(20_000)).build());
    }

    List<Task<String>> tasks = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      tasks.add(task(() -> text(client, get())));
    }

    assertThat(tasks).extracting(Task::result).containsOnly("x".repeat(20_000));
    for (int i = 0; i < count; i++) {
      assertThat(server.takeRequest().getConnectionIndex()).isLessThan(4);
    }
    assertThat(pool.getTotalStats().getLeased()).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void connectionThatServerClosedIsFoundStale(Sockets sockets) throws Exception {
    PoolingHttpClientConnectionManager pool = pool(sockets, LONG, LONG);
    CloseableHttpClient client = client(pool);
    LateAnswer answer = opened.add(new LateAnswer());
    Task<String> first = request(client, new HttpGet(answer.url()));
    answer.send("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nfirst");
    assertThat(first.result()).isEqualTo("first");
    assertThat(pool.getTotalStats().getAvailable()).isEqualTo(1);

    answer.hangUp();

    Task<String> second = request(client, new HttpGet(answer.url()));
    answer.send("HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nsecond");
    assertThat(second.result()).isEqualTo("second");
    assertThat(pool.getTotalStats().getAvailable()).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource
  void requestsGoThroughTls(Sockets sockets) throws Exception {
    CloseableHttpClient client = client(pool(sockets, LONG, LONG));
    server.useHttps(LoopbackIdentity.showing().sslSocketFactory());
    start(sockets);
    server.enqueue(new MockResponse.Builder().body("secret").build());
    server.enqueue(new MockResponse.Builder().body("again").build());

    assertThat(text(client, get())).isEqualTo("secret");
    assertThat(text(client, get())).isEqualTo("again");

    assertThat(server.takeRequest().getHandshake()).isNotNull();
    assertThat(server.takeRequest().getConnectionIndex()).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void socketTimeoutEndsRequest(Sockets sockets) throws Exception {
    CloseableHttpClient client = client(pool(sockets, LONG, SHORT));

    request(client, toMute(sockets)).assertFailure().isInstanceOf(SocketTimeoutException.class);
  }

  @ParameterizedTest
  @EnumSource
  void connectTimeoutEndsRequest(Sockets sockets) throws Exception {
    BlackHole hole = opened.add(new BlackHole("127.0.0.1", 0));
    CloseableHttpClient client = client(pool(sockets, SHORT, LONG));

    request(client, new HttpGet("http://127.0.0.1:" + hole.port()))
        .assertFailure()
        .isInstanceOf(ConnectTimeoutException.class);
  }

  @ParameterizedTest
  @EnumSource
  void cancelEndsRequestThatReads(Sockets sockets) throws Exception {
    CloseableHttpClient client = client(pool(sockets, LONG, Timeout.DISABLED));
    HttpGet get = toMute(sockets);
    Task<String> waiting = request(client, get).awaitParked();

    get.cancel();

    waiting.assertFailure().isInstanceOf(IOException.class);
  }

  @ParameterizedTest
  @EnumSource
  void interruptEndsRequestThatReads(Sockets sockets) throws Exception {
    CloseableHttpClient client = client(pool(sockets, LONG, Timeout.DISABLED));
    Task<String> waiting = request(client, toMute(sockets)).awaitParked();

    waiting.interrupt();

    waiting.assertFailure().isInstanceOf(SocketException.class).hasMessage("Closed by interrupt");
    assertThat(waiting.endedInterrupted()).isTrue();
  }

  @Test
  void ambientDeadlineEndsRequestThatReads() throws Exception {
    CloseableHttpClient client = client(pool(Sockets.PACKETLOOM, LONG, LONG));
    HttpGet get = toMute(Sockets.PACKETLOOM);

    assertThatThrownBy(() -> Deadline.after(Duration.ofMillis(50)).call(() -> text(client, get)))
        .isInstanceOf(SocketDeadlineException.class);
  }

  @Test
  void deferredInterruptLeavesRequestAndConnection() throws Exception {
    LateAnswer answer = opened.add(new LateAnswer());
    PacketloomSocketFactory patient =
        new PacketloomSocketFactory(answer.uri() + "?interrupt=defer");
    CloseableHttpClient client = client(pool(_ -> patient.createSocket(), LONG, LONG));
    Task<String> waiting = request(client, new HttpGet(answer.url())).awaitParked();

    waiting.interrupt();
    answer.send("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello");

    assertThat(waiting.result()).isEqualTo("hello");
    assertThat(waiting.endedInterrupted()).isTrue();
    Task<String> next = request(client, new HttpGet(answer.url()));
    answer.send("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nagain");
    assertThat(next.result()).isEqualTo("again");
  }

  private PoolingHttpClientConnectionManager pool(
      Sockets sockets, Timeout connectTimeout, Timeout socketTimeout) {
    return pool(_ -> sockets.clients().createSocket(), connectTimeout, socketTimeout);
  }

  private PoolingHttpClientConnectionManager pool(
      DetachedSocketFactory sockets, Timeout connectTimeout, Timeout socketTimeout) {
    return opened.add(
        HttpClientPools.pool(
            sockets,
            new DefaultClientTlsStrategy(LoopbackIdentity.trusting().sslContext()),
            ConnectionConfig.custom()
                .setConnectTimeout(connectTimeout)
                .setSocketTimeout(socketTimeout)
                .setValidateAfterInactivity(TimeValue.ZERO_MILLISECONDS)
                .build()));
  }

  private CloseableHttpClient client(PoolingHttpClientConnectionManager pool) {
    return opened.add(
        HttpClients.custom().setConnectionManager(pool).disableAutomaticRetries().build());
  }

  private void start(Sockets sockets) throws IOException {
    server.setServerSocketFactory(sockets.servers());
    server.start(InetAddress.ofLiteral("127.0.0.1"), 0);
    opened.add(server);
  }

  /** For a server that takes connections and nothing else. */
  private HttpGet toMute(Sockets sockets) throws IOException {
    ServerSocket mute = opened.add(sockets.servers().createServerSocket(0));
    return new HttpGet("http://127.0.0.1:" + mute.getLocalPort());
  }

  private String url() {
    return server.url("/").scheme() + "://127.0.0.1:" + server.getPort();
  }

  private HttpGet get() {
    return new HttpGet(url());
  }

  private HttpPost post(byte[] body) {
    HttpPost post = new HttpPost(url());
    post.setEntity(new ByteArrayEntity(body, ContentType.APPLICATION_OCTET_STREAM));
    return post;
  }

  private static String text(CloseableHttpClient client, ClassicHttpRequest request)
      throws IOException {
    return client.execute(request, response -> EntityUtils.toString(response.getEntity()));
  }

  private static byte[] bytes(CloseableHttpClient client, ClassicHttpRequest request)
      throws IOException {
    return client.execute(request, response -> EntityUtils.toByteArray(response.getEntity()));
  }

  private static Task<String> request(CloseableHttpClient client, ClassicHttpRequest request) {
    return task(() -> text(client, request));
  }

  private static <T> Task<T> task(Callable<T> call) {
    return Task.start(Thread.ofVirtual().factory(), call);
  }
}
