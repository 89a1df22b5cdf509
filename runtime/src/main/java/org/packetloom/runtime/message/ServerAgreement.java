// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.message;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Collections;
import java.util.random.RandomGenerator;
import org.packetloom.message.DisconnectReason;
import org.packetloom.message.ServerSecurity;

/**
 * The server's part of agreeing on the keys of a connection.
 *
 * <p>Its key for agreements is a new one every {@link HandshakeCookies#PERIOD_NANOS}, as making one
 * takes as long as agreeing; connections differ by the client's key and by their ids.
 */
final class ServerAgreement {
  private static final byte[] NONE = {};

  private final ServerSecurity security;
  private final long protocolId;
  private final RandomGenerator random;
  private final TokenLedger used = new TokenLedger();

  /** Null until the first agreement. */
  private byte[] ownKey;

  private byte[] ownPublic = NONE;
  private long ownSince;

  ServerAgreement(ServerSecurity security, long protocolId, RandomGenerator random) {
    this.security = security;
    this.protocolId = protocolId;
    this.random = random;
  }

  /**
   * What was agreed.
   *
   * @param outgoing closes the server's packets
   * @param incoming opens the client's
   * @param answer what follows the connection id in the acceptance
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Agreed(PacketSeal outgoing, PacketSeal incoming, byte[] answer) {}

  /** Whether clients may ask for this mode. */
  boolean takes(int mode) {
    return switch (security) {
      case ServerSecurity.Plain _ -> mode == HandshakeWire.PLAIN;
      case ServerSecurity.Encrypted _ -> mode == HandshakeWire.ENCRYPTED;
      case ServerSecurity.Keyed _ ->
          mode == HandshakeWire.ENCRYPTED || mode == HandshakeWire.PINNED;
      case ServerSecurity.Tokens _ -> mode == HandshakeWire.TOKEN;
    };
  }

  /** Where the body of a response ends that has what its mode wants; −1 if it has not. */
  int bodyEnd(ByteBuffer response) {
    int at = HandshakeWire.RESPONSE_BODY_AT;
    int proof = 0;
    int end =
        switch (response.get(HandshakeWire.MODE_AT)) {
          case HandshakeWire.PLAIN -> at;
          case HandshakeWire.ENCRYPTED, HandshakeWire.PINNED -> at + HandshakeWire.KEY;
          default -> {
            proof = HandshakeWire.PROOF;
            yield at + 2 + (response.getShort(at) & 0xFFFF);
          }
        };
    return end + proof <= response.limit() ? end : -1;
  }

  /** A token, or why it is none. */
  record Checked(TokenContent content, DisconnectReason rejected) {}

  /** Whether tokens are wanted. */
  boolean wantsTokens() {
    return security instanceof ServerSecurity.Tokens;
  }

  /** Checks the token of a response, but not whether it was used; {@link #wantsTokens}. */
  Checked check(ByteBuffer response, int end) {
    var tokens = (ServerSecurity.Tokens) security;
    byte[] bytes = response.array();
    byte[] sealed = Arrays.copyOfRange(bytes, HandshakeWire.RESPONSE_BODY_AT + 2, end);
    TokenContent content = TokenContent.open(tokens.key(), protocolId, sealed).orElse(null);
    if (content == null || !isProven(content, bytes, end)) {
      return rejected(DisconnectReason.TOKEN_FORGED);
    }
    if (!tokens.clock().instant().isBefore(content.grant().expires())) {
      return rejected(DisconnectReason.TOKEN_EXPIRED);
    }
    var servers = content.grant().servers();
    if (!servers.isEmpty() && Collections.disjoint(servers, tokens.own())) {
      return rejected(DisconnectReason.TOKEN_ELSEWHERE);
    }
    return new Checked(content, null);
  }

  private static Checked rejected(int code) {
    return new Checked(null, new DisconnectReason(DisconnectReason.Kind.TOKEN_REJECTED, code));
  }

  private static boolean isProven(TokenContent content, byte[] response, int end) {
    return MessageDigest.isEqual(
        HandshakeKeys.tokenProof(content.secret(), response, end),
        Arrays.copyOfRange(response, end, end + HandshakeWire.PROOF));
  }

  /** Uses a token up; false if it was. */
  boolean use(TokenContent token) {
    var now = ((ServerSecurity.Tokens) security).clock().instant();
    return used.use(token.id(), token.grant().expires(), now);
  }

  /** Takes back that a token was used. */
  void release(TokenContent token) {
    used.release(token.id());
  }

  /**
   * Agrees on keys.
   *
   * @param response the client's
   * @param end where its body ends
   * @param id of the new connection
   * @param token what was checked, null without tokens
   * @throws GeneralSecurityException if the client's key is none
   */
  Agreed agree(ByteBuffer response, int end, long id, TokenContent token, long now)
      throws GeneralSecurityException {
    byte[] bytes = response.array();
    switch (response.get(HandshakeWire.MODE_AT)) {
      case HandshakeWire.PLAIN -> {
        long session = random.nextLong();
        byte[] answer = ByteBuffer.allocate(Long.BYTES).putLong(session).array();
        return new Agreed(new ChecksumSeal(~session), new ChecksumSeal(session), answer);
      }
      case HandshakeWire.TOKEN -> {
        byte[] digest = HandshakeKeys.transcript(bytes, end, id);
        return agreed(HandshakeKeys.derive(token.secret(), digest), NONE);
      }
      default -> {
        return agreeByKeys(bytes, end, id, now);
      }
    }
  }

  private Agreed agreeByKeys(byte[] response, int end, long id, long now)
      throws GeneralSecurityException {
    renew(now);
    byte[] client = Arrays.copyOfRange(response, HandshakeWire.RESPONSE_BODY_AT, end);
    byte[] agreed = X25519.agree(ownKey, client);
    byte[] known = NONE;
    if (response[HandshakeWire.MODE_AT] == HandshakeWire.PINNED) {
      var key = ((ServerSecurity.Keyed) security).key();
      known = key.publicKey().toBytes();
      agreed = HandshakeKeys.concat(agreed, X25519.agree(key.toBytes(), client));
    }
    byte[] digest = HandshakeKeys.transcript(response, end, id, ownPublic, known);
    return agreed(HandshakeKeys.derive(agreed, digest), ownPublic);
  }

  private void renew(long now) {
    if (ownKey == null || now - ownSince >= HandshakeCookies.PERIOD_NANOS) {
      ownKey = X25519.generate(random);
      ownPublic = X25519.publicKey(ownKey);
      ownSince = now;
    }
  }

  private static Agreed agreed(HandshakeKeys keys, byte[] publicKey) {
    return new Agreed(
        keys.ofServer(), keys.ofClient(), HandshakeKeys.concat(publicKey, keys.proof()));
  }
}
