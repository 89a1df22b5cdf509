// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.message;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.packetloom.message.TokenGrant;
import org.packetloom.message.TokenKey;

/**
 * What a connect token tells the server, sealed for it alone; layout in {@code WIRE.md}.
 *
 * @param id names the token
 * @param secret what the keys of the connection come from
 * @param grant what the issuer says
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record TokenContent(Id id, byte[] secret, TokenGrant grant) {
  /** The most bytes of a sealed token. */
  static final int MOST_SEALED = 500;

  /** Where the secret is in the token that the client gets. */
  static final int SECRET_AT = 17;

  static final int SECRET = 32;

  /** Where the sealed part is there, after its length. */
  static final int SEALED_AT = SECRET_AT + SECRET + 2;

  private static final int VERSION = 1;
  private static final int SALT = 24;
  private static final int BODY_AT = 1 + SALT;
  private static final int TAG = 16;

  /** The first bytes of the random salt. */
  record Id(long high, long low) {}

  /** Issues a token: the bytes that the client gets. */
  static byte[] issue(TokenKey key, TokenGrant grant, RandomGenerator random) {
    var salt = new byte[SALT];
    var secret = new byte[SECRET];
    random.nextBytes(salt);
    random.nextBytes(secret);
    byte[] sealed = seal(key, grant, salt, secret);
    var out =
        ByteBuffer.allocate(1024)
            .put((byte) VERSION)
            .putLong(grant.protocolId())
            .putLong(grant.expires().getEpochSecond())
            .put(secret)
            .putShort((short) sealed.length)
            .put(sealed);
    putServers(out, grant.servers());
    var bytes = new byte[out.position()];
    out.get(0, bytes);
    return bytes;
  }

  private static byte[] seal(TokenKey key, TokenGrant grant, byte[] salt, byte[] secret) {
    var out =
        ByteBuffer.allocate(MOST_SEALED)
            .put((byte) VERSION)
            .put(salt)
            .putLong(grant.expires().getEpochSecond())
            .putLong(grant.clientId())
            .put(secret);
    putServers(out, grant.servers());
    out.putShort((short) grant.userData().remaining()).put(grant.userData());
    int end = out.position();
    sealOf(key, salt, grant.protocolId()).seal(0, out.array(), 0, BODY_AT, end);
    var bytes = new byte[end + TAG];
    out.get(0, bytes);
    return bytes;
  }

  private static void putServers(ByteBuffer out, List<InetSocketAddress> servers) {
    out.put((byte) servers.size());
    for (InetSocketAddress each : servers) {
      byte[] address = each.getAddress().getAddress();
      out.put((byte) address.length).put(address).putShort((short) each.getPort());
    }
  }

  private static PacketSeal sealOf(TokenKey key, byte[] salt, long protocolId) {
    var input = ByteBuffer.allocate(SALT + Long.BYTES).put(salt).putLong(protocolId);
    return HandshakeKeys.tokenSeal(key.toBytes(), input.array());
  }

  /**
   * Opens what a client has sent.
   *
   * @param sealed the sealed token; is changed
   * @return empty if it was not issued with that key for that protocol
   */
  static Optional<TokenContent> open(TokenKey key, long protocolId, byte[] sealed) {
    if (sealed.length <= BODY_AT || sealed[0] != VERSION) {
      return Optional.empty();
    }
    var in = ByteBuffer.wrap(sealed);
    var id = new Id(in.getLong(1), in.getLong(1 + Long.BYTES));
    var salt = new byte[SALT];
    in.get(1, salt);
    int end = sealOf(key, salt, protocolId).open(0, sealed, 0, BODY_AT, sealed.length);
    if (end < 0) {
      return Optional.empty();
    }
    try {
      return Optional.of(read(id, protocolId, in.position(BODY_AT).limit(end)));
    } catch (BufferUnderflowException
        | UnknownHostException
        | DateTimeException
        | IllegalArgumentException e) {
      // Genuine, but of an issuer that does it differently.
      return Optional.empty();
    }
  }

  private static TokenContent read(Id id, long protocolId, ByteBuffer in)
      throws UnknownHostException {
    Instant expires = Instant.ofEpochSecond(in.getLong());
    long clientId = in.getLong();
    var secret = new byte[SECRET];
    in.get(secret);
    var servers = new ArrayList<InetSocketAddress>();
    for (int left = in.get() & 0xFF; left > 0; left--) {
      var address = new byte[in.get() & 0xFF];
      in.get(address);
      int port = in.getShort() & 0xFFFF;
      servers.add(new InetSocketAddress(InetAddress.getByAddress(address), port));
    }
    var userData = new byte[in.getShort() & 0xFFFF];
    in.get(userData);
    return new TokenContent(
        id,
        secret,
        new TokenGrant(protocolId, clientId, expires, servers, ByteBuffer.wrap(userData)));
  }
}
