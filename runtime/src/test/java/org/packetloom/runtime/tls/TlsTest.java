// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIMatcher;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.packetloom.BrokenPipeException;
import org.packetloom.CapabilityException;
import org.packetloom.ConnectorTimeoutException;
import org.packetloom.Deadline;
import org.packetloom.Pair;
import org.packetloom.StreamConnector;
import org.packetloom.suite.Task;
import org.packetloom.tls.ClientAuthentication;
import org.packetloom.tls.Tls;
import org.packetloom.tls.TlsConnector;
import org.packetloom.tls.TlsHandshakeException;
import org.packetloom.tls.TlsHandshakeException.Reason;
import org.packetloom.tls.TlsTruncatedException;

/** What two sides agree on, and what they refuse. */
class TlsTest extends TlsFixture {
  private static final String OTHER = "dns:a.example,dns:b.example";

  private TlsPair pair(Tls near, Tls far) throws Exception {
    return TlsPair.over(loom, loom.pair("local://"), near, far);
  }

  /** How the handshake of two that do not fit fails at the client. */
  private Throwable failure(Tls near, Tls far) throws Exception {
    Pair transports = loom.pair("local://");
    Task<TlsConnector> serving =
        Task.start(loom.threadFactory(), () -> far.over(loom, transports.second()));
    try (TlsConnector connected = near.over(loom, transports.first())) {
      connected.read(new byte[1]); // under TLS 1.3 a client learns of a refusal after its part
      throw new AssertionError("not refused");
    } catch (SSLException e) {
      assertThat(serving.failure()).isInstanceOf(TlsHandshakeException.class);
      return e;
    }
  }

  private static void talk(TlsPair pair) throws Exception {
    pair.client().write(new byte[] {1, 2, 3});
    byte[] read = new byte[3];
    pair.server().readFully(read);
    assertThat(read).containsExactly(1, 2, 3);
    pair.server().write(new byte[] {4});
    pair.client().readFully(new byte[1]);
  }

  @Test
  void applicationProtocolIsTheServersChoice() throws Exception {
    try (TlsPair pair =
        pair(
            client.applicationProtocols("h2", "http/1.1"),
            server.applicationProtocols("http/1.1", "h2"))) {
      assertThat(pair.client().applicationProtocol()).contains("http/1.1");
      assertThat(pair.server().applicationProtocol()).contains("http/1.1");
    }
    try (TlsPair pair = pair(client, server.applicationProtocols("h2"))) {
      assertThat(pair.client().applicationProtocol()).isEmpty();
    }
    assertThat(failure(client.applicationProtocols("x"), server.applicationProtocols("y")))
        .isInstanceOf(SSLException.class);
  }

  @Test
  void serverShowsTheCertificateOfTheNameThatIsAskedFor() throws Exception {
    Tls two = Tls.server(Keys.both("dns:localhost,ip:127.0.0.1", OTHER), Keys.PASSWORD);
    Tls other = Tls.client().trust(Keys.trusted(Keys.store(OTHER))).peer("b.example", 1);
    try (TlsPair pair = pair(other, two)) {
      assertThat(pair.server().serverName()).contains("b.example");
      assertThat(pair.client().session().getPeerCertificates())
          .startsWith(Keys.store(OTHER).getCertificate("a"));
    }
    try (TlsPair pair = pair(client.serverName("localhost"), two)) {
      assertThat(pair.server().serverName()).contains("localhost");
    }
  }

  @Test
  void serverMayServeSomeNamesOnly() throws Exception {
    List<SNIMatcher> only = List.of(SNIHostName.createSNIMatcher("localhost"));
    Tls choosy = server.parameters(all -> all.setSNIMatchers(only));
    pair(client.serverName("LOCALHOST"), choosy).close();
    assertThat(failure(client.serverName("elsewhere.example"), choosy))
        .isInstanceOf(TlsHandshakeException.class)
        .hasMessageContaining("unrecognized_name");
  }

  @Test
  void hostIsVerified() throws Exception {
    Throwable wrong = failure(client.peer("b.example", 1), server);
    assertThat(wrong).isInstanceOf(TlsHandshakeException.class).hasMessageContaining("b.example");
    assertThat(((TlsHandshakeException) wrong).reason()).isEqualTo(Reason.REFUSAL);
    assertThat(failure(client.peer("127.0.0.2", 1), server)).hasMessageContaining("127.0.0.2");
    pair(client.peer("127.0.0.1", 1), server).close();
    pair(client.peer("b.example", 1).verifyHost(false), server).close();
    assertThatThrownBy(() -> pair(Tls.client(), server))
        .hasRootCauseInstanceOf(IllegalStateException.class);
  }

  @Test
  void strangersAreTrustedOnlyIfAllAre() throws Exception {
    assertThat(failure(Tls.client().peer("localhost", 1), server))
        .isInstanceOf(TlsHandshakeException.class);
    pair(Tls.client().trustAnyone(), server).close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void clientCertificates(String version) throws Exception {
    Tls asking = server.trust(Keys.trusted(Keys.store(OTHER))).protocols(version);
    Tls needing = asking.clientAuthentication(ClientAuthentication.NEEDED);
    Tls named = client.keys(Keys.store(OTHER), Keys.PASSWORD);
    try (TlsPair pair = pair(named, needing)) {
      talk(pair);
      assertThat(pair.server().session().getPeerCertificates())
          .startsWith(Keys.store(OTHER).getCertificate("a"));
    }
    assertThat(failure(client, needing)).isInstanceOf(SSLException.class);
    try (TlsPair pair = pair(client, asking.clientAuthentication(ClientAuthentication.WANTED))) {
      talk(pair);
    }
  }

  @Test
  void versionsAndCiphersAreChosen() throws Exception {
    String cipher = "TLS_AES_128_GCM_SHA256";
    try (TlsPair pair =
        pair(client.parameters(all -> all.setCipherSuites(new String[] {cipher})), server)) {
      assertThat(pair.client().session().getProtocol()).isEqualTo("TLSv1.3");
      assertThat(pair.client().session().getCipherSuite()).isEqualTo(cipher);
    }
    assertThat(failure(client.protocols("TLSv1.2"), server.protocols("TLSv1.3")))
        .hasMessageContaining("protocol_version");
  }

  /** Counts the chains that it is shown: a session that is resumed shows none. */
  private static final class CountingTrust extends X509ExtendedTrustManager {
    private final AtomicInteger shown = new AtomicInteger();

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {
      shown.incrementAndGet();
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void sessionsAreResumed(String version) throws Exception {
    CountingTrust trust = new CountingTrust();
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {trust}, null);
    Tls counting = client.context(context);
    for (int i = 0; i < 3; i++) {
      try (TlsPair pair = pair(counting, server.protocols(version))) {
        talk(pair); // what the client reads brings a ticket
      }
    }
    assertThat(trust.shown).as("chains of certificates shown").hasValue(1);
  }

  @Test
  void keysAreUpdatedWhileBytesMove() throws Exception {
    try (TlsPair pair = pair(client, server)) {
      for (int i = 0; i < 5; i++) {
        pair.client().updateKeys();
        talk(pair);
        pair.server().updateKeys();
        talk(pair);
      }
    }
    try (TlsPair pair = pair(client, server.protocols("TLSv1.2"))) {
      assertThatThrownBy(() -> pair.client().updateKeys())
          .isInstanceOf(CapabilityException.class)
          .hasMessageContaining("TLSv1.2");
      talk(pair);
    }
  }

  @Test
  void theEndThatNobodyTellsIsNone() throws Exception {
    try (TlsPair pair = pair(client, server)) {
      talk(pair);
      pair.client().transport().close();
      StreamConnector far = pair.server();
      for (int i = 0; i < 2; i++) {
        assertThatThrownBy(() -> far.read(new byte[1])).isInstanceOf(TlsTruncatedException.class);
      }
    }
    try (TlsPair pair = pair(client, server.truncationIsEnd(true))) {
      talk(pair);
      pair.client().transport().close();
      assertThat(pair.server().read(new byte[1])).isEqualTo(-1);
    }
  }

  @Test
  void oneDirectionEndsAndTheOtherGoesOn() throws Exception {
    try (TlsPair pair = pair(client, server)) {
      pair.client().shutdownOutput();
      assertThat(pair.server().read(new byte[1])).isEqualTo(-1);
      pair.server().write(new byte[100_000]);
      pair.client().readFully(new byte[100_000]);
      assertThatThrownBy(() -> pair.client().write(new byte[1]))
          .isInstanceOf(BrokenPipeException.class);
      pair.server().close();
      assertThatThrownBy(() -> pair.client().readFully(new byte[1]))
          .isInstanceOf(EOFException.class);
    }
  }

  @Test
  void whoeverComesFirstShakesHands() throws Exception {
    Pair transports = loom.pair("local://");
    try (TlsConnector near = client.lazilyOver(loom, transports.first());
        TlsConnector far = server.lazilyOver(loom, transports.second())) {
      assertThat(near.tryRead(ByteBuffer.allocate(1))).isZero();
      assertThat(near.serverName()).isEmpty();
      Task<Integer> writing = Task.start(loom.threadFactory(), () -> near.write(new byte[] {7}));
      Task<Integer> reading = Task.start(loom.threadFactory(), () -> near.read(new byte[1]));
      byte[] read = new byte[1];
      far.readFully(read);
      assertThat(read).containsExactly(7);
      assertThat(writing.result()).isEqualTo(1);
      far.write(read);
      assertThat(reading.result()).isEqualTo(1);
    }
  }

  @Test
  void aHandshakeThatFailedStaysSo() throws Exception {
    Pair transports = loom.pair("local://");
    transports.first().write("GET / HTTP/1.1\r\n\r\n".getBytes());
    try (TlsConnector far = server.lazilyOver(loom, transports.second())) {
      for (int i = 0; i < 2; i++) {
        assertThatThrownBy(() -> far.read(new byte[1])).isInstanceOf(TlsHandshakeException.class);
        assertThatThrownBy(() -> far.write(new byte[1])).isInstanceOf(TlsHandshakeException.class);
      }
      assertThatThrownBy(far::handshake).isInstanceOf(TlsHandshakeException.class);
    }
    transports.close();
  }

  @Test
  void aHandshakeHasItsTime() throws Exception {
    Pair transports = loom.pair("local://");
    Tls hasty = server.handshakeTimeout(Duration.ofMillis(20));
    try (TlsConnector far = hasty.lazilyOver(loom, transports.second())) {
      assertThatThrownBy(() -> far.read(new byte[1]))
          .isInstanceOf(ConnectorTimeoutException.class)
          .hasMessageStartingWith("handshake ");
      assertThatThrownBy(() -> far.write(new byte[1]))
          .isInstanceOfSatisfying(
              TlsHandshakeException.class, e -> assertThat(e.reason()).isEqualTo(Reason.TIME));
    }
    transports.close();
  }

  @Test
  void closingClosesTheTransportThoughThePeerIsGone() throws Exception {
    try (TlsPair pair = pair(client, server)) {
      pair.client().write(new byte[] {1});
      pair.server().transport().close(); // with something unread: a reset
      pair.client().close();
      assertThat(pair.client().transport().isOpen()).isFalse();
    }
  }

  @Test
  void awaitReadableWaitsForBytesNotForRecords() throws Exception {
    try (TlsPair pair = pair(client, server)) {
      pair.server().updateKeys();
      assertThat(pair.client().awaitReadable(Deadline.after(Duration.ofMillis(20)))).isFalse();
      pair.server().write(new byte[] {1});
      assertThat(pair.client().awaitReadable(Deadline.NONE)).isTrue();
      assertThat(pair.client().tryRead(ByteBuffer.allocate(9))).isEqualTo(1);
      assertThat(pair.client().awaitWritable(Deadline.NONE)).isTrue();
    }
  }
}
