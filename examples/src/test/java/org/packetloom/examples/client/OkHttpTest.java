// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;
import okhttp3.Call;
import okhttp3.Connection;
import okhttp3.Dispatcher;
import okhttp3.EventListener;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okhttp3.internal.connection.RealConnection;
import okio.Buffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.packetloom.Deadline;
import org.packetloom.examples.recipe.LoopbackIdentity;
import org.packetloom.net.PacketloomSocketFactory;
import org.packetloom.net.SocketDeadlineException;
import org.packetloom.suite.Await;
import org.packetloom.suite.Task;

/** OkHttp, and its MockWebServer, on the same kind of socket. */
class OkHttpTest {
  private static final Duration SHORT = Duration.ofMillis(50);
  private static final MediaType BYTES = MediaType.get("application/octet-stream");

  private final Opened opened = new Opened();
  private final MockWebServer server = new MockWebServer();

  @AfterEach
  void closeAll() throws Exception {
    opened.close();
  }

  @ParameterizedTest
  @EnumSource
  void requestsFollowEachOtherOnOneConnection(Sockets sockets) throws Exception {
    OkHttpClient client = client(sockets).build();
    start(sockets);
    byte[] large = new byte[2 << 20];
    large[large.length - 1] = 1;
    server.enqueue(new MockResponse.Builder().body("first").build());
    server.enqueue(new MockResponse.Builder().body(new Buffer().write(large)).build());

    assertThat(text(client, get())).isEqualTo("first");
    try (Response response = client.newCall(post(large)).execute()) {
      assertThat(response.protocol()).isEqualTo(Protocol.HTTP_1_1);
      assertThat(response.body().bytes()).isEqualTo(large);
    }

    assertThat(server.takeRequest().getConnectionIndex()).isZero();
    RecordedRequest second = server.takeRequest();
    assertThat(second.getConnectionIndex()).isZero();
    assertThat(second.getBodySize()).isEqualTo(large.length);
  }

  @ParameterizedTest
  @EnumSource
  void virtualThreadsShareOneConnectionOfHttp2(Sockets sockets) throws Exception {
    server.useHttps(LoopbackIdentity.showing().sslSocketFactory());
    OkHttpClient client = secure(client(sockets)).build();
    start(sockets);
    int count = 20;
    for (int i = 0; i <= count; i++) {
      server.enqueue(new MockResponse.Builder().body("x".repeat(20_000)).build());
    }
    assertThat(text(client, get())).hasSize(20_000);

    List<Task<Protocol>> tasks = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      tasks.add(
          task(
              () -> {
                try (Response response = client.newCall(post(new byte[20_000])).execute()) {
                  assertThat(response.body().bytes()).hasSize(20_000);
                  return response.protocol();
                }
              }));
    }

    assertThat(tasks).extracting(Task::result).containsOnly(Protocol.HTTP_2);
    for (int i = 0; i <= count; i++) {
      assertThat(server.takeRequest().getConnectionIndex()).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource
  void http2NeedsNoTls(Sockets sockets) throws Exception {
    server.setProtocols(List.of(Protocol.H2_PRIOR_KNOWLEDGE));
    OkHttpClient client = client(sockets).protocols(List.of(Protocol.H2_PRIOR_KNOWLEDGE)).build();
    start(sockets);
    server.enqueue(new MockResponse.Builder().body("plain").build());

    assertThat(text(client, get())).isEqualTo("plain");
  }

  @ParameterizedTest
  @EnumSource
  void http1GoesThroughTls(Sockets sockets) throws Exception {
    server.useHttps(LoopbackIdentity.showing().sslSocketFactory());
    server.requireClientAuth();
    OkHttpClient client = secure(client(sockets)).protocols(List.of(Protocol.HTTP_1_1)).build();
    start(sockets);
    server.enqueue(new MockResponse.Builder().body("secret").build());

    assertThat(text(client, get())).isEqualTo("secret");
    assertThat(server.takeRequest().getHandshake().peerPrincipal().getName())
        .isEqualTo("CN=localhost");
  }

  @ParameterizedTest
  @EnumSource
  void readTimeoutEndsCall(Sockets sockets) throws Exception {
    OkHttpClient client = client(sockets).readTimeout(SHORT).build();

    call(client, toMute(sockets)).assertFailure().isInstanceOf(SocketTimeoutException.class);
  }

  @ParameterizedTest
  @EnumSource
  void readTimeoutOfHttp2LeavesConnection(Sockets sockets) throws Exception {
    server.useHttps(LoopbackIdentity.showing().sslSocketFactory());
    OkHttpClient client = secure(client(sockets)).build();
    start(sockets);
    server.enqueue(new MockResponse.Builder().body("first").build());
    server.enqueue(new MockResponse.Builder().onResponseStart(SocketEffect.Stall.INSTANCE).build());
    server.enqueue(new MockResponse.Builder().body("next").build());
    assertThat(text(client, get())).isEqualTo("first");

    call(client.newBuilder().readTimeout(SHORT).build(), get())
        .assertFailure()
        .isInstanceOf(SocketTimeoutException.class);
    assertThat(text(client, get())).isEqualTo("next");
    for (int i = 0; i < 3; i++) {
      assertThat(server.takeRequest().getConnectionIndex()).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource
  void callTimeoutClosesSocketThatIsRead(Sockets sockets) throws Exception {
    OkHttpClient client = client(sockets).callTimeout(SHORT).build();

    call(client, toMute(sockets))
        .assertFailure()
        .isInstanceOf(InterruptedIOException.class)
        .hasMessage("timeout");
  }

  @ParameterizedTest
  @EnumSource
  void connectTimeoutEndsCall(Sockets sockets) throws Exception {
    BlackHole hole = opened.add(new BlackHole("127.0.0.1", 0));
    OkHttpClient client = client(sockets).connectTimeout(SHORT).build();
    Request request = new Request.Builder().url("http://127.0.0.1:" + hole.port()).build();

    call(client, request).assertFailure().isInstanceOf(SocketTimeoutException.class);
  }

  @ParameterizedTest
  @EnumSource
  void writeTimeoutEndsCallThatNobodyReads(Sockets sockets) throws Exception {
    OkHttpClient client = client(sockets).writeTimeout(SHORT).build();
    Request request =
        toMute(sockets).newBuilder().post(RequestBody.create(new byte[32 << 20], BYTES)).build();

    call(client, request).assertFailure().isInstanceOf(SocketTimeoutException.class);
  }

  @ParameterizedTest
  @EnumSource
  void cancelEndsCallThatReads(Sockets sockets) throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    Call call = client(sockets).eventListener(telling(asked)).build().newCall(toMute(sockets));
    Task<Response> waiting = task(call::execute);
    asked.await();
    waiting.awaitParked();

    call.cancel();

    waiting.assertFailure().isInstanceOf(SocketException.class).hasMessage("Socket closed");
  }

  @ParameterizedTest
  @EnumSource
  void interruptEndsCallThatReads(Sockets sockets) throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    OkHttpClient client = client(sockets).eventListener(telling(asked)).build();
    Task<Response> waiting = call(client, toMute(sockets));
    asked.await();
    waiting.awaitParked();

    waiting.interrupt();

    waiting.assertFailure().isInstanceOf(SocketException.class).hasMessage("Closed by interrupt");
    assertThat(waiting.endedInterrupted()).isTrue();
  }

  @Test
  void ambientDeadlineEndsCallThatReads() throws Exception {
    OkHttpClient client = client(Sockets.PACKETLOOM).build();
    Request request = toMute(Sockets.PACKETLOOM);

    assertThatThrownBy(() -> Deadline.after(SHORT).call(() -> client.newCall(request).execute()))
        .isInstanceOf(SocketDeadlineException.class);
  }

  @Test
  void deferredInterruptIsSeenByOkioAtItsNextRead() throws Exception {
    LateAnswer answer = opened.add(new LateAnswer());
    CountDownLatch asked = new CountDownLatch(1);
    OkHttpClient client =
        client(Sockets.PACKETLOOM)
            .socketFactory(new PacketloomSocketFactory(answer.uri() + "?interrupt=defer"))
            .eventListener(telling(asked))
            .build();
    Request request = new Request.Builder().url(answer.url()).build();
    Task<String> waiting = task(() -> text(client, request));
    asked.await();
    waiting.awaitParked();

    waiting.interrupt();
    answer.send("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n" + "x".repeat(100_000));

    waiting.assertFailure().isInstanceOf(InterruptedIOException.class).hasMessage("interrupted");
  }

  @ParameterizedTest
  @EnumSource
  void idleConnectionIsProbedAndKept(Sockets sockets) throws Exception {
    AtomicReference<RealConnection> connection = new AtomicReference<>();
    OkHttpClient client = client(sockets).eventListener(remembering(connection)).build();
    start(sockets);
    for (int i = 0; i < 2; i++) {
      server.enqueue(new MockResponse.Builder().body("answer").build());
    }
    assertThat(text(client, post(new byte[1]))).isEqualTo("answer");
    letIdle(connection.get());

    assertThat(connection.get().isHealthy(true)).isTrue();
    assertThat(text(client, post(new byte[1]))).isEqualTo("answer");

    server.takeRequest();
    assertThat(server.takeRequest().getConnectionIndex()).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void connectionThatServerClosedIsProbedAndReplaced(Sockets sockets) throws Exception {
    AtomicReference<RealConnection> connection = new AtomicReference<>();
    OkHttpClient client = client(sockets).eventListener(remembering(connection)).build();
    start(sockets);
    server.enqueue(
        new MockResponse.Builder()
            .body("answer")
            .onResponseEnd(new SocketEffect.CloseSocket())
            .build());
    server.enqueue(new MockResponse.Builder().body("answer").build());
    assertThat(text(client, post(new byte[1]))).isEqualTo("answer");
    RealConnection first = connection.get();
    Await.until(
        "the probe finds the connection closed",
        () -> {
          letIdle(first);
          return !first.isHealthy(true);
        });

    assertThat(text(client, post(new byte[1]))).isEqualTo("answer");

    assertThat(server.takeRequest().getConnectionIndex()).isZero();
    assertThat(server.takeRequest().getConnectionIndex()).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource
  void fastFallbackTakesAddressThatAnswers(Sockets sockets) throws Exception {
    start(sockets);
    server.enqueue(new MockResponse.Builder().body("second address").build());
    opened.add(new BlackHole("127.0.0.2", server.getPort()));
    List<InetAddress> addresses =
        List.of(InetAddress.ofLiteral("127.0.0.2"), InetAddress.ofLiteral("127.0.0.1"));
    OkHttpClient client = client(sockets).fastFallback(true).dns(_ -> addresses).build();
    Request request =
        new Request.Builder().url("http://two-addresses.test:" + server.getPort()).build();

    assertThat(text(client, request)).isEqualTo("second address");
  }

  @ParameterizedTest
  @EnumSource
  void fastFallbackReportsUnknownHost(Sockets sockets) {
    OkHttpClient client =
        client(sockets)
            .dns(
                name -> {
                  throw new UnknownHostException(name);
                })
            .build();
    Request request = new Request.Builder().url("http://nowhere.test").build();

    call(client, request).assertFailure().isInstanceOf(UnknownHostException.class);
  }

  private static EventListener remembering(AtomicReference<RealConnection> connection) {
    return new EventListener() {
      @Override
      public void connectionAcquired(Call call, Connection acquired) {
        connection.set((RealConnection) acquired);
      }
    };
  }

  private static EventListener telling(CountDownLatch asked) {
    return new EventListener() {
      @Override
      public void requestHeadersEnd(Call call, Request request) {
        asked.countDown();
      }
    };
  }

  /** Makes the client believe so; it probes connections that were idle for ten seconds. */
  private static void letIdle(RealConnection connection) {
    connection.setIdleAtNs(System.nanoTime() - TimeUnit.SECONDS.toNanos(11));
  }

  /** For a server that takes connections and nothing else. */
  private Request toMute(Sockets sockets) throws IOException {
    ServerSocket mute = opened.add(sockets.servers().createServerSocket(0));
    return new Request.Builder().url("http://127.0.0.1:" + mute.getLocalPort()).build();
  }

  private OkHttpClient.Builder client(Sockets sockets) {
    ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    OkHttpClient base =
        new OkHttpClient.Builder()
            .socketFactory(sockets.clients())
            .dispatcher(new Dispatcher(threads))
            .connectTimeout(Duration.ofSeconds(30))
            .readTimeout(Duration.ofSeconds(30))
            .writeTimeout(Duration.ofSeconds(30))
            .retryOnConnectionFailure(false)
            .build();
    opened.onClose(
        () -> {
          base.dispatcher().cancelAll();
          base.connectionPool().evictAll();
          threads.close();
        });
    return base.newBuilder();
  }

  private static OkHttpClient.Builder secure(OkHttpClient.Builder client) {
    return client.sslSocketFactory(
        LoopbackIdentity.showing().sslSocketFactory(), LoopbackIdentity.showing().trustManager());
  }

  private void start(Sockets sockets) throws IOException {
    server.setServerSocketFactory(sockets.servers());
    server.start(InetAddress.ofLiteral("127.0.0.1"), 0);
    opened.add(server);
  }

  private String url() {
    return server.url("/").scheme() + "://127.0.0.1:" + server.getPort();
  }

  private Request get() {
    return new Request.Builder().url(url()).build();
  }

  private Request post(byte[] body) {
    return get().newBuilder().post(RequestBody.create(body, BYTES)).build();
  }

  private static String text(OkHttpClient client, Request request) throws IOException {
    try (Response response = client.newCall(request).execute()) {
      return response.body().string();
    }
  }

  private static Task<Response> call(OkHttpClient client, Request request) {
    return task(() -> client.newCall(request).execute());
  }

  private static <T> Task<T> task(Callable<T> call) {
    return Task.start(Thread.ofVirtual().factory(), call);
  }
}
