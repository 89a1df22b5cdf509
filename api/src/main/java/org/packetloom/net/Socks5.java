// SPDX-License-Identifier: Apache-2.0
package org.packetloom.net;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Authenticator;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.PasswordAuthentication;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * SOCKS, version 5: without authentication or with user name and password.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc1928">RFC 1928</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc1929">RFC 1929</a>
 */
final class Socks5 implements ProxyHandshake {
  private static final int VERSION = 5;
  private static final int CONNECT = 1;
  private static final int NO_AUTHENTICATION = 0;
  private static final int USER_AND_PASSWORD = 2;
  private static final int NONE_ACCEPTABLE = 0xff;
  private static final int IPV4 = 1;
  private static final int NAME = 3;
  private static final int IPV6 = 4;
  private static final int CONNECTION_REFUSED = 5;
  private static final int LONGEST = 255;

  /** What the replies 1 to 8 mean. */
  private static final String[] REFUSALS = {
    "general failure",
    "connection not allowed",
    "network unreachable",
    "host unreachable",
    "connection refused",
    "time to live expired",
    "command not supported",
    "address type not supported"
  };

  @Override
  public Optional<ProxyHandshake> perform(
      InputStream in, OutputStream out, InetSocketAddress proxy, InetSocketAddress peer)
      throws IOException {
    out.write(new byte[] {VERSION, 2, NO_AUTHENTICATION, USER_AND_PASSWORD});
    int version = in.read();
    if (version != VERSION) {
      return Optional.of(new Socks4()); // as the JDK: whatever it is, it is no version 5
    }
    switch (ProxyHandshake.read(in)) {
      case NO_AUTHENTICATION -> {}
      case USER_AND_PASSWORD -> authenticate(in, out, proxy);
      case NONE_ACCEPTABLE -> throw new SocketException("SOCKS: no acceptable methods");
      default -> throw malformed();
    }
    out.write(request(peer));
    readReply(in);
    return Optional.empty();
  }

  private static void authenticate(InputStream in, OutputStream out, InetSocketAddress proxy)
      throws IOException {
    PasswordAuthentication known = credentials(proxy);
    byte[] password = new String(known.getPassword()).getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream request = new ByteArrayOutputStream();
    request.write(1); // of this exchange
    writeCounted(request, known.getUserName().getBytes(StandardCharsets.UTF_8), "user name");
    writeCounted(request, password, "password");
    out.write(request.toByteArray());
    byte[] reply = ProxyHandshake.read(in, 2);
    if (reply[1] != 0) {
      throw new SocketException("SOCKS: authentication failed");
    }
  }

  /** As the JDK: the authenticator, or else properties, or else the user of the process. */
  private static PasswordAuthentication credentials(InetSocketAddress proxy) {
    PasswordAuthentication asked =
        Authenticator.requestPasswordAuthentication(
            proxy.getHostString(),
            proxy.getAddress(),
            proxy.getPort(),
            "SOCKS5",
            "SOCKS authentication",
            null);
    if (asked != null) {
      return asked;
    }
    String user =
        System.getProperty("java.net.socks.username", System.getProperty("user.name", ""));
    String password = System.getProperty("java.net.socks.password", "");
    return new PasswordAuthentication(user, password.toCharArray());
  }

  private static byte[] request(InetSocketAddress peer) throws IOException {
    ByteArrayOutputStream request = new ByteArrayOutputStream();
    request.writeBytes(new byte[] {VERSION, CONNECT, 0});
    InetAddress address = peer.getAddress();
    if (address == null) {
      request.write(NAME);
      writeCounted(
          request, peer.getHostString().getBytes(StandardCharsets.ISO_8859_1), "host name");
    } else {
      byte[] bytes = address.getAddress();
      request.write(bytes.length == 4 ? IPV4 : IPV6);
      request.writeBytes(bytes);
    }
    request.write(peer.getPort() >> 8);
    request.write(peer.getPort());
    return request.toByteArray();
  }

  private static void writeCounted(ByteArrayOutputStream request, byte[] bytes, String what)
      throws SocketException {
    if (bytes.length > LONGEST) {
      throw new SocketException("SOCKS: " + what + " of " + bytes.length + " bytes is too long");
    }
    request.write(bytes.length);
    request.writeBytes(bytes);
  }

  private static void readReply(InputStream in) throws IOException {
    byte[] head = ProxyHandshake.read(in, 4);
    if (head[0] != VERSION) {
      throw malformed();
    }
    int code = head[1] & 0xff;
    if (code == CONNECTION_REFUSED) {
      throw new ConnectException("SOCKS: connection refused");
    }
    if (code != 0) {
      throw new SocketException("SOCKS: " + refusal(code));
    }
    int length =
        switch (head[3]) {
          case IPV4 -> 4;
          case IPV6 -> 16;
          case NAME -> ProxyHandshake.read(in);
          default -> throw malformed();
        };
    byte[] unused = ProxyHandshake.read(in, length + 2); // the proxy's own end
  }

  private static String refusal(int code) {
    return code <= REFUSALS.length ? REFUSALS[code - 1] : "reply " + code;
  }

  private static SocketException malformed() {
    return new SocketException("SOCKS: malformed reply");
  }
}
