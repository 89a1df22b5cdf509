// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.function.Function;
import javax.net.ServerSocketFactory;
import javax.net.SocketFactory;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import okhttp3.tls.HandshakeCertificates;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.packetloom.examples.recipe.LoopbackIdentity;
import org.packetloom.net.PacketloomServerSocketFactory;
import org.packetloom.net.PacketloomSocketFactory;
import org.packetloom.net.PacketloomSslSocketFactory;
import org.packetloom.suite.Task;

/** The JDK's TLS on sockets of both kinds; the server's side is always layered by hand. */
class TlsTest {
  @TempDir private Path folder;

  private final Opened opened = new Opened();

  /** What is below TLS. */
  enum Link {
    JDK(_ -> Sockets.JDK.clients(), _ -> Sockets.JDK.servers()),
    PACKETLOOM(_ -> Sockets.PACKETLOOM.clients(), _ -> Sockets.PACKETLOOM.servers()),
    PACKETLOOM_LOCAL(PacketloomSocketFactory::new, PacketloomServerSocketFactory::new);

    private final Function<String, SocketFactory> clients;
    private final Function<String, ServerSocketFactory> servers;

    Link(Function<String, SocketFactory> clients, Function<String, ServerSocketFactory> servers) {
      this.clients = clients;
      this.servers = servers;
    }

    /** The JDK's own factory, which makes the socket below as well, is the control. */
    SSLSocketFactory tls(HandshakeCertificates identity, String uri) {
      return this == JDK
          ? identity.sslSocketFactory()
          : PacketloomSslSocketFactory.over(identity.sslSocketFactory(), clients.apply(uri));
    }
  }

  @AfterEach
  void closeAll() throws Exception {
    opened.close();
  }

  /** Both ends of a connection, before the handshake. */
  private record Ends(SSLSocket client, SSLSocket server) {
    /** Shakes hands: what the client says is what this returns or throws. */
    Ends shaken() throws IOException {
      Task<Void> shaking = task(server::startHandshake);
      client.startHandshake();
      shaking.result();
      return this;
    }
  }

  @ParameterizedTest
  @EnumSource
  void bothSidesKnowEachOther(Link link) throws Exception {
    Ends ends = connect(link, LoopbackIdentity.showing());
    ends.server().setNeedClientAuth(true);
    ends.shaken();

    assertThat(ends.client().getSession().getPeerPrincipal().getName()).isEqualTo("CN=localhost");
    assertThat(ends.server().getSession().getPeerPrincipal().getName()).isEqualTo("CN=localhost");
    assertThat(ends.client().getSession().getProtocol()).isEqualTo("TLSv1.3");
  }

  @ParameterizedTest
  @EnumSource
  void serverThatAsksForCertificateRefusesClientWithoutOne(Link link) throws Exception {
    Ends ends = connect(link, LoopbackIdentity.trusting());
    ends.server().setNeedClientAuth(true);
    Task<Void> shaking = task(ends.server()::startHandshake);
    Task<Integer> reading = task(() -> ends.client().getInputStream().read());

    shaking.assertFailure().isInstanceOf(SSLHandshakeException.class);
    reading.assertFailure().isInstanceOf(IOException.class);
  }

  @ParameterizedTest
  @EnumSource
  void nameOfServerIsVerified(Link link) throws Exception {
    Ends ends = connect(link, LoopbackIdentity.trusting());
    SSLParameters parameters = ends.client().getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    ends.client().setSSLParameters(parameters);

    ends.shaken();

    assertThat(ends.client().getSession().isValid()).isTrue();
  }

  @ParameterizedTest
  @EnumSource
  void bytesGoBothWaysAtOnce(Link link) throws Exception {
    Ends ends = connect(link, LoopbackIdentity.trusting()).shaken();
    byte[] large = new byte[1 << 20];
    large[large.length - 1] = 1;

    Task<byte[]> there = task(() -> ends.server().getInputStream().readNBytes(large.length));
    Task<byte[]> back = task(() -> ends.client().getInputStream().readNBytes(large.length));
    Task<Void> sending = task(() -> ends.server().getOutputStream().write(large));
    ends.client().getOutputStream().write(large);

    assertThat(there.result()).isEqualTo(large);
    assertThat(back.result()).isEqualTo(large);
    sending.result();
  }

  @ParameterizedTest
  @EnumSource
  void sideThatHasEndedStillReads(Link link) throws Exception {
    Ends ends = connect(link, LoopbackIdentity.trusting()).shaken();
    ends.client().getOutputStream().write(1);
    ends.client().shutdownOutput();

    assertThat(ends.server().getInputStream().read()).isEqualTo(1);
    assertThat(ends.server().getInputStream().read()).isEqualTo(-1);
    ends.server().getOutputStream().write(2);
    ends.server().close();

    assertThat(ends.client().getInputStream().read()).isEqualTo(2);
    assertThat(ends.client().getInputStream().read()).isEqualTo(-1);
  }

  @ParameterizedTest
  @EnumSource
  void timeoutOfReadLosesNothing(Link link) throws Exception {
    Ends ends = connect(link, LoopbackIdentity.trusting()).shaken();
    ends.client().setSoTimeout(1);

    for (int i = 0; i < 20; i++) {
      assertThatThrownBy(() -> ends.client().getInputStream().read())
          .isInstanceOf(SocketTimeoutException.class);
    }
    ends.client().setSoTimeout(0);
    ends.server().getOutputStream().write(7);

    assertThat(ends.client().getInputStream().read()).isEqualTo(7);
  }

  @ParameterizedTest
  @EnumSource
  void interruptOfVirtualThreadClosesSocket(Link link) throws Exception {
    Ends ends = connect(link, LoopbackIdentity.trusting()).shaken();
    Task<Integer> reading = task(() -> ends.client().getInputStream().read()).awaitParked();

    reading.interrupt();

    reading.assertFailure().isInstanceOf(SocketException.class).hasMessage("Closed by interrupt");
    assertThat(reading.endedInterrupted()).isTrue();
  }

  @ParameterizedTest
  @EnumSource
  void closeFromAnotherThreadEndsRead(Link link) throws Exception {
    Ends ends = connect(link, LoopbackIdentity.trusting()).shaken();
    Task<Integer> reading = task(() -> ends.client().getInputStream().read()).awaitParked();

    ends.client().close();

    reading.awaitEnd(); // by an exception or by -1: TLS ends its input first, the socket then
    assertThatThrownBy(() -> ends.client().getInputStream().read())
        .isInstanceOf(SocketException.class);
  }

  private Ends connect(Link link, HandshakeCertificates identity) throws Exception {
    String uri = "local://" + folder.resolve("tls.sock");
    ServerSocket listener =
        opened.add(
            link.servers.apply(uri).createServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1")));
    SSLSocket client =
        (SSLSocket) link.tls(identity, uri).createSocket("localhost", listener.getLocalPort());
    opened.add(client);
    Socket accepted = opened.add(listener.accept());
    SSLSocket server =
        (SSLSocket)
            LoopbackIdentity.showing()
                .sslSocketFactory()
                .createSocket(accepted, "localhost", accepted.getPort(), true);
    server.setUseClientMode(false);
    return new Ends(client, opened.add(server));
  }

  private static Task<Void> task(Task.Action action) {
    return task(
        () -> {
          action.run();
          return null;
        });
  }

  private static <T> Task<T> task(Callable<T> call) {
    return Task.start(Thread.ofVirtual().factory(), call);
  }
}
