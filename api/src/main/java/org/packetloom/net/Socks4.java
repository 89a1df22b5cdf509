// SPDX-License-Identifier: Apache-2.0
package org.packetloom.net;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * SOCKS, version 4, with the extension 4a for names.
 *
 * @see <a href="https://www.openssh.com/txt/socks4.protocol">SOCKS 4</a>
 * @see <a href="https://www.openssh.com/txt/socks4a.protocol">SOCKS 4A</a>
 */
final class Socks4 implements ProxyHandshake {
  private static final int VERSION = 4;
  private static final int CONNECT = 1;
  private static final int GRANTED = 90;
  private static final byte[] NAME_FOLLOWS = {0, 0, 0, 1};

  @Override
  public Optional<ProxyHandshake> perform(
      InputStream in, OutputStream out, InetSocketAddress proxy, InetSocketAddress peer)
      throws IOException {
    out.write(request(peer));
    byte[] reply = ProxyHandshake.read(in, 8);
    if (reply[0] != 0 && reply[0] != VERSION) {
      throw new SocketException("SOCKS: malformed reply");
    }
    int code = reply[1] & 0xff;
    if (code != GRANTED) {
      throw new SocketException("SOCKS: " + refusal(code));
    }
    return Optional.empty();
  }

  private static byte[] request(InetSocketAddress peer) throws IOException {
    ByteArrayOutputStream request = new ByteArrayOutputStream();
    request.write(VERSION);
    request.write(CONNECT);
    request.write(peer.getPort() >> 8);
    request.write(peer.getPort());
    if (peer.isUnresolved()) {
      request.writeBytes(NAME_FOLLOWS);
      writeText(request, System.getProperty("user.name", ""));
      writeText(request, peer.getHostString());
    } else if (peer.getAddress() instanceof Inet4Address address) {
      request.writeBytes(address.getAddress());
      writeText(request, System.getProperty("user.name", ""));
    } else {
      throw new SocketException("SOCKS: version 4 has no addresses of IP version 6");
    }
    return request.toByteArray();
  }

  private static void writeText(ByteArrayOutputStream request, String text) {
    request.writeBytes(text.getBytes(StandardCharsets.ISO_8859_1));
    request.write(0);
  }

  private static String refusal(int code) {
    return switch (code) {
      case 91 -> "request rejected or failed";
      case 92 -> "rejected: the proxy finds no identd";
      case 93 -> "rejected: identd tells another user";
      default -> "reply " + code;
    };
  }
}
