// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.client;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import mockwebserver3.MockWebServer;
import okhttp3.Dispatcher;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.junit.jupiter.api.AfterEach;
import org.packetloom.examples.recipe.LoopbackIdentity;
import org.packetloom.suite.Task;

/** OkHttp, and its MockWebServer, on the same kind of socket. */
abstract class OkHttpFixture {
  static final MediaType BYTES = MediaType.get("application/octet-stream");

  final Opened opened = new Opened();
  final MockWebServer server = new MockWebServer();

  @AfterEach
  void closeAll() throws Exception {
    opened.close();
  }

  OkHttpClient.Builder client(Sockets sockets) {
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

  static OkHttpClient.Builder secure(OkHttpClient.Builder client) {
    return client.sslSocketFactory(
        LoopbackIdentity.showing().sslSocketFactory(), LoopbackIdentity.showing().trustManager());
  }

  void start(Sockets sockets) throws IOException {
    server.setServerSocketFactory(sockets.servers());
    server.start(InetAddress.ofLiteral("127.0.0.1"), 0);
    opened.add(server);
  }

  String url() {
    return server.url("/").scheme() + "://127.0.0.1:" + server.getPort();
  }

  Request get() {
    return new Request.Builder().url(url()).build();
  }

  Request post(byte[] body) {
    return get().newBuilder().post(RequestBody.create(body, BYTES)).build();
  }

  static String text(OkHttpClient client, Request request) throws IOException {
    try (Response response = client.newCall(request).execute()) {
      return response.body().string();
    }
  }

  static Task<Response> call(OkHttpClient client, Request request) {
    return task(() -> client.newCall(request).execute());
  }

  static <T> Task<T> task(Callable<T> call) {
    return Task.start(Thread.ofVirtual().factory(), call);
  }
}
