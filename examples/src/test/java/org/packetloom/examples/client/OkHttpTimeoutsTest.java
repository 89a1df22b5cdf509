// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ServerSocket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import mockwebserver3.MockResponse;
import mockwebserver3.SocketEffect;
import okhttp3.Call;
import okhttp3.EventListener;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.packetloom.Deadline;
import org.packetloom.examples.recipe.LoopbackIdentity;
import org.packetloom.net.PacketloomSocketFactory;
import org.packetloom.net.SocketDeadlineException;
import org.packetloom.suite.Task;

/** What ends calls of OkHttp before they are answered. */
class OkHttpTimeoutsTest extends OkHttpFixture {
  private static final Duration SHORT = Duration.ofMillis(50);

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

  private static EventListener telling(CountDownLatch asked) {
    return new EventListener() {
      @Override
      public void requestHeadersEnd(Call call, Request request) {
        asked.countDown();
      }
    };
  }

  /** For a server that takes connections and nothing else. */
  private Request toMute(Sockets sockets) throws IOException {
    ServerSocket mute = opened.add(sockets.servers().createServerSocket(0));
    return new Request.Builder().url("http://127.0.0.1:" + mute.getLocalPort()).build();
  }
}
