// SPDX-License-Identifier: Apache-2.0
package org.packetloom.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.concurrent.ThreadFactory;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.packetloom.ConnectorUri;
import org.packetloom.runtime.JavaChild;
import org.packetloom.suite.Task;
import org.packetloom.suite.Watchdog;

/** The JDK's TLS over our sockets. */
@ExtendWith(Watchdog.class)
class SocketTlsTest {
  private static final ThreadFactory THREADS = Thread.ofVirtual().factory();
  private static final char[] PASSWORD = "changeit".toCharArray();

  @TempDir private static Path folder;

  private static SSLContext context;

  @BeforeAll
  static void makeCertificate() throws Exception {
    Path file = folder.resolve("keys.p12");
    String[] command = {
      JavaChild.tool("keytool"),
      "-genkeypair",
      "-alias",
      "a",
      "-keyalg",
      "EC",
      "-dname",
      "CN=localhost",
      "-ext",
      "SAN=dns:localhost,ip:127.0.0.1",
      "-storetype",
      "PKCS12",
      "-keystore",
      file.toString(),
      "-storepass",
      new String(PASSWORD)
    };
    JavaChild.run(java.util.List.of(command));
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      store.load(in, PASSWORD);
    }
    KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
    keys.init(store, PASSWORD);
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(store);
    context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
  }

  private static PacketloomSslSocketFactory factory(PacketloomSocketFactory sockets) {
    return PacketloomSslSocketFactory.over(context.getSocketFactory(), sockets);
  }

  /** Accepts one client, and gives its bytes back until it ends. */
  private static Task<Void> serve(PacketloomServerSocket listener) {
    return Task.start(
        THREADS,
        () -> {
          try (Socket plain = listener.accept();
              Socket tls = factory(new PacketloomSocketFactory()).createSocket(plain, null, true)) {
            tls.getInputStream().transferTo(tls.getOutputStream());
          }
          return null;
        });
  }

  private static void assertEchoes(Socket tls) throws IOException {
    tls.getOutputStream().write(new byte[] {1, 2, 3});
    assertThat(tls.getInputStream().readNBytes(3)).containsExactly(1, 2, 3);
    tls.shutdownOutput();
    assertThat(tls.getInputStream().read()).isEqualTo(-1);
  }

  private static PacketloomServerSocket listen(SocketAddress local) throws IOException {
    return Sides.listen(local);
  }

  @Test
  void tlsGoesOverTcp() throws Exception {
    try (PacketloomServerSocket listener = listen(Sides.ANY_PORT)) {
      Task<Void> server = serve(listener);
      try (Socket tls =
          factory(new PacketloomSocketFactory())
              .createSocket("127.0.0.1", listener.getLocalPort())) {
        assertEchoes(tls);
        assertThat(tls.getRemoteSocketAddress()).isEqualTo(listener.getLocalSocketAddress());
      }
      server.result();
    }
  }

  @Test
  void tlsGoesOverAUnixDomainSocket() throws Exception {
    Path path = folder.resolve("tls");
    var sockets = PacketloomSocketFactory.via(ConnectorUri.parse("local://" + path));
    try (PacketloomServerSocket listener = listen(UnixDomainSocketAddress.of(path))) {
      Task<Void> server = serve(listener);
      try (Socket below = sockets.createSocket("localhost", 5432);
          SSLSocket tls =
              (SSLSocket) factory(sockets).createSocket(below, "localhost", 5432, true)) {
        SSLParameters parameters = tls.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        tls.setSSLParameters(parameters);
        tls.setTcpNoDelay(true);
        tls.setKeepAlive(true);
        tls.startHandshake();
        assertThat(tls.getSession().getPeerHost()).isEqualTo("localhost");
        tls.setSoTimeout(1);
        assertThatThrownBy(() -> tls.getInputStream().read())
            .isInstanceOf(SocketTimeoutException.class);
        tls.setSoTimeout(0);
        assertEchoes(tls);
      }
      server.result();
    }
  }

  @Test
  void aSocketIsPreparedBeforeItIsConnected() throws Exception {
    try (PacketloomServerSocket listener = listen(Sides.ANY_PORT)) {
      Task<Void> server = serve(listener);
      try (SSLSocket tls = factory(new PacketloomSocketFactory()).createSocket()) {
        tls.setSoTimeout(20_000);
        tls.setTcpNoDelay(true);
        tls.setEnabledProtocols(new String[] {"TLSv1.3"});
        SSLParameters parameters = tls.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        tls.setSSLParameters(parameters);
        assertThat(tls.isConnected()).isFalse();
        tls.connect(listener.getLocalSocketAddress(), 20_000);
        assertThat(tls.isConnected()).isTrue();
        assertThat(tls.getSoTimeout()).isEqualTo(20_000);
        assertThat(tls.getTcpNoDelay()).isTrue();
        assertEchoes(tls);
        assertThat(tls.getSession().getProtocol()).isEqualTo("TLSv1.3");
        assertThat(tls.getEnabledProtocols()).containsExactly("TLSv1.3");
      }
      server.result();
    }
  }

  @Test
  void aFailedConnectionLeavesNothingOpen() throws Exception {
    int nobody;
    try (PacketloomServerSocket listener = listen(Sides.ANY_PORT)) {
      nobody = listener.getLocalPort();
    }
    var tls = factory(new PacketloomSocketFactory());
    assertThatThrownBy(() -> tls.createSocket("127.0.0.1", nobody))
        .hasMessage("Connection refused");
    try (Socket late = tls.createSocket()) {
      assertThatThrownBy(
              () -> late.connect(new java.net.InetSocketAddress("127.0.0.1", nobody), 1_000))
          .hasMessage("Connection refused");
      assertThat(late.isClosed()).isTrue();
    }
  }

  @Test
  void whatIsNoTlsIsTold() throws Exception {
    try (Sides sides = Sides.connect()) {
      sides.server().getOutputStream().write("220 hello\r\n".getBytes());
      try (SSLSocket tls =
          (SSLSocket)
              factory(new PacketloomSocketFactory())
                  .createSocket(sides.client(), "localhost", 25, true)) {
        assertThatThrownBy(tls::startHandshake).isInstanceOf(SSLException.class);
      }
      assertThat(sides.client().isClosed()).isTrue();
    }
  }

  @Test
  void bytesThatWereReadAlreadyAreGivenBack() throws Exception {
    try (PacketloomServerSocket listener = listen(Sides.ANY_PORT)) {
      Task<Integer> server =
          Task.start(
              THREADS,
              () -> {
                try (Socket plain = listener.accept()) {
                  byte[] first = plain.getInputStream().readNBytes(5); // a look at the record
                  try (Socket tls =
                      factory(new PacketloomSocketFactory())
                          .createSocket(plain, new ByteArrayInputStream(first), true)) {
                    return tls.getInputStream().read();
                  }
                }
              });
      try (Socket tls =
          factory(new PacketloomSocketFactory())
              .createSocket(listener.getInetAddress(), listener.getLocalPort())) {
        tls.getOutputStream().write(77);
        assertThat(server.result()).isEqualTo(77);
      }
    }
  }
}
