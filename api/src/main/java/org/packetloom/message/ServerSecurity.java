// SPDX-License-Identifier: Apache-2.0
package org.packetloom.message;

import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Set;

/**
 * How a server's connections are protected; incubating. Its clients must do it the same way, or get
 * {@link DisconnectReason.Kind#PROTOCOL_MISMATCH}.
 */
public sealed interface ServerSecurity {
  /** Nothing is encrypted: for {@link ClientSecurity#PLAIN}. */
  ServerSecurity PLAIN = new Plain();

  /** Encrypted, the server proves nothing: for {@link ClientSecurity#ENCRYPTED}. */
  ServerSecurity ENCRYPTED = new Encrypted();

  /**
   * Encrypted, the server proves to have a key to those who ask for it: for {@link
   * ClientSecurity#pinned} and {@link ClientSecurity#ENCRYPTED}.
   *
   * @param key the server's key
   * @return that security
   */
  static ServerSecurity encrypted(ServerKey key) {
    return new Keyed(key);
  }

  /**
   * Encrypted with the keys of connect tokens, without which no client is taken: for {@link
   * ClientSecurity#token}.
   *
   * @param key what the tokens are issued with
   * @param own the addresses by which clients know this server; a token that names servers must
   *     name one of them
   * @return that security
   */
  static ServerSecurity tokens(TokenKey key, Collection<InetSocketAddress> own) {
    return new Tokens(key, Set.copyOf(own), InstantSource.system());
  }

  /** Nothing is encrypted. */
  record Plain() implements ServerSecurity {}

  /** Encrypted, the server proves nothing. */
  record Encrypted() implements ServerSecurity {}

  /**
   * Encrypted, the server proves to have a key to those who ask for it.
   *
   * @param key the server's key
   */
  record Keyed(ServerKey key) implements ServerSecurity {}

  /**
   * Encrypted with the keys of connect tokens.
   *
   * @param key what they are issued with
   * @param own addresses of this server
   * @param clock tells which tokens have expired
   */
  record Tokens(TokenKey key, Set<InetSocketAddress> own, InstantSource clock)
      implements ServerSecurity {
    /** Copies the addresses. */
    public Tokens {
      own = Set.copyOf(own);
    }
  }
}
