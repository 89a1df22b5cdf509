// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ServerSocket;
import java.net.Socket;
import javax.net.SocketFactory;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.packetloom.examples.recipe.HttpClientPools;
import org.packetloom.examples.recipe.LoopbackIdentity;

/** Clients whose connections go through a proxy. */
class ProxyTest {
  private final Opened opened = new Opened();
  private final MockWebServer server = new MockWebServer();
  private SmallProxy proxy;

  @BeforeEach
  void startProxy() throws IOException {
    proxy = opened.add(new SmallProxy());
    server.enqueue(new MockResponse.Builder().body("behind the proxy").build());
  }

  @AfterEach
  void closeAll() throws Exception {
    opened.close();
  }

  @ParameterizedTest
  @CsvSource({"JDK, SOCKS", "JDK, HTTP", "PACKETLOOM, SOCKS", "PACKETLOOM, HTTP"})
  void socketHasItsProxyLookUpNames(Sockets sockets, Proxy.Type type) throws Exception {
    ServerSocket listener =
        opened.add(sockets.servers().createServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1")));
    var target = InetSocketAddress.createUnresolved("far.invalid", listener.getLocalPort());

    try (Socket client = sockets.through(proxy.asProxy(type))) {
      client.connect(target, 30_000);
      try (Socket accepted = listener.accept()) {
        client.getOutputStream().write(1);
        client.shutdownOutput();
        assertThat(accepted.getInputStream().readAllBytes()).containsExactly(1);
        accepted.getOutputStream().write(2);
      }
      assertThat(client.getInputStream().readAllBytes()).containsExactly(2);
    }
    assertThat(proxy.targets()).containsExactly("far.invalid");
  }

  @ParameterizedTest
  @EnumSource
  void okHttpGoesThroughSocks(Sockets sockets) throws Exception {
    start(sockets);
    // OkHttp's own setting for SOCKS makes sockets of the JDK and asks no factory
    OkHttpClient client =
        okHttp(through(sockets, proxy.asProxy(Proxy.Type.SOCKS))).proxy(Proxy.NO_PROXY).build();

    assertThat(text(client)).isEqualTo("behind the proxy");
    assertThat(proxy.targets()).containsExactly("127.0.0.1");
  }

  @ParameterizedTest
  @EnumSource
  void okHttpGoesThroughHttpTunnel(Sockets sockets) throws Exception {
    startSecure(sockets);
    OkHttpClient client = okHttp(sockets.clients()).proxy(proxy.asProxy(Proxy.Type.HTTP)).build();

    assertThat(text(client)).isEqualTo("behind the proxy");
    assertThat(proxy.targets()).containsExactly("127.0.0.1");
  }

  @ParameterizedTest
  @EnumSource
  void httpClientGoesThroughSocks(Sockets sockets) throws Exception {
    start(sockets);
    PoolingHttpClientConnectionManager pool = pool(sockets);
    pool.setDefaultSocketConfig(
        SocketConfig.custom().setSocksProxyAddress(proxy.address()).build());

    assertThat(text(HttpClients.custom().setConnectionManager(pool))).isEqualTo("behind the proxy");
    assertThat(proxy.targets()).containsExactly("127.0.0.1");
  }

  @ParameterizedTest
  @EnumSource
  void httpClientGoesThroughHttpTunnel(Sockets sockets) throws Exception {
    startSecure(sockets);
    HttpHost host = new HttpHost(proxy.address().getAddress(), proxy.address().getPort());

    assertThat(text(HttpClients.custom().setConnectionManager(pool(sockets)).setProxy(host)))
        .isEqualTo("behind the proxy");
    assertThat(proxy.targets()).containsExactly("127.0.0.1");
  }

  /** Makes unconnected sockets that go through a proxy. */
  private static SocketFactory through(Sockets sockets, Proxy proxy) {
    return new SocketFactory() {
      @Override
      public Socket createSocket() throws IOException {
        return sockets.through(proxy);
      }

      @Override
      public Socket createSocket(String host, int port) {
        throw new UnsupportedOperationException();
      }

      @Override
      public Socket createSocket(String host, int port, InetAddress localHost, int localPort) {
        throw new UnsupportedOperationException();
      }

      @Override
      public Socket createSocket(InetAddress host, int port) {
        throw new UnsupportedOperationException();
      }

      @Override
      public Socket createSocket(
          InetAddress address, int port, InetAddress localAddress, int localPort) {
        throw new UnsupportedOperationException();
      }
    };
  }

  private OkHttpClient.Builder okHttp(SocketFactory sockets) {
    OkHttpClient client =
        new OkHttpClient.Builder()
            .socketFactory(sockets)
            .sslSocketFactory(
                LoopbackIdentity.trusting().sslSocketFactory(),
                LoopbackIdentity.trusting().trustManager())
            .build();
    opened.onClose(() -> client.connectionPool().evictAll());
    return client.newBuilder();
  }

  private PoolingHttpClientConnectionManager pool(Sockets sockets) {
    return opened.add(
        HttpClientPools.pool(
            socks -> socks == null ? sockets.clients().createSocket() : sockets.through(socks),
            new DefaultClientTlsStrategy(LoopbackIdentity.trusting().sslContext()),
            ConnectionConfig.DEFAULT));
  }

  private void start(Sockets sockets) throws IOException {
    server.setServerSocketFactory(sockets.servers());
    server.start(InetAddress.ofLiteral("127.0.0.1"), 0);
    opened.add(server);
  }

  private void startSecure(Sockets sockets) throws IOException {
    server.useHttps(LoopbackIdentity.showing().sslSocketFactory());
    start(sockets);
  }

  private String url() {
    String scheme = server.url("/").scheme();
    return scheme + "://127.0.0.1:" + server.getPort();
  }

  private String text(OkHttpClient client) throws IOException {
    Request request = new Request.Builder().url(url()).build();
    try (Response response = client.newCall(request).execute()) {
      return response.body().string();
    }
  }

  private String text(HttpClientBuilder builder) throws IOException {
    try (CloseableHttpClient client = builder.build()) {
      return client.execute(
          new HttpGet(url()), response -> EntityUtils.toString(response.getEntity()));
    }
  }
}
