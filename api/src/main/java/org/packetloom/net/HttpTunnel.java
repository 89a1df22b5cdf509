// SPDX-License-Identifier: Apache-2.0
package org.packetloom.net;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Authenticator;
import java.net.InetSocketAddress;
import java.net.PasswordAuthentication;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The method CONNECT of HTTP, with basic authentication once the proxy asks for it.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#name-connect">RFC 9110, section 9.3.6</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7617">RFC 7617</a>
 */
final class HttpTunnel implements ProxyHandshake {
  private static final int MOST_HEADER_BYTES = 16 << 10;
  private static final int PROXY_AUTHENTICATION_REQUIRED = 407;
  private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] (\\d{3})(?: .*)?");
  private static final Pattern CHALLENGE =
      Pattern.compile(
          "proxy-authenticate:\\s*basic\\s+realm=\"?([^\"]*)\"?.*", Pattern.CASE_INSENSITIVE);

  /** Lines that tell who asks, each with its end. */
  private final String authorization;

  HttpTunnel() {
    this("");
  }

  private HttpTunnel(String authorization) {
    this.authorization = authorization;
  }

  @Override
  public Optional<ProxyHandshake> perform(
      InputStream in, OutputStream out, InetSocketAddress proxy, InetSocketAddress peer)
      throws IOException {
    String authority = host(peer) + ":" + peer.getPort();
    String request =
        "CONNECT %1$s HTTP/1.1\r\nHost: %1$s\r\n%2$s\r\n".formatted(authority, authorization);
    out.write(request.getBytes(StandardCharsets.ISO_8859_1));
    HeaderLines lines = new HeaderLines(in);
    String statusLine = lines.next();
    int status = status(statusLine);
    Optional<String> realm = basicRealm(lines);
    if (status / 100 == 2) {
      return Optional.empty();
    }
    if (status == PROXY_AUTHENTICATION_REQUIRED && authorization.isEmpty()) {
      Optional<ProxyHandshake> another = realm.flatMap(named -> authorized(proxy, named));
      if (another.isPresent()) {
        return another;
      }
    }
    throw new SocketException("proxy refused to connect to " + authority + ": " + statusLine);
  }

  /** Reads all headers; the realm of a basic challenge among them. */
  private static Optional<String> basicRealm(HeaderLines lines) throws IOException {
    Optional<String> realm = Optional.empty();
    for (String line = lines.next(); !line.isEmpty(); line = lines.next()) {
      Matcher matcher = CHALLENGE.matcher(line);
      if (matcher.matches()) {
        realm = Optional.of(matcher.group(1));
      }
    }
    return realm;
  }

  private static Optional<ProxyHandshake> authorized(InetSocketAddress proxy, String realm) {
    PasswordAuthentication known =
        Authenticator.requestPasswordAuthentication(
            proxy.getHostString(),
            proxy.getAddress(),
            proxy.getPort(),
            "http",
            realm,
            "Basic",
            null,
            Authenticator.RequestorType.PROXY);
    if (known == null) {
      return Optional.empty();
    }
    String both = known.getUserName() + ":" + new String(known.getPassword());
    String encoded = Base64.getEncoder().encodeToString(both.getBytes(StandardCharsets.UTF_8));
    return Optional.of(new HttpTunnel("Proxy-Authorization: Basic " + encoded + "\r\n"));
  }

  private static String host(InetSocketAddress peer) {
    String host = peer.isUnresolved() ? peer.getHostString() : peer.getAddress().getHostAddress();
    return host.indexOf(':') < 0 ? host : "[" + host + "]";
  }

  private static int status(String line) throws SocketException {
    Matcher matcher = STATUS.matcher(line);
    if (!matcher.matches()) {
      throw new SocketException("proxy does not speak HTTP");
    }
    return Integer.parseInt(matcher.group(1));
  }

  /** Reads lines, and not a byte more. */
  private static final class HeaderLines {
    private final InputStream in;
    private int left = MOST_HEADER_BYTES;

    HeaderLines(InputStream in) {
      this.in = in;
    }

    String next() throws IOException {
      StringBuilder line = new StringBuilder();
      for (int next = ProxyHandshake.read(in); next != '\n'; next = ProxyHandshake.read(in)) {
        if (left-- == 0) {
          throw new SocketException("proxy answered more than " + MOST_HEADER_BYTES + " bytes");
        }
        line.append((char) next);
      }
      return line.toString().stripTrailing();
    }
  }
}
