// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.message;

import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.packetloom.message.ClientSecurity;
import org.packetloom.message.DisconnectReason;
import org.packetloom.message.MessageClientConfig;
import org.packetloom.message.ReceiveResult;

/**
 * The client's side of a handshake, until the server has accepted.
 *
 * <p>REQUESTING: sends requests until a challenge comes. RESPONDING: sends responses with the
 * challenge's cookie, and now and then a request, as cookies are not valid for ever. ACCEPTED and
 * FAILED are final. Both are sent again after 100 ms, and then after half as long again each time,
 * up to a second.
 */
final class ClientHandshake {
  /** After how long a datagram is sent again at first. */
  static final long FIRST_RESEND_NANOS = 100_000_000L;

  /** After how long at most. */
  static final long MOST_RESEND_NANOS = 1_000_000_000L;

  private static final int REQUEST_EVERY = 4;
  private static final byte[] NONE = {};

  /** How far it is. */
  enum Step {
    REQUESTING,
    RESPONDING,
    ACCEPTED,
    FAILED
  }

  private final MessageClientConfig config;
  private final int mode;
  private final byte[] nonce = new byte[HandshakeWire.NONCE];

  /** Without encryption nothing; with a token its secret; else the private key. */
  private final byte[] secret;

  /** What follows the cookie in a response, without proof. */
  private final byte[] body;

  private final ByteBuffer in = HandshakeWire.buffer();
  private final ByteBuffer out = HandshakeWire.buffer();
  private final long expires;

  private Step step = Step.REQUESTING;
  private long cookie;
  private long nextSend;
  private long resend = FIRST_RESEND_NANOS;
  private int sends;

  /** Null until the step is FAILED. */
  private DisconnectReason failure;

  // Set when the step is ACCEPTED.
  private long connectionId;
  private PacketSeal outgoing;
  private PacketSeal incoming;

  ClientHandshake(MessageClientConfig config, RandomGenerator random, long now) {
    this.config = config;
    random.nextBytes(nonce);
    mode = mode(config.security());
    switch (config.security()) {
      case ClientSecurity.Plain _ -> {
        secret = NONE;
        body = NONE;
      }
      case ClientSecurity.Encrypted _, ClientSecurity.Pinned _ -> {
        secret = X25519.generate(random);
        body = X25519.publicKey(secret);
      }
      case ClientSecurity.WithToken token -> {
        ByteBuffer bytes = ByteBuffer.wrap(token.token().toBytes());
        secret = new byte[TokenContent.SECRET];
        bytes.get(TokenContent.SECRET_AT, secret);
        int size = bytes.getShort(TokenContent.SEALED_AT - 2);
        body = new byte[2 + Math.min(size, TokenContent.MOST_SEALED)];
        bytes.get(TokenContent.SEALED_AT - 2, body);
      }
    }
    nextSend = now;
    expires = now + config.handshakeTimeout().toNanos();
  }

  private static int mode(ClientSecurity security) {
    return switch (security) {
      case ClientSecurity.Plain _ -> HandshakeWire.PLAIN;
      case ClientSecurity.Encrypted _ -> HandshakeWire.ENCRYPTED;
      case ClientSecurity.Pinned _ -> HandshakeWire.PINNED;
      case ClientSecurity.WithToken _ -> HandshakeWire.TOKEN;
    };
  }

  Step step() {
    return step;
  }

  DisconnectReason failure() {
    return failure;
  }

  long connectionId() {
    return connectionId;
  }

  PacketSeal outgoing() {
    return outgoing;
  }

  PacketSeal incoming() {
    return incoming;
  }

  ReceiveResult receive(ByteBuffer datagram, long now) {
    if (!HandshakeWire.read(datagram, in)) {
      return ReceiveResult.MALFORMED;
    }
    if (step == Step.ACCEPTED || step == Step.FAILED) {
      return ReceiveResult.STALE;
    }
    byte[] packet = in.array();
    int nonceEnd = HandshakeWire.NONCE_AT + HandshakeWire.NONCE;
    if (!Arrays.equals(nonce, 0, nonce.length, packet, HandshakeWire.NONCE_AT, nonceEnd)) {
      return ReceiveResult.UNAUTHENTICATED;
    }
    if (packet[0] == HandshakeWire.REFUSED) {
      return refused();
    }
    if (packet[HandshakeWire.VERSION_AT] != HandshakeWire.VERSION) {
      return ReceiveResult.MALFORMED;
    }
    return switch (packet[0]) {
      case HandshakeWire.CHALLENGE -> challenged(now);
      case HandshakeWire.ACCEPTED -> accepted();
      default -> ReceiveResult.MALFORMED;
    };
  }

  private ReceiveResult refused() {
    if (in.limit() != HandshakeWire.REFUSED_END) {
      return ReceiveResult.MALFORMED;
    }
    DisconnectReason reason = HandshakeWire.refusal(in);
    if (reason == null) {
      return ReceiveResult.MALFORMED;
    }
    fail(reason);
    return ReceiveResult.ACCEPTED;
  }

  private void fail(DisconnectReason reason) {
    step = Step.FAILED;
    failure = reason;
  }

  private ReceiveResult challenged(long now) {
    if (in.limit() != HandshakeWire.CHALLENGE_END) {
      return ReceiveResult.MALFORMED;
    }
    long given = in.getLong(HandshakeWire.COOKIE_AT);
    if (step == Step.RESPONDING && given == cookie) {
      return ReceiveResult.DUPLICATE;
    }
    cookie = given;
    if (step == Step.REQUESTING) {
      step = Step.RESPONDING;
      resend = FIRST_RESEND_NANOS;
    }
    sends = 0;
    nextSend = now;
    return ReceiveResult.ACCEPTED;
  }

  private ReceiveResult accepted() {
    if (step != Step.RESPONDING || in.limit() != acceptedEnd()) {
      return ReceiveResult.MALFORMED;
    }
    long id = in.getLong(HandshakeWire.ID_AT);
    if (id == 0 || !agree(id)) {
      return ReceiveResult.UNAUTHENTICATED;
    }
    connectionId = id;
    step = Step.ACCEPTED;
    return ReceiveResult.ACCEPTED;
  }

  private int acceptedEnd() {
    int keys =
        switch (mode) {
          case HandshakeWire.PLAIN -> Long.BYTES;
          case HandshakeWire.TOKEN -> HandshakeWire.PROOF;
          default -> HandshakeWire.KEY + HandshakeWire.PROOF;
        };
    return HandshakeWire.ACCEPTED_BODY_AT + keys;
  }

  private boolean agree(long id) {
    if (mode == HandshakeWire.PLAIN) {
      long session = in.getLong(HandshakeWire.ACCEPTED_BODY_AT);
      outgoing = new ChecksumSeal(session);
      incoming = new ChecksumSeal(~session);
      return true;
    }
    HandshakeKeys keys;
    try {
      keys = mode == HandshakeWire.TOKEN ? keysOfToken(id) : keysOfAgreement(id);
    } catch (GeneralSecurityException e) {
      return false; // the server's key is none
    }
    if (!keys.isProof(in.array(), in.limit() - HandshakeWire.PROOF)) {
      return false;
    }
    outgoing = keys.ofClient();
    incoming = keys.ofServer();
    return true;
  }

  private HandshakeKeys keysOfToken(long id) {
    int end = composeResponse();
    return HandshakeKeys.derive(secret, HandshakeKeys.transcript(out.array(), end, id));
  }

  private HandshakeKeys keysOfAgreement(long id) throws GeneralSecurityException {
    var server = new byte[HandshakeWire.KEY];
    in.get(HandshakeWire.ACCEPTED_BODY_AT, server);
    byte[] agreed = X25519.agree(secret, server);
    byte[] known = NONE;
    if (config.security() instanceof ClientSecurity.Pinned pinned) {
      known = pinned.serverKey().toBytes();
      agreed = HandshakeKeys.concat(agreed, X25519.agree(secret, known));
    }
    int end = composeResponse();
    return HandshakeKeys.derive(
        agreed, HandshakeKeys.transcript(out.array(), end, id, server, known));
  }

  void advance(long now) {
    if ((step == Step.REQUESTING || step == Step.RESPONDING) && now - expires >= 0) {
      fail(DisconnectReason.of(DisconnectReason.Kind.HANDSHAKE_TIMEOUT));
    }
  }

  boolean transmit(ByteBuffer into, long now) {
    if (step == Step.ACCEPTED || step == Step.FAILED || now - nextSend < 0) {
      return false;
    }
    boolean isRequest = step == Step.REQUESTING || sends % REQUEST_EVERY == REQUEST_EVERY - 1;
    ByteBuffer datagram = isRequest ? request() : response();
    if (into.remaining() < datagram.remaining()) {
      throw new BufferOverflowException();
    }
    into.put(datagram);
    sends++;
    nextSend = now + resend;
    resend = Math.min(resend + resend / 2, MOST_RESEND_NANOS);
    return true;
  }

  private ByteBuffer begin(int type) {
    return HandshakeWire.begin(out, type, nonce, 0)
        .put((byte) mode)
        .put((byte) 0)
        .putLong(config.messages().protocolId());
  }

  private ByteBuffer request() {
    return HandshakeWire.end(begin(HandshakeWire.REQUEST), HandshakeWire.LEAST_OF_CLIENT);
  }

  private ByteBuffer response() {
    int end = composeResponse();
    if (mode == HandshakeWire.TOKEN) {
      out.put(HandshakeKeys.tokenProof(secret, out.array(), end));
    }
    return HandshakeWire.end(out, HandshakeWire.LEAST_OF_CLIENT);
  }

  /** All of a response but proof, padding and sum; says where it ends. */
  private int composeResponse() {
    return begin(HandshakeWire.RESPONSE).putLong(cookie).put(body).position();
  }

  long nextDeadline() {
    return switch (step) {
      case REQUESTING, RESPONDING -> nextSend - expires < 0 ? nextSend : expires;
      case ACCEPTED, FAILED -> Long.MAX_VALUE;
    };
  }
}
