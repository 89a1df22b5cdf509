// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.packetloom.message.MessageConfig;
import org.packetloom.message.MessageEndpoint;

/**
 * The program that this library's predecessor shows first, line by line, on the public interface.
 */
class TickProgramTest {
  private static final int CHANNEL = 0;

  @Test
  void messageFromServerToClientAndItsAcknowledgement() throws Exception {
    long time = 1_000_000_000;
    var server = MessageEndpoint.of(MessageConfig.DEFAULT, time);
    var client = MessageEndpoint.of(MessageConfig.DEFAULT, time);

    // enqueue a message on an unreliable channel
    var payload = ByteBuffer.wrap("hello".getBytes());
    long id = server.send(CHANNEL, payload);

    // the game's tick
    time += 50_000_000;
    server.advance(time);
    client.advance(time);

    // the server's packets go to the client
    long now = time;
    int packets = server.transmitAll(now, packet -> client.receive(packet, now));
    assertThat(packets).isOne();

    // the client reads what came
    List<String> received = new ArrayList<>();
    client.drain(
        CHANNEL,
        message -> {
          assertThat(message.channel()).isEqualTo(CHANNEL);
          assertThat(message.id()).isEqualTo(id);
          received.add(new String(message.toBytes()));
        });
    assertThat(received).containsExactly("hello");

    // the client's packets, with the acknowledgement, go to the server
    assertThat(client.transmitAll(now, packet -> server.receive(packet, now))).isOne();

    // the server knows that the message arrived, though nobody promised that it would
    List<Long> acked = new ArrayList<>();
    server.drainAcked(CHANNEL, acked::add);
    assertThat(acked).containsExactly(id);
    assertThat(server.drainLost(CHANNEL, _ -> {})).isZero();
    assertThat(server.isFlushed()).isTrue();
  }
}
