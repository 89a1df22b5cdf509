// SPDX-License-Identifier: Apache-2.0
package org.packetloom.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import org.junit.jupiter.api.Test;
import org.packetloom.message.Sample.Empty;
import org.packetloom.message.Sample.Tree;

/** A typed view of a channel, over an endpoint that gives back what is sent on it. */
class TypedChannelTest {
  private final Queue<byte[]> messages = new ArrayDeque<>();
  private int closed;

  private final MessageEndpoint endpoint =
      (MessageEndpoint)
          Proxy.newProxyInstance(
              MessageEndpoint.class.getClassLoader(),
              new Class<?>[] {MessageEndpoint.class},
              (_, method, arguments) ->
                  switch (method.getName()) {
                    case "config" -> MessageConfig.DEFAULT;
                    case "send", "trySend" -> queue((ByteBuffer) arguments[1]);
                    case "poll" -> Optional.ofNullable(messages.poll()).map(this::message);
                    default -> throw new UnsupportedOperationException(method.getName());
                  });

  private final TypedChannel<Sample> channel = TypedChannel.of(endpoint, 1, Codec.of(Sample.class));

  private long queue(ByteBuffer payload) {
    var bytes = new byte[payload.remaining()];
    payload.get(bytes);
    messages.add(bytes);
    return messages.size();
  }

  private ReceivedMessage message(byte[] bytes) {
    return (ReceivedMessage)
        Proxy.newProxyInstance(
            ReceivedMessage.class.getClassLoader(),
            new Class<?>[] {ReceivedMessage.class},
            (_, method, _) ->
                switch (method.getName()) {
                  case "size" -> bytes.length;
                  case "payload" -> ByteBuffer.wrap(bytes).asReadOnlyBuffer();
                  case "close" -> closed++;
                  default -> throw new UnsupportedOperationException(method.getName());
                });
  }

  @Test
  void valuesComeBackInTheirOrder() throws Exception {
    var values = new ArrayList<Sample>();
    for (int i = 0; i < 300; i++) {
      values.add(
          new Tree(i, List.copyOf(java.util.Collections.nCopies(i, new Tree(i, List.of())))));
      assertThat(i % 2 == 0 ? channel.send(values.get(i)) : channel.trySend(values.get(i)))
          .isEqualTo(i + 1);
    }
    var arrived = new ArrayList<Sample>();
    assertThat(channel.drain(arrived::add)).isEqualTo(300);
    assertThat(arrived).isEqualTo(values);
    assertThat(closed).isEqualTo(300);
    assertThat(channel.poll()).isEmpty();
  }

  @Test
  void messageOfNoValueIsTakenAndThoseBehindItAreNot() throws Exception {
    channel.send(new Empty());
    messages.add(new byte[] {99});
    channel.send(new Tree(1, List.of()));
    var arrived = new ArrayList<Sample>();
    assertThatExceptionOfType(DecodeException.class)
        .isThrownBy(() -> channel.drain(arrived::add))
        .withMessage("decode Sample at byte 0: tag 99 of 6");
    assertThat(arrived).containsExactly(new Empty());
    assertThat(closed).isEqualTo(2);
    assertThat(channel.drain(arrived::add)).isEqualTo(1);
    assertThat(arrived).containsExactly(new Empty(), new Tree(1, List.of()));
  }

  @Test
  void channelMustBeThere() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TypedChannel.of(endpoint, 7, Codec.of(Sample.class)))
        .withMessage("channel 7: there is none");
  }
}
