// SPDX-License-Identifier: Apache-2.0
package org.packetloom.message;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;

/**
 * What a connect token says; incubating.
 *
 * @param protocolId {@link MessageConfig#protocolId} of the servers
 * @param clientId names the client to the server
 * @param expires until when it can be used, to the second
 * @param servers the servers it can be used for, at most {@link #MAX_SERVERS}, resolved; none for
 *     any that has the key
 * @param userData told to the server alone, at most {@link #MAX_USER_DATA} bytes
 */
public record TokenGrant(
    long protocolId,
    long clientId,
    Instant expires,
    List<InetSocketAddress> servers,
    ByteBuffer userData) {
  /** The most servers of a token. */
  public static final int MAX_SERVERS = 8;

  /** The most bytes of user data. */
  public static final int MAX_USER_DATA = 256;

  /**
   * Checks the limits, and copies the user data.
   *
   * @throws IllegalArgumentException naming what is out of range
   */
  public TokenGrant {
    servers = List.copyOf(servers);
    if (servers.size() > MAX_SERVERS) {
      throw new IllegalArgumentException("servers: " + servers.size());
    }
    for (InetSocketAddress each : servers) {
      if (each.isUnresolved()) {
        throw new IllegalArgumentException("servers: unresolved " + each);
      }
    }
    if (userData.remaining() > MAX_USER_DATA) {
      throw new IllegalArgumentException("userData: " + userData.remaining() + " bytes");
    }
    if (expires.getEpochSecond() < 0) {
      throw new IllegalArgumentException("expires: " + expires);
    }
    var copy = new byte[userData.remaining()];
    userData.get(userData.position(), copy);
    userData = ByteBuffer.wrap(copy).asReadOnlyBuffer();
  }

  /**
   * A grant without user data.
   *
   * @param protocolId {@link MessageConfig#protocolId} of the servers
   * @param clientId names the client to the server
   * @param expires until when it can be used
   * @param servers the servers it can be used for; none for any that has the key
   * @return the grant
   * @throws IllegalArgumentException naming what is out of range
   */
  public static TokenGrant of(
      long protocolId, long clientId, Instant expires, InetSocketAddress... servers) {
    return new TokenGrant(protocolId, clientId, expires, List.of(servers), ByteBuffer.allocate(0));
  }

  /**
   * The same with user data.
   *
   * @param bytes at most {@link #MAX_USER_DATA}
   * @return the grant
   * @throws IllegalArgumentException if there are more
   */
  public TokenGrant userData(byte[] bytes) {
    return new TokenGrant(protocolId, clientId, expires, servers, ByteBuffer.wrap(bytes));
  }

  /**
   * What the server is told.
   *
   * @return a new read-only view
   */
  @Override
  public ByteBuffer userData() {
    return userData.duplicate();
  }
}
