// SPDX-License-Identifier: Apache-2.0
package org.packetloom.spi;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import org.packetloom.DatagramConnector;
import org.packetloom.message.FlushPolicy;
import org.packetloom.message.MessageClientConfig;
import org.packetloom.message.MessageClientEndpoint;
import org.packetloom.message.MessageConfig;
import org.packetloom.message.MessageConnection;
import org.packetloom.message.MessageEndpoint;
import org.packetloom.message.MessageServer;
import org.packetloom.message.MessageServerConfig;
import org.packetloom.message.MessageServerEndpoint;
import org.packetloom.message.MessageTick;
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

  /**
   * Connects to a server, in blocking style.
   *
   * @param connector leads to the server; closed with the connection, also if that is not made
   * @param config settings
   * @param threads makes the thread that serves the connection
   * @return the connection
   * @throws IOException as {@link MessageConnection#over} says
   */
  MessageConnection connect(
      DatagramConnector connector, MessageClientConfig config, ThreadFactory threads)
      throws IOException;

  /**
   * Begins to serve clients, in blocking style.
   *
   * @param connectors at least one, all of one address; closed with the server, also if it cannot
   *     begin
   * @param config settings
   * @param shards over how many locks to spread the connections
   * @param flushPolicy that of new connections
   * @param threads makes the threads that serve the connectors
   * @return the server
   * @throws IOException if a connector is closed
   */
  MessageServer serve(
      List<DatagramConnector> connectors,
      MessageServerConfig config,
      int shards,
      FlushPolicy flushPolicy,
      ThreadFactory threads)
      throws IOException;

  /**
   * Moves the datagrams of a server.
   *
   * @param server whose datagrams go through the connector
   * @param connector closed with the result
   * @return to be closed
   * @throws IOException if the connector is closed
   */
  MessageTick tick(MessageServerEndpoint server, DatagramConnector connector) throws IOException;

  /**
   * Moves the datagrams of a client.
   *
   * @param client whose datagrams go through the connector
   * @param connector closed with the result
   * @return to be closed
   * @throws IOException if the connector is closed
   */
  MessageTick tick(MessageClientEndpoint client, DatagramConnector connector) throws IOException;

  /**
   * Moves the datagrams of one side of a connection that needs no handshake.
   *
   * @param endpoint whose datagrams go through the connector
   * @param connector closed with the result
   * @return to be closed
   * @throws IOException if the connector is closed
   */
  MessageTick tick(MessageEndpoint endpoint, DatagramConnector connector) throws IOException;
}
