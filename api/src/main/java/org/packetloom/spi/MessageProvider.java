// SPDX-License-Identifier: Apache-2.0
package org.packetloom.spi;

import java.net.SocketAddress;
import java.nio.ByteBuffer;
import org.packetloom.message.MessageClientConfig;
import org.packetloom.message.MessageClientEndpoint;
import org.packetloom.message.MessageConfig;
import org.packetloom.message.MessageEndpoint;
import org.packetloom.message.MessageServerConfig;
import org.packetloom.message.MessageServerEndpoint;
import org.packetloom.message.TokenGrant;
import org.packetloom.message.TokenKey;

/** Makes what the package {@code org.packetloom.message} promises; for that package alone. */
public interface MessageProvider {
  /**
   * Makes one side of a connection.
   *
   * @param config channels and limits
   * @param nowNanos the time
   * @return the endpoint
   */
  MessageEndpoint endpoint(MessageConfig config, long nowNanos);

  /**
   * Makes a client.
   *
   * @param config settings
   * @param nowNanos the time
   * @return the client
   */
  MessageClientEndpoint client(MessageClientConfig config, long nowNanos);

  /**
   * Makes a server.
   *
   * @param config settings
   * @param nowNanos the time
   * @return the server
   */
  MessageServerEndpoint server(MessageServerConfig config, long nowNanos);

  /**
   * Finds the server that a datagram is for.
   *
   * @param datagram its remaining bytes are the datagram; its position stays
   * @param from where it came from
   * @param shards how many servers there are
   * @return number of the server, from 0
   */
  int shardOf(ByteBuffer datagram, SocketAddress from, int shards);

  /**
   * Issues a connect token.
   *
   * @param key what the servers check it with
   * @param grant what it says
   * @return its bytes
   */
  byte[] issueToken(TokenKey key, TokenGrant grant);

  /**
   * Computes the public key of a private one, X25519.
   *
   * @param privateKey 32 bytes
   * @return 32 bytes
   */
  byte[] publicKey(byte[] privateKey);
}
