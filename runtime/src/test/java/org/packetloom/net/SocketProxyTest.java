// SPDX-License-Identifier: Apache-2.0
package org.packetloom.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.Authenticator;
import java.net.InetSocketAddress;
import java.net.PasswordAuthentication;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.packetloom.suite.Await;
import org.packetloom.suite.Watchdog;

/** Sockets through proxies, good ones and others. */
@ExtendWith(Watchdog.class)
class SocketProxyTest {
  private static final InetSocketAddress NAMED =
      InetSocketAddress.createUnresolved("proxied.invalid", 4711);

  private final Authenticator formerAuthenticator = Authenticator.getDefault();
  private final ProxySelector formerSelector = ProxySelector.getDefault();
  private ServerSocket target;

  @BeforeEach
  void openTarget() throws IOException {
    target = new ServerSocket();
    target.bind(Sides.ANY_PORT);
    Thread.ofVirtual().start(this::echo);
  }

  @AfterEach
  void closeTarget() throws IOException {
    target.close();
    Authenticator.setDefault(formerAuthenticator);
    ProxySelector.setDefault(formerSelector);
  }

  private void echo() {
    try {
      while (true) {
        try (Socket peer = target.accept()) {
          peer.getInputStream().transferTo(peer.getOutputStream());
        }
      }
    } catch (IOException _) {
      // closed
    }
  }

  private InetSocketAddress address() {
    return (InetSocketAddress) target.getLocalSocketAddress();
  }

  private LittleProxy proxy(LittleProxy.Script script) throws IOException {
    return new LittleProxy(address(), script);
  }

  private static PacketloomSocket socket(LittleProxy proxy, Proxy.Type type) throws IOException {
    return new PacketloomSocketFactory().with(proxy.as(type)).createSocket();
  }

  private static void assertEchoes(Socket socket) throws IOException {
    socket.getOutputStream().write("hello".getBytes(StandardCharsets.UTF_8));
    socket.shutdownOutput();
    assertThat(socket.getInputStream().readAllBytes()).asString().isEqualTo("hello");
  }

  private static void assertRefused(LittleProxy proxy, Proxy.Type type, String words)
      throws IOException {
    try (PacketloomSocket socket = socket(proxy, type)) {
      assertThatThrownBy(() -> socket.connect(Sides.ANY_PORT))
          .isInstanceOf(SocketException.class)
          .hasMessageContaining(words);
      assertThat(socket.isClosed()).isTrue();
    }
  }

  private static void know(String user, String password, List<String> asked) {
    Authenticator.setDefault(
        new Authenticator() {
          @Override
          protected PasswordAuthentication getPasswordAuthentication() {
            asked.add(getRequestingProtocol() + " " + getRequestingPrompt());
            return new PasswordAuthentication(user, password.toCharArray());
          }
        });
  }

  // ---- SOCKS

  @Test
  void socksLeadsToAnAddress() throws Exception {
    try (LittleProxy proxy = proxy(LittleProxy.socks5(""));
        PacketloomSocket socket = socket(proxy, Proxy.Type.SOCKS)) {
      socket.connect(address(), 10_000);
      assertThat(proxy.asked()).containsExactly("127.0.0.1:" + target.getLocalPort());
      assertThat(socket.getRemoteSocketAddress()).isEqualTo(address());
      assertThat(socket.getPort()).isEqualTo(target.getLocalPort());
      assertEchoes(socket);
    }
  }

  @Test
  void socksLeadsToANameThatOnlyTheProxyKnows() throws Exception {
    try (LittleProxy proxy = proxy(LittleProxy.socks5(""));
        PacketloomSocket socket = socket(proxy, Proxy.Type.SOCKS)) {
      socket.connect(NAMED);
      assertThat(proxy.asked()).containsExactly("proxied.invalid:4711");
      assertThat(socket.getInetAddress().getHostName()).isEqualTo("proxied.invalid");
      assertThat(socket.getPort()).isEqualTo(4711);
      assertEchoes(socket);
    }
  }

  @Test
  void socksAsksTheAuthenticator() throws Exception {
    List<String> asked = new ArrayList<>();
    know("anna", "geheim", asked);
    try (LittleProxy proxy = proxy(LittleProxy.socks5("anna:geheim"));
        PacketloomSocket socket = socket(proxy, Proxy.Type.SOCKS)) {
      socket.connect(address());
      assertEchoes(socket);
      assertThat(asked).containsExactly("SOCKS5 SOCKS authentication");
    }
  }

  @Test
  void aWrongPasswordIsRefused() throws Exception {
    know("anna", "falsch", new ArrayList<>());
    try (LittleProxy proxy = proxy(LittleProxy.socks5("anna:geheim"))) {
      assertRefused(proxy, Proxy.Type.SOCKS, "authentication failed");
    }
  }

  @Test
  void whatIsNoVersionFiveIsAskedForVersionFour() throws Exception {
    try (LittleProxy proxy = proxy(LittleProxy.socks4());
        PacketloomSocket socket = socket(proxy, Proxy.Type.SOCKS)) {
      socket.connect(NAMED);
      assertThat(proxy.asked()).containsExactly("proxied.invalid:4711");
      assertEchoes(socket);
    }
  }

  @Test
  void refusalsAndGarbageOfSocksAreTold() throws Exception {
    try (LittleProxy refusing = proxy(LittleProxy.answering(5, 0, 5, 2, 0, 1));
        LittleProxy unfriendly = proxy(LittleProxy.answering(5, 0xff));
        LittleProxy strange = proxy(LittleProxy.answering(5, 7));
        LittleProxy garbled = proxy(LittleProxy.answering(5, 0, 5, 0, 0, 9));
        LittleProxy chatty = proxy(LittleProxy.answering("HTTP/1.0 400 What?\r\n\r\n"))) {
      assertRefused(refusing, Proxy.Type.SOCKS, "connection not allowed");
      assertRefused(unfriendly, Proxy.Type.SOCKS, "no acceptable methods");
      assertRefused(strange, Proxy.Type.SOCKS, "malformed reply");
      assertRefused(garbled, Proxy.Type.SOCKS, "malformed reply");
      assertRefused(chatty, Proxy.Type.SOCKS, "malformed reply");
    }
  }

  @Test
  void aProxyThatHangsUpIsTold() throws Exception {
    try (LittleProxy proxy = proxy((p, client, in, out) -> in.readByte())) {
      assertRefused(proxy, Proxy.Type.SOCKS, "");
      assertRefused(proxy, Proxy.Type.HTTP, "");
    }
  }

  @Test
  void theConnectTimeoutHoldsDuringTheHandshake() throws Exception {
    try (LittleProxy silent = proxy(LittleProxy.answering())) {
      for (Proxy.Type type : List.of(Proxy.Type.SOCKS, Proxy.Type.HTTP)) {
        try (PacketloomSocket socket = socket(silent, type)) {
          assertThatThrownBy(() -> socket.connect(address(), 50))
              .isExactlyInstanceOf(SocketTimeoutException.class)
              .hasMessage("Connect timed out");
          assertThat(socket.isClosed()).isTrue();
        }
      }
    }
  }

  @Test
  void theConnectTimeoutEndsWithTheHandshake() throws Exception {
    try (LittleProxy proxy = proxy(LittleProxy.socks5(""));
        PacketloomSocket socket = socket(proxy, Proxy.Type.SOCKS)) {
      socket.connect(address(), 10_000);
      socket.setSoTimeout(1);
      assertThatThrownBy(() -> socket.getInputStream().read()).hasMessage("Read timed out");
      socket.setSoTimeout(0);
      assertEchoes(socket);
    }
  }

  @Test
  void aSocketIsClosedFromOutsideDuringTheHandshake() throws Exception {
    try (LittleProxy silent = proxy(LittleProxy.answering());
        PacketloomSocket socket = socket(silent, Proxy.Type.SOCKS)) {
      Thread.ofVirtual().start(() -> closeOnceAsked(silent, socket));
      assertThatThrownBy(() -> socket.connect(address())).hasMessage("Socket closed");
    }
  }

  private static void closeOnceAsked(LittleProxy proxy, Socket socket) {
    Await.until("asked", () -> !proxy.asked().isEmpty());
    try {
      socket.close();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  // ---- HTTP

  @Test
  void httpLeadsToANameThatOnlyTheProxyKnows() throws Exception {
    try (LittleProxy proxy = proxy(LittleProxy.http(""));
        PacketloomSocket socket = socket(proxy, Proxy.Type.HTTP)) {
      socket.connect(NAMED);
      assertThat(proxy.asked()).containsExactly("proxied.invalid:4711");
      assertEchoes(socket);
    }
  }

  @Test
  void httpAsksTheAuthenticatorOnce() throws Exception {
    List<String> asked = new ArrayList<>();
    know("anna", "geheim", asked);
    try (LittleProxy proxy = proxy(LittleProxy.http("Basic YW5uYTpnZWhlaW0="));
        PacketloomSocket socket = socket(proxy, Proxy.Type.HTTP)) {
      socket.connect(address());
      assertEchoes(socket);
      assertThat(asked).containsExactly("http little");
    }
    know("anna", "falsch", asked);
    try (LittleProxy proxy = proxy(LittleProxy.http("Basic YW5uYTpnZWhlaW0="))) {
      assertRefused(proxy, Proxy.Type.HTTP, "407 Who?");
      assertThat(asked).hasSize(2);
    }
  }

  @Test
  void refusalsAndGarbageOfHttpAreTold() throws Exception {
    try (LittleProxy refusing = proxy(LittleProxy.answering("HTTP/1.1 403 No\r\n\r\n"));
        LittleProxy garbled = proxy(LittleProxy.answering("SSH-2.0-OpenSSH\r\n"));
        LittleProxy endless = proxy(LittleProxy.answering("HTTP/1.1 " + "x".repeat(20_000)))) {
      assertRefused(refusing, Proxy.Type.HTTP, "403 No");
      assertRefused(garbled, Proxy.Type.HTTP, "does not speak HTTP");
      assertRefused(endless, Proxy.Type.HTTP, "more than");
    }
  }

  // ---- selectors

  /** Sends one name through proxies, and writes down which ones failed. */
  private final class Selector extends ProxySelector {
    private final List<Proxy> proxies;
    private final List<URI> failed = new ArrayList<>();

    Selector(Proxy... proxies) {
      this.proxies = List.of(proxies);
    }

    @Override
    public List<Proxy> select(URI uri) {
      boolean isOurs = uri.toString().equals("socket://proxied.invalid:4711");
      return isOurs ? proxies : formerSelector.select(uri);
    }

    @Override
    public void connectFailed(URI uri, SocketAddress address, IOException failure) {
      failed.add(uri);
    }
  }

  private static ThrowingCallable connecting(PacketloomSocket socket) {
    return () -> socket.connect(NAMED, 10_000);
  }

  @Test
  void theSelectorIsAskedAndToldWhatFails() throws Exception {
    int nobody;
    try (ServerSocket closed = new ServerSocket(0)) {
      nobody = closed.getLocalPort();
    }
    Proxy dead = new Proxy(Proxy.Type.SOCKS, new InetSocketAddress("127.0.0.1", nobody));
    try (LittleProxy proxy = proxy(LittleProxy.socks5(""));
        PacketloomSocket socket = new PacketloomSocketFactory().createSocket()) {
      Selector selector = new Selector(dead, proxy.as(Proxy.Type.SOCKS));
      ProxySelector.setDefault(selector);
      socket.bind(Sides.ANY_PORT); // both attempts
      socket.connect(NAMED, 10_000);
      assertThat(selector.failed).hasSize(1);
      assertEchoes(socket);
    }
  }

  @Test
  void aSelectorWithoutSocksLeavesTheWayStraight() throws Exception {
    try (LittleProxy proxy = proxy(LittleProxy.http(""));
        PacketloomSocket socket = new PacketloomSocketFactory().createSocket();
        PacketloomSocket another =
            new PacketloomSocketFactory().with(Proxy.NO_PROXY).createSocket()) {
      ProxySelector.setDefault(new Selector(proxy.as(Proxy.Type.HTTP)));
      assertThatThrownBy(connecting(socket)).isInstanceOf(UnknownHostException.class);
      assertThatThrownBy(connecting(another)).isInstanceOf(UnknownHostException.class);
      assertThat(proxy.asked()).isEmpty();
    }
  }

  @Test
  void optionsSurviveASecondConnectionToTheProxy() throws Exception {
    know("anna", "geheim", new ArrayList<>());
    try (LittleProxy proxy = proxy(LittleProxy.http("Basic YW5uYTpnZWhlaW0="));
        PacketloomSocket socket = socket(proxy, Proxy.Type.HTTP)) {
      socket.setTcpNoDelay(true);
      socket.setSoLinger(true, 7);
      socket.connect(address());
      assertThat(socket.getTcpNoDelay()).isTrue();
      assertThat(socket.getSoLinger()).isEqualTo(7);
    }
  }
}
