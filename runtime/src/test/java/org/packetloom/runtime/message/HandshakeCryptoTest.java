// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class HandshakeCryptoTest {
  private static final HexFormat HEX = HexFormat.of();

  @Test
  void sipHashMatchesTheVectorsOfItsAuthors() {
    var hash = new SipHash(0x0706050403020100L, 0x0F0E0D0C0B0A0908L);
    var input = new byte[20];
    for (int i = 0; i < input.length; i++) {
      input[i] = (byte) (i - 2);
    }
    assertThat(hash.of(input, 2, 2)).isEqualTo(0x726FDB47DD0E0E31L);
    assertThat(hash.of(input, 2, 3)).isEqualTo(0x74F839C593DC67FDL);
    assertThat(hash.of(input, 2, 10)).isEqualTo(0x93F5F5799A932462L);
    assertThat(hash.of(input, 2, 17)).isEqualTo(0xA129CA6149BE45E5L);
  }

  @Test
  void keyAgreementMatchesRfc7748() throws GeneralSecurityException {
    byte[] alice = HEX.parseHex("77076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a");
    byte[] bob = HEX.parseHex("5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb");
    byte[] alicePublic = X25519.publicKey(alice);
    byte[] bobPublic = X25519.publicKey(bob);
    assertThat(HEX.formatHex(alicePublic))
        .isEqualTo("8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a");
    assertThat(HEX.formatHex(bobPublic))
        .isEqualTo("de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f");
    String agreed = "4a5d9d5ba4ce2de1728e3bf480350f25e07e21c947d19e3376f09b3c1e161742";
    assertThat(HEX.formatHex(X25519.agree(alice, bobPublic))).isEqualTo(agreed);
    assertThat(HEX.formatHex(X25519.agree(bob, alicePublic))).isEqualTo(agreed);
  }

  @Test
  void publicKeysOfSmallOrderAreRefused() {
    byte[] own = X25519.generate(new SplittableRandom(1));
    assertThatThrownBy(() -> X25519.agree(own, new byte[32]))
        .isInstanceOf(GeneralSecurityException.class);
    var one = new byte[32];
    one[0] = 1;
    assertThatThrownBy(() -> X25519.agree(own, one)).isInstanceOf(GeneralSecurityException.class);
  }

  @Test
  void derivationMatchesRfc5869() {
    byte[] secret = HEX.parseHex("0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b");
    byte[] salt = HEX.parseHex("000102030405060708090a0b0c");
    byte[] info = HEX.parseHex("f0f1f2f3f4f5f6f7f8f9");
    assertThat(HEX.formatHex(HandshakeKeys.derive(secret, salt, info, 42)))
        .isEqualTo(
            "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf"
                + "34007208d5b887185865");
  }

  @Test
  void sealMatchesTheVectorOfTheGcmSpecification() {
    // Test case 14 of the GCM specification: all zeros.
    var seal = new AeadSeal(new byte[AeadSeal.KEY + AeadSeal.NONCE], 0, AeadSeal.KEY);
    var packet = new byte[16 + 16];
    seal.seal(0, packet, 0, 0, 16);
    assertThat(HEX.formatHex(packet))
        .isEqualTo("cea7403d4d606b6e074ec5d3baf39d18d0d1c8a799996bf0265b98b5d48ab919");
  }

  @Test
  void sealProtectsHeaderFramesAndNumber() {
    var random = new SplittableRandom(3);
    var key = new byte[AeadSeal.KEY + AeadSeal.NONCE];
    random.nextBytes(key);
    var outgoing = new AeadSeal(key, 0, AeadSeal.KEY);
    var incoming = new AeadSeal(key, 0, AeadSeal.KEY);
    var packet = new byte[100];
    random.nextBytes(packet);
    byte[] plain = packet.clone();
    outgoing.seal(7, packet, 3, 10, 60);
    byte[] sealed = packet.clone();
    assertThat(incoming.open(7, packet, 3, 10, 76)).isEqualTo(60);
    assertThat(packet).startsWith(java.util.Arrays.copyOf(plain, 60));
    for (int bit = 8 * 3; bit < 8 * 76; bit++) {
      byte[] changed = sealed.clone();
      changed[bit >> 3] ^= (byte) (1 << (bit & 7));
      assertThat(incoming.open(7, changed, 3, 10, 76)).as("bit %d", bit).isEqualTo(-1);
    }
    assertThat(incoming.open(8, sealed.clone(), 3, 10, 76)).isEqualTo(-1);
    assertThat(incoming.open(7, sealed.clone(), 3, 10, 75)).isEqualTo(-1);
    assertThat(incoming.open(7, sealed.clone(), 3, 10, 20)).isEqualTo(-1);
    assertThat(incoming.open(7, sealed.clone(), 3, 10, 76)).isEqualTo(60);
  }
}
