// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;
import okhttp3.Call;
import okhttp3.Connection;
import okhttp3.EventListener;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.internal.connection.RealConnection;
import okio.Buffer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.packetloom.examples.recipe.LoopbackIdentity;
import org.packetloom.suite.Await;
import org.packetloom.suite.Task;

/** OkHttp, and its MockWebServer, on the same kind of socket. */
class OkHttpTest extends OkHttpFixture {
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

  /** Makes the client believe so; it probes connections that were idle for ten seconds. */
  private static void letIdle(RealConnection connection) {
    connection.setIdleAtNs(System.nanoTime() - TimeUnit.SECONDS.toNanos(11));
  }
}
