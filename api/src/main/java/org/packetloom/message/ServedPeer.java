// SPDX-License-Identifier: Apache-2.0
package org.packetloom.message;

import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * One connection of a {@link MessageServerEndpoint}; incubating.
 *
 * <p>Only the thread that may call the server may call this.
 */
public interface ServedPeer {
  /**
   * Names the connection; random, never the same twice.
   *
   * @return its id, which the client has too; never 0
   */
  long id();

  /**
   * Where the client is. May change while the connection lasts, after the client has proven it.
   *
   * @return the address
   */
  SocketAddress address();

  /**
   * Where messages are sent and taken. Its datagrams go by way of the server: {@link
   * MessageEndpoint#receive}, {@link MessageEndpoint#advance} and {@link MessageEndpoint#transmit}
   * are not to be called on it.
   *
   * @return the endpoint, also after the end
   */
  MessageEndpoint endpoint();

  /**
   * Whom the connect token was issued to.
   *
   * @return {@link TokenGrant#clientId}; 0 without tokens
   */
  long clientId();

  /**
   * What the issuer of the connect token said of the client.
   *
   * @return {@link TokenGrant#userData}, a new read-only view; empty without tokens
   */
  ByteBuffer userData();

  /**
   * What the application has attached.
   *
   * @param <T> its type
   * @param type its type
   * @return the object; empty if there is none of that type
   */
  <T> Optional<T> attachment(Class<T> type);

  /**
   * Attaches an object of the application's, in place of an earlier one.
   *
   * @param object anything
   */
  void attach(Object object);

  /**
   * Ends the connection: the client is told, a few times, by the server's next calls of {@link
   * MessageServerEndpoint#transmit}. Does nothing if it has ended.
   *
   * @param code a number of the application's, 0 to 65535, that the client gets to know
   * @param nowNanos the time
   * @throws IllegalArgumentException if the code is out of range
   */
  void disconnect(int code, long nowNanos);

  /**
   * Why it has ended.
   *
   * @return the reason; empty while it has not
   */
  Optional<DisconnectReason> ended();
}
