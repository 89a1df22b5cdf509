// SPDX-License-Identifier: Apache-2.0
package org.packetloom.message;

import java.time.Duration;

/**
 * The settings of a server; incubating.
 *
 * @param messages channels and limits of each connection
 * @param security how they are protected
 * @param maxConnections the most connections; further clients get {@link
 *     DisconnectReason.Kind#SERVER_FULL}
 * @param maxPending the most clients that were accepted and not heard of since, of one address a
 *     quarter of them unless handshakes have no limit; further ones get no answer
 * @param pendingTimeout how long such a client is kept, above zero
 * @param handshakesPerSecond handshake datagrams per second that are answered to one address
 *     (without its port; of IPv6 the first 64 bits), with bursts of twice that; 0 for no limit
 * @param admission decides which clients are taken
 * @param shard number of this server among several that share a socket, from 0
 * @param shards how many they are, 1 to 1024
 */
public record MessageServerConfig(
    MessageConfig messages,
    ServerSecurity security,
    int maxConnections,
    int maxPending,
    Duration pendingTimeout,
    int handshakesPerSecond,
    Admission admission,
    int shard,
    int shards) {
  private static final int MOST = 1 << 20;
  private static final int MOST_SHARDS = 1024;

  /**
   * Checks the settings.
   *
   * @throws IllegalArgumentException naming the one that is out of range
   */
  public MessageServerConfig {
    ensureRange("maxConnections", maxConnections, 1, MOST);
    ensureRange("maxPending", maxPending, 1, MOST);
    ensureRange("handshakesPerSecond", handshakesPerSecond, 0, MOST);
    ensureRange("shards", shards, 1, MOST_SHARDS);
    ensureRange("shard", shard, 0, shards - 1);
    if (pendingTimeout.isNegative() || pendingTimeout.isZero()) {
      throw new IllegalArgumentException("pendingTimeout: " + pendingTimeout);
    }
  }

  private static void ensureRange(String what, int value, int min, int max) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(
          "%s: %d is not in %d..%d".formatted(what, value, min, max));
    }
  }

  /**
   * The usual settings: no encryption, 16384 connections, 1024 pending for at most 10 s, 100
   * handshake datagrams per second and address, all clients taken, the only server.
   *
   * @param messages channels and limits of each connection
   * @return the settings
   */
  public static MessageServerConfig of(MessageConfig messages) {
    return new MessageServerConfig(
        messages,
        ServerSecurity.PLAIN,
        1 << 14,
        1 << 10,
        Duration.ofSeconds(10),
        100,
        Admission.ALL,
        0,
        1);
  }

  /**
   * The same with other protection.
   *
   * @param kind how connections are protected
   * @return the settings
   */
  public MessageServerConfig security(ServerSecurity kind) {
    return new MessageServerConfig(
        messages,
        kind,
        maxConnections,
        maxPending,
        pendingTimeout,
        handshakesPerSecond,
        admission,
        shard,
        shards);
  }

  /**
   * The same with another bound of connections.
   *
   * @param most 1 to 2²⁰
   * @return the settings
   * @throws IllegalArgumentException if it is out of range
   */
  public MessageServerConfig maxConnections(int most) {
    return new MessageServerConfig(
        messages,
        security,
        most,
        maxPending,
        pendingTimeout,
        handshakesPerSecond,
        admission,
        shard,
        shards);
  }

  /**
   * The same with other bounds of clients that were accepted and not heard of since.
   *
   * @param most 1 to 2²⁰
   * @param timeout how long one is kept, above zero
   * @return the settings
   * @throws IllegalArgumentException if they are out of range
   */
  public MessageServerConfig pending(int most, Duration timeout) {
    return new MessageServerConfig(
        messages,
        security,
        maxConnections,
        most,
        timeout,
        handshakesPerSecond,
        admission,
        shard,
        shards);
  }

  /**
   * The same with another rate of handshakes.
   *
   * @param perSecond handshake datagrams per second that are answered to one address; 0 for no
   *     limit
   * @return the settings
   * @throws IllegalArgumentException if it is out of range
   */
  public MessageServerConfig handshakesPerSecond(int perSecond) {
    return new MessageServerConfig(
        messages,
        security,
        maxConnections,
        maxPending,
        pendingTimeout,
        perSecond,
        admission,
        shard,
        shards);
  }

  /**
   * The same with another choice of clients.
   *
   * @param decision says which are taken
   * @return the settings
   */
  public MessageServerConfig admission(Admission decision) {
    return new MessageServerConfig(
        messages,
        security,
        maxConnections,
        maxPending,
        pendingTimeout,
        handshakesPerSecond,
        decision,
        shard,
        shards);
  }

  /**
   * The same as one of several servers, see {@link MessageServerEndpoint#shardOf}.
   *
   * @param number this one's number, from 0
   * @param count how many they are, 1 to 1024
   * @return the settings
   * @throws IllegalArgumentException if they are out of range
   */
  public MessageServerConfig shard(int number, int count) {
    return new MessageServerConfig(
        messages,
        security,
        maxConnections,
        maxPending,
        pendingTimeout,
        handshakesPerSecond,
        admission,
        number,
        count);
  }
}
