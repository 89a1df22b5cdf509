// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.message;

import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.OptionalInt;
import java.util.random.RandomGenerator;
import org.packetloom.message.DisconnectReason;
import org.packetloom.message.JoinRequest;
import org.packetloom.message.MessageServerConfig;
import org.packetloom.message.ReceiveResult;

/**
 * The server's side of all handshakes.
 *
 * <p>A request is answered by a challenge, or by a refusal, and forgotten. A response whose cookie
 * is genuine is answered by an acceptance, which is kept and sent again to the same response, or by
 * a refusal. Cheap checks come first: sum, cookie, rate, duplicate, limits, token, admission, and
 * only then the key agreement.
 */
final class ServerHandshake {
  private final MessageServerConfig config;
  private final ServedConnections connections;
  private final ReplyQueue replies;
  private final ServerCounters counters;
  private final RandomGenerator random;
  private final HandshakeCookies cookies;
  private final ServerAgreement agreement;

  /** Of those whose address may be forged, and of those whose address is proven. */
  private final AddressLimits requestLimits;

  private final AddressLimits responseLimits;
  private final SipHash bodyHash;
  private final ByteBuffer in = HandshakeWire.buffer();
  private final ByteBuffer out = HandshakeWire.buffer();

  ServerHandshake(
      MessageServerConfig config,
      ServedConnections connections,
      ReplyQueue replies,
      ServerCounters counters,
      RandomGenerator random,
      long now) {
    this.config = config;
    this.connections = connections;
    this.replies = replies;
    this.counters = counters;
    this.random = random;
    cookies = new HandshakeCookies(random, now);
    agreement = new ServerAgreement(config.security(), config.messages().protocolId(), random);
    requestLimits = new AddressLimits(config.handshakesPerSecond(), random, now);
    responseLimits = new AddressLimits(config.handshakesPerSecond(), random, now);
    bodyHash = SipHash.random(random);
  }

  ReceiveResult receive(ByteBuffer datagram, SocketAddress from, long now) {
    int size = datagram.remaining();
    if (!HandshakeWire.read(datagram, in) || size < HandshakeWire.LEAST_OF_CLIENT) {
      counters.malformed++;
      return ReceiveResult.MALFORMED;
    }
    return switch (in.get(0)) {
      case HandshakeWire.REQUEST -> request(from, now);
      case HandshakeWire.RESPONSE -> response(from, now);
      default -> {
        counters.malformed++;
        yield ReceiveResult.MALFORMED;
      }
    };
  }

  private ReceiveResult request(SocketAddress from, long now) {
    counters.requests++;
    if (!requestLimits.tryTake(from, now)) {
      counters.limited++;
      return ReceiveResult.REFUSED;
    }
    if (!isOurProtocol()) {
      return refuse(DisconnectReason.of(DisconnectReason.Kind.PROTOCOL_MISMATCH), from);
    }
    if (connections.isFull()) {
      return refuse(DisconnectReason.of(DisconnectReason.Kind.SERVER_FULL), from);
    }
    HandshakeWire.begin(out, HandshakeWire.CHALLENGE, in.array(), HandshakeWire.NONCE_AT)
        .putLong(cookies.make(from, in.array(), now));
    if (!reply(HandshakeWire.end(out, 0), from)) {
      return ReceiveResult.REFUSED;
    }
    counters.challenges++;
    return ReceiveResult.ACCEPTED;
  }

  private boolean isOurProtocol() {
    return in.get(HandshakeWire.VERSION_AT) == HandshakeWire.VERSION
        && in.getLong(HandshakeWire.PROTOCOL_AT) == config.messages().protocolId()
        && agreement.takes(in.get(HandshakeWire.MODE_AT));
  }

  private ReceiveResult refuse(DisconnectReason reason, SocketAddress to) {
    long protocolId = config.messages().protocolId();
    if (reply(HandshakeWire.refuse(out, in.array(), reason, protocolId), to)) {
      counters.refused++;
    }
    return ReceiveResult.REFUSED;
  }

  private boolean reply(ByteBuffer datagram, SocketAddress to) {
    if (replies.add(datagram, to)) {
      return true;
    }
    counters.limited++;
    return false;
  }

  private ReceiveResult response(SocketAddress from, long now) {
    int end = isOurProtocol() ? agreement.bodyEnd(in) : -1;
    if (end < 0) {
      counters.malformed++;
      return ReceiveResult.MALFORMED;
    }
    long cookie = in.getLong(HandshakeWire.RESPONSE_COOKIE_AT);
    if (!cookies.isGenuine(cookie, from, in.array(), now)) {
      counters.forged++;
      return ReceiveResult.UNAUTHENTICATED;
    }
    if (!responseLimits.tryTake(from, now)) {
      counters.limited++;
      return ReceiveResult.REFUSED;
    }
    ServedConnection.Origin origin = origin(from, end);
    ServedConnection known = connections.find(origin);
    if (known != null) {
      known.acceptance().ifPresent(answer -> reply(ByteBuffer.wrap(answer), from));
      return ReceiveResult.DUPLICATE;
    }
    return join(origin, end, now);
  }

  private ServedConnection.Origin origin(SocketAddress from, int end) {
    int nonceAt = HandshakeWire.NONCE_AT;
    return new ServedConnection.Origin(
        from,
        in.getLong(nonceAt),
        in.getLong(nonceAt + Long.BYTES),
        bodyHash.of(in.array(), HandshakeWire.RESPONSE_BODY_AT, end));
  }

  private ReceiveResult join(ServedConnection.Origin origin, int end, long now) {
    SocketAddress from = origin.address();
    if (connections.isFull()) {
      return refuse(DisconnectReason.of(DisconnectReason.Kind.SERVER_FULL), from);
    }
    if (!connections.hasRoomFor(from)) {
      counters.limited++;
      return ReceiveResult.REFUSED;
    }
    TokenContent token = null;
    if (agreement.wantsTokens()) {
      ServerAgreement.Checked checked = agreement.check(in, end);
      if (checked.content() == null) {
        counters.forged++;
        return refuse(checked.rejected(), from);
      }
      token = checked.content();
    }
    OptionalInt denial = config.admission().denial(joinRequest(from, token));
    if (denial.isPresent()) {
      return refuse(DisconnectReason.denied(denial.getAsInt()), from);
    }
    if (token != null && !agreement.use(token)) {
      return refuse(
          new DisconnectReason(DisconnectReason.Kind.TOKEN_REJECTED, DisconnectReason.TOKEN_USED),
          from);
    }
    return accept(origin, end, token, now);
  }

  private static JoinRequest joinRequest(SocketAddress from, TokenContent token) {
    return token == null
        ? new JoinRequest(from, 0, ByteBuffer.allocate(0).asReadOnlyBuffer())
        : new JoinRequest(from, token.grant().clientId(), token.grant().userData());
  }

  private ReceiveResult accept(
      ServedConnection.Origin origin, int end, TokenContent token, long now) {
    long id = newId();
    ServerAgreement.Agreed agreed;
    try {
      agreed = agreement.agree(in, end, id, token, now);
    } catch (GeneralSecurityException e) {
      // The client's key is of small order, or none.
      counters.malformed++;
      return ReceiveResult.MALFORMED;
    }
    HandshakeWire.begin(out, HandshakeWire.ACCEPTED, in.array(), HandshakeWire.NONCE_AT)
        .putLong(id)
        .put(agreed.answer());
    ByteBuffer datagram = HandshakeWire.end(out, 0);
    var answer = new byte[datagram.remaining()];
    datagram.get(0, answer);
    connections.add(id, origin, agreed, token, answer, now + config.pendingTimeout().toNanos());
    reply(datagram, origin.address());
    return ReceiveResult.ACCEPTED;
  }

  /** A random id of this shard that no connection has. */
  private long newId() {
    while (true) {
      long drawn = random.nextLong();
      long id = drawn - Long.remainderUnsigned(drawn, config.shards()) + config.shard();
      if (id != 0
          && Long.remainderUnsigned(id, config.shards()) == config.shard()
          && connections.find(id) == null) {
        return id;
      }
    }
  }

  /** Lets the token of a client be used again that was never heard of. */
  void release(TokenContent token) {
    agreement.release(token);
  }
}
