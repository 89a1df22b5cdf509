// SPDX-License-Identifier: Apache-2.0
package org.packetloom.message;

/**
 * How a client's connection is protected; incubating. The server must do it the same way.
 *
 * <p>Whoever encrypts has new keys for each connection.
 */
public sealed interface ClientSecurity {
  /**
   * Nothing is encrypted. Whoever cannot listen cannot take part: packets carry, and are summed
   * with, random numbers that only the two sides have seen.
   */
  ClientSecurity PLAIN = new Plain();

  /**
   * Encrypted, with keys agreed with whoever answers: somebody who only listens reads nothing, but
   * one who can answer in the server's place is not noticed.
   */
  ClientSecurity ENCRYPTED = new Encrypted();

  /**
   * Encrypted, with a server that proves to have a key.
   *
   * @param serverKey {@link ServerKey#publicKey} of the server
   * @return that security
   */
  static ClientSecurity pinned(PublicServerKey serverKey) {
    return new Pinned(serverKey);
  }

  /**
   * Encrypted, with the keys of a connect token.
   *
   * @param token the token, which can be used once
   * @return that security
   */
  static ClientSecurity token(ConnectToken token) {
    return new WithToken(token);
  }

  /** Nothing is encrypted. */
  record Plain() implements ClientSecurity {}

  /** Encrypted, the server is not checked. */
  record Encrypted() implements ClientSecurity {}

  /**
   * Encrypted, the server is checked.
   *
   * @param serverKey the server's public key
   */
  record Pinned(PublicServerKey serverKey) implements ClientSecurity {}

  /**
   * Encrypted, both sides are checked.
   *
   * @param token the token
   */
  record WithToken(ConnectToken token) implements ClientSecurity {}
}
