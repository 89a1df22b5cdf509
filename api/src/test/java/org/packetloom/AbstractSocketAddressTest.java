// SPDX-License-Identifier: Apache-2.0
package org.packetloom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Abstract names as values. */
class AbstractSocketAddressTest {
  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void addressesOfOneNameAreEqual() {
    AbstractSocketAddress address = AbstractSocketAddress.of(bytes("name"));

    assertThat(address)
        .isInstanceOf(SocketAddress.class)
        .isEqualTo(AbstractSocketAddress.of(bytes("name")))
        .hasSameHashCodeAs(AbstractSocketAddress.of(bytes("name")))
        .isNotEqualTo(AbstractSocketAddress.of(bytes("name\0")))
        .isNotEqualTo("@name");
    assertThat(address).hasToString("@name");
  }

  @Test
  void nameIsCopiedInAndOut() {
    byte[] name = bytes("name");
    AbstractSocketAddress address = AbstractSocketAddress.of(name);

    name[0] = 'X';
    address.name()[1] = 'X';

    assertThat(address.name()).isEqualTo(bytes("name"));
  }

  @Test
  void nameHasOneTo107Bytes() {
    assertThat(AbstractSocketAddress.of(new byte[107]).name()).hasSize(107);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> AbstractSocketAddress.of(new byte[0]))
        .withMessageContaining("0 bytes");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> AbstractSocketAddress.of(new byte[108]))
        .withMessageContaining("108 bytes");
  }
}
