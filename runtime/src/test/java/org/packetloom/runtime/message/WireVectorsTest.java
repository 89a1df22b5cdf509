// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.packetloom.message.Delivery;
import org.packetloom.message.DisconnectReason;
import org.packetloom.message.MessageConfig;
import org.packetloom.message.MessageEndpoint;
import org.packetloom.message.RatePolicy;
import org.packetloom.message.ReceiveResult;

/** The vectors of packets in WIRE.md: what endpoints send, what they take, and what they do not. */
class WireVectorsTest {
  private static final Path WIRE = Path.of("src/main/java/org/packetloom/runtime/message/WIRE.md");
  private static final long PROTOCOL = 0x0102030405060708L;
  private static final MessageConfig CONFIG =
      MessageConfig.builder()
          .channel(0, Delivery.UNRELIABLE)
          .channel(1, Delivery.RELIABLE_ORDERED)
          .channel(200, Delivery.UNRELIABLE)
          .rate(RatePolicy.UNLIMITED)
          .protocolId(PROTOCOL)
          .build();

  private static Map<String, String> vectors() throws Exception {
    Map<String, String> vectors = new LinkedHashMap<>();
    String text = Files.readString(WIRE, StandardCharsets.UTF_8);
    int from = text.indexOf("```packets\n") + 11;
    for (String line : text.substring(from, text.indexOf("```", from)).split("\n")) {
      String[] parts = line.split(" = ");
      vectors.put(parts[0], parts[1]);
    }
    return vectors;
  }

  private static Endpoint endpoint() {
    return Endpoint.bare(CONFIG, 0, 0);
  }

  private static ByteBuffer text(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
  }

  private static List<String> hex(MessageEndpoint from) {
    List<String> packets = new ArrayList<>();
    from.transmitAll(0, packet -> packets.add(hex(packet)));
    return packets;
  }

  private static String hex(ByteBuffer packet) {
    var bytes = new byte[packet.remaining()];
    packet.get(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  private static ByteBuffer bytes(String hex) {
    return ByteBuffer.wrap(HexFormat.of().parseHex(hex));
  }

  private static PacketBuilder packet(long number) {
    return PacketBuilder.packet(PROTOCOL, number);
  }

  /** What endpoints send, and the builder, which shares no code with them, makes of it. */
  private static Map<String, String> composed() throws Exception {
    Map<String, String> made = new LinkedHashMap<>();
    var sender = endpoint();
    sender.send(0, text("hello"));
    sender.send(0, text(""));
    sender.send(1, text("sure"));
    sender.send(200, text("far"));
    made.put("four messages, and the time", hex(sender).getFirst());
    sender.send(1, text("more"));
    made.put("one more, packet 1", hex(sender).getFirst());
    var receiver = endpoint();
    receiver.receive(bytes(made.get("four messages, and the time")), 0);
    made.put("answer: ack, window, time reply", hex(receiver).getFirst());
    var gaps = endpoint();
    for (long number : new long[] {0, 1, 4, 5, 6, 8}) {
      gaps.receive(packet(number).ping().build(), 0);
    }
    made.put("ack of 0 1 4 5 6 8", hex(gaps).getFirst());
    var closing = endpoint();
    closing.close(DisconnectReason.kicked(77), 0);
    made.put("close, kicked with code 77", hex(closing).getFirst());
    return made;
  }

  private static Map<String, String> built() {
    Map<String, String> made = new LinkedHashMap<>();
    made.put(
        "four messages, and the time",
        hex(
            packet(0)
                .raw(4)
                .fixed(0, 8)
                .piece(0, 0, "hello".getBytes(StandardCharsets.US_ASCII))
                .piece(1, 0, "sure".getBytes(StandardCharsets.US_ASCII))
                .piece(200, 0, "far".getBytes(StandardCharsets.US_ASCII))
                .next(0)
                .build()));
    made.put(
        "one more, packet 1",
        hex(packet(1).piece(1, 1, "more".getBytes(StandardCharsets.US_ASCII)).build()));
    made.put("ack of 0 1 4 5 6 8", hex(packet(0).ack(8, 0, 0, 2, 1, 1).build()));
    made.put("close, kicked with code 77", hex(packet(0).close(6, 77).build()));
    made.put(
        "two fragments, abc and de",
        hex(
            packet(0)
                .fragment(1, 0, 0, 2, 5, (byte) 'a', (byte) 'b', (byte) 'c')
                .fragment(1, 1, 1, 2, 5, (byte) 'd', (byte) 'e')
                .build()));
    made.put(
        "to the end, long sequence number 70000",
        hex(packet(0).last(0, 70_000, (byte) 'x').build()));
    made.put("long packet number 100000", longPing());
    made.put("bad: count of fragments 1", hex(packet(0).fragment(1, 0, 0, 1, 1, (byte) 0).build()));
    made.put("bad: ack of what was not sent", hex(packet(0).ack(0, 0).build()));
    made.put("bad: unknown frame", hex(packet(0).raw(0x09).build()));
    made.put("bad: unknown channel", hex(packet(0).piece(2, 0).build()));
    made.put("bad: no sequence number", hex(packet(0).next(0).build()));
    return made;
  }

  private static String longPing() {
    var long4 = ByteBuffer.allocate(10).put((byte) 0xA4).putInt(100_000).put((byte) 1);
    var sum = new java.util.zip.CRC32C();
    sum.update(ByteBuffer.allocate(16).putLong(PROTOCOL).putLong(100_000).flip());
    sum.update(long4.array(), 0, 6);
    return hex(long4.putInt((int) sum.getValue()).flip());
  }

  @Test
  void vectorsAreWhatEndpointsSendAndWhatTheTextSays() throws Exception {
    Map<String, String> all = new LinkedHashMap<>(composed());
    built()
        .forEach(
            (name, hex) -> assertThat(all.merge(name, hex, (a, _) -> a)).as(name).isEqualTo(hex));
    assertThat(vectors()).as("%s", all).isEqualTo(all);
  }

  @Test
  void vectorsAreTakenOrRejected() throws Exception {
    for (var each : vectors().entrySet()) {
      var receiver = endpoint();
      if (each.getKey().startsWith("answer")) {
        receiver.send(0, text("hello"));
        hex(receiver);
      } else if (each.getKey().startsWith("ack")) {
        for (int i = 0; i < 9; i++) {
          receiver.send(0, text("" + i));
          hex(receiver);
        }
      }
      boolean isBad = each.getKey().startsWith("bad");
      assertThat(receiver.receive(bytes(each.getValue()), 0))
          .as(each.getKey())
          .isEqualTo(isBad ? ReceiveResult.MALFORMED : ReceiveResult.ACCEPTED);
      assertThat(effects(receiver)).as(each.getKey()).isEqualTo(expected(each.getKey()));
    }
  }

  private static String effects(Endpoint receiver) {
    var effects = new StringBuilder();
    for (int channel : new int[] {0, 1, 200}) {
      receiver.drain(
          channel,
          message ->
              effects
                  .append(channel)
                  .append(':')
                  .append(message.id())
                  .append('=')
                  .append(new String(message.toBytes(), StandardCharsets.US_ASCII))
                  .append(' '));
    }
    receiver.drainAcked(0, id -> effects.append("acked ").append(id).append(' '));
    receiver.ended().ifPresent(effects::append);
    return effects.toString().trim();
  }

  private static String expected(String name) {
    return switch (name) {
      case "four messages, and the time" -> "0:0=hello 0:1= 1:0=sure 200:0=far";
      case "answer: ack, window, time reply" -> "acked 0";
      case "ack of 0 1 4 5 6 8" -> "acked 8 acked 4 acked 5 acked 6 acked 0 acked 1";
      case "close, kicked with code 77" -> "KICKED(77)";
      case "two fragments, abc and de" -> "1:0=abcde";
      case "to the end, long sequence number 70000" -> "0:70000=x";
      default -> "";
    };
  }
}
