// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.packetloom.message.ClientSecurity;
import org.packetloom.message.ConnectToken;
import org.packetloom.message.DisconnectReason;
import org.packetloom.message.MessageClientConfig;
import org.packetloom.message.MessageConfig;
import org.packetloom.message.ServerKey;
import org.packetloom.message.ServerSecurity;
import org.packetloom.message.TokenGrant;
import org.packetloom.message.TokenKey;

/** The vectors in WIRE.md are what the code does, and what the text says. */
class HandshakeVectorsTest {
  private static final HexFormat HEX = HexFormat.of();
  private static final Path WIRE = Path.of("src/main/java/org/packetloom/runtime/message/WIRE.md");
  private static final long PROTOCOL = 0x0102030405060708L;
  private static final long ID = 0x1011121314151617L;
  private static final long COOKIE = 0xF0F1F2F3F4F5F6F7L;
  private static final MessageConfig MESSAGES =
      MessageConfig.builder().protocolId(PROTOCOL).build();
  private static final byte[] CLIENT_KEY = counting(0x20, 32);
  private static final byte[] SERVER_KEY = counting(0x40, 32);
  private static final ServerKey KNOWN = ServerKey.of(counting(0x60, 32));
  private static final TokenKey SHARED = TokenKey.of(counting(0x80, 32));

  private static byte[] counting(int first, int count) {
    var bytes = new byte[count];
    for (int i = 0; i < count; i++) {
      bytes[i] = (byte) (first + i);
    }
    return bytes;
  }

  /** Gives what it was told to. */
  private static final class Script implements RandomGenerator {
    private final ByteBuffer bytes;

    Script(byte[]... parts) {
      var all = new ByteArrayOutputStream();
      for (byte[] each : parts) {
        all.writeBytes(each);
      }
      bytes = ByteBuffer.wrap(all.toByteArray());
    }

    @Override
    public long nextLong() {
      return bytes.getLong();
    }

    @Override
    public void nextBytes(byte[] into) {
      bytes.get(into);
    }
  }

  private static ConnectToken token() {
    var server = new InetSocketAddress("192.0.2.1", 4000);
    var grant =
        TokenGrant.of(PROTOCOL, 9, Instant.ofEpochSecond(4_102_444_800L), server)
            .userData("hi".getBytes(StandardCharsets.US_ASCII));
    return ConnectToken.of(
        TokenContent.issue(SHARED, grant, new Script(counting(0xA0, 24), counting(0x20, 32))));
  }

  private final Map<String, String> vectors = new LinkedHashMap<>();

  private static String hex(ByteBuffer datagram) {
    return HEX.formatHex(ServedWorld.bytes(datagram));
  }

  private void handshake(String name, ClientSecurity client, ServerSecurity server)
      throws GeneralSecurityException {
    var handshake =
        new ClientHandshake(
            MessageClientConfig.of(MESSAGES).security(client),
            new Script(counting(0, 16), CLIENT_KEY),
            0);
    var into = ByteBuffer.allocate(1200);
    handshake.transmit(into, 0);
    vectors.put(name + " request", hex(into.flip()));
    ByteBuffer out = HandshakeWire.buffer();
    HandshakeWire.begin(out, HandshakeWire.CHALLENGE, counting(0, 16), 0).putLong(COOKIE);
    HandshakeWire.end(out, 0);
    vectors.put(name + " challenge", hex(out));
    assertThat(handshake.receive(out, 0).isAccepted()).isTrue();
    handshake.transmit(into.clear(), 0);
    vectors.put(name + " response", hex(into.flip()));
    ByteBuffer response = HandshakeWire.buffer();
    assertThat(HandshakeWire.read(into, response)).isTrue();
    var agreement =
        new ServerAgreement(
            server,
            PROTOCOL,
            new Script(client instanceof ClientSecurity.Plain ? counting(0x18, 8) : SERVER_KEY));
    int end = agreement.bodyEnd(response);
    TokenContent content =
        agreement.wantsTokens() ? agreement.check(response, end).content() : null;
    var agreed = agreement.agree(response, end, ID, content, 0);
    HandshakeWire.begin(out, HandshakeWire.ACCEPTED, counting(0, 16), 0)
        .putLong(ID)
        .put(agreed.answer());
    HandshakeWire.end(out, 0);
    vectors.put(name + " accepted", hex(out));
    assertThat(handshake.receive(out, 0).isAccepted()).isTrue();
    // A packet with a PING, number 5.
    var packet = new byte[28];
    packet[0] = (byte) 0xC4;
    Wire.putLong(packet, 1, ID);
    Wire.putShort(packet, 9, 5);
    packet[11] = Wire.PING;
    handshake.outgoing().seal(5, packet, 0, 11, 12);
    int packetEnd = 12 + agreed.incoming().overhead();
    vectors.put(name + " ping of the client", HEX.formatHex(packet, 0, packetEnd));
    assertThat(agreed.incoming().open(5, packet, 0, 11, packetEnd)).isEqualTo(12);
    packet[11] = Wire.PING;
    agreed.outgoing().seal(5, packet, 0, 11, 12);
    vectors.put(name + " ping of the server", HEX.formatHex(packet, 0, packetEnd));
    assertThat(handshake.incoming().open(5, packet, 0, 11, packetEnd)).isEqualTo(12);
  }

  private void collect() throws GeneralSecurityException {
    handshake("plain", ClientSecurity.PLAIN, ServerSecurity.PLAIN);
    handshake("encrypted", ClientSecurity.ENCRYPTED, ServerSecurity.ENCRYPTED);
    handshake("known", ClientSecurity.pinned(KNOWN.publicKey()), ServerSecurity.encrypted(KNOWN));
    vectors.put("token", HEX.formatHex(token().toBytes()));
    handshake(
        "token",
        ClientSecurity.token(token()),
        ServerSecurity.tokens(SHARED, List.of(new InetSocketAddress("192.0.2.1", 4000))));
    ByteBuffer out = HandshakeWire.buffer();
    byte[] request = HEX.parseHex(vectors.get("plain request"));
    HandshakeWire.refuse(out, request, DisconnectReason.denied(0x1234), PROTOCOL);
    vectors.put("refused", hex(out));
  }

  @Test
  void vectorsOfTheDocumentAreWhatTheCodeDoes() throws Exception {
    collect();
    var expected = new StringBuilder("```vectors\n");
    vectors.forEach(
        (name, value) -> expected.append(name).append(" = ").append(value).append('\n'));
    expected.append("```");
    assertThat(Files.readString(WIRE).replace("\r\n", "\n")).contains(expected.toString());
  }

  @Test
  void keysAreWhatTheTextSays() throws Exception {
    collect();
    byte[] response = HEX.parseHex(vectors.get("known response"));
    byte[] accepted = HEX.parseHex(vectors.get("known accepted"));
    byte[] client = Arrays.copyOfRange(response, 36, 68);
    byte[] server = Arrays.copyOfRange(accepted, 26, 58);
    byte[] known = KNOWN.publicKey().toBytes();
    var said = new ByteArrayOutputStream();
    said.write(response, 0, 28);
    said.write(response, 36, 32);
    said.write(accepted, 18, 8);
    said.writeBytes(server);
    said.writeBytes(known);
    byte[] transcript = MessageDigest.getInstance("SHA-256").digest(said.toByteArray());
    var secret = new ByteArrayOutputStream();
    secret.writeBytes(X25519.agree(CLIENT_KEY, server));
    secret.writeBytes(X25519.agree(KNOWN.toBytes(), client));
    byte[] derived = hkdf(secret.toByteArray(), transcript, "packetloom 1 connection", 104);
    assertThat(Arrays.copyOfRange(derived, 88, 104))
        .isEqualTo(Arrays.copyOfRange(accepted, 58, 74));
    var seal = new AeadSeal(derived, 0, 64);
    byte[] packet = HEX.parseHex(vectors.get("known ping of the client"));
    assertThat(seal.open(5, packet, 0, 11, packet.length)).isEqualTo(12);
    assertThat(packet[11]).isEqualTo((byte) Wire.PING);
  }

  @Test
  void proofOfATokenIsWhatTheTextSays() throws Exception {
    collect();
    byte[] response = HEX.parseHex(vectors.get("token response"));
    int proofAt = 38 + ByteBuffer.wrap(response).getShort(36);
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(Arrays.copyOf(response, proofAt));
    assertThat(Arrays.copyOfRange(response, proofAt, proofAt + 16))
        .isEqualTo(hkdf(counting(0x20, 32), digest, "packetloom 1 token proof", 16));
  }

  /** RFC 5869, section 2, by hand. */
  private static byte[] hkdf(byte[] secret, byte[] salt, String info, int size)
      throws GeneralSecurityException {
    byte[] extracted = hmac(salt, secret);
    var out = new ByteArrayOutputStream();
    byte[] block = {};
    for (int i = 1; out.size() < size; i++) {
      var input = new ByteArrayOutputStream();
      input.writeBytes(block);
      input.writeBytes(info.getBytes(StandardCharsets.US_ASCII));
      input.write(i);
      block = hmac(extracted, input.toByteArray());
      out.writeBytes(block);
    }
    return Arrays.copyOf(out.toByteArray(), size);
  }

  private static byte[] hmac(byte[] key, byte[] input) throws GeneralSecurityException {
    var mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(key, "HmacSHA256"));
    return mac.doFinal(input);
  }
}
