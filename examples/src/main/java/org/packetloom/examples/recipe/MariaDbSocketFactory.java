// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.recipe;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import org.mariadb.jdbc.Configuration;
import org.mariadb.jdbc.util.ConfigurableSocketFactory;
import org.packetloom.net.PacketloomSocketFactory;

/**
 * Gives sockets of Packetloom to MariaDB's driver where they go through a connector URI: copy this
 * class into your program and name it as {@code socketFactory} in the URL, whose parameter {@code
 * via} is that URI. Where there is none {@link PacketloomSocketFactory} itself can be named.
 */
public final class MariaDbSocketFactory extends ConfigurableSocketFactory {
  private volatile PacketloomSocketFactory sockets = new PacketloomSocketFactory();

  /** For the driver, which finds it by name. */
  public MariaDbSocketFactory() {
    // the driver goes on with setConfiguration
  }

  @Override
  public void setConfiguration(Configuration configuration, String host) {
    String via = configuration.nonMappedOptions().getProperty("via", "");
    // the driver leaves what stands in its URL as it is
    sockets = new PacketloomSocketFactory(URLDecoder.decode(via, StandardCharsets.UTF_8));
  }

  @Override
  public Socket createSocket() throws IOException {
    return sockets.createSocket();
  }

  @Override
  public Socket createSocket(String host, int port) throws IOException {
    return sockets.createSocket(host, port);
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress localHost, int localPort)
      throws IOException {
    return sockets.createSocket(host, port, localHost, localPort);
  }

  @Override
  public Socket createSocket(InetAddress host, int port) throws IOException {
    return sockets.createSocket(host, port);
  }

  @Override
  public Socket createSocket(InetAddress address, int port, InetAddress localAddress, int localPort)
      throws IOException {
    return sockets.createSocket(address, port, localAddress, localPort);
  }
}
