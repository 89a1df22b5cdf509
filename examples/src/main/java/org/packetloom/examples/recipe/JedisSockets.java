// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.recipe;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketAddress;
import java.time.Duration;
import javax.net.SocketFactory;
import redis.clients.jedis.JedisSocketFactory;
import redis.clients.jedis.exceptions.JedisConnectionException;

/**
 * Connects Jedis through any socket factory, with the options that Jedis sets on sockets of its
 * own.
 *
 * @param sockets makes unconnected sockets
 * @param server what they are connected to
 * @param connectTimeout zero waits for ever
 * @param readTimeout of commands that do not block; zero waits for ever
 */
public record JedisSockets(
    SocketFactory sockets, SocketAddress server, Duration connectTimeout, Duration readTimeout)
    implements JedisSocketFactory {
  /** Two seconds for connecting and for each answer, as Jedis has it. */
  public JedisSockets(SocketFactory sockets, SocketAddress server) {
    this(sockets, server, Duration.ofSeconds(2), Duration.ofSeconds(2));
  }

  @Override
  public Socket createSocket() {
    try {
      return connected(sockets.createSocket());
    } catch (IOException e) {
      throw new JedisConnectionException("cannot connect to " + server, e);
    }
  }

  private Socket connected(Socket socket) throws IOException {
    try {
      socket.setReuseAddress(true);
      socket.setKeepAlive(true);
      socket.setTcpNoDelay(true);
      socket.setSoLinger(true, 0);
      socket.connect(server, Math.toIntExact(connectTimeout.toMillis()));
      socket.setSoTimeout(Math.toIntExact(readTimeout.toMillis()));
      return socket;
    } catch (IOException | RuntimeException e) {
      socket.close();
      throw e;
    }
  }
}
