// SPDX-License-Identifier: Apache-2.0
package org.packetloom.benchmarks.compare.messages;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import org.packetloom.MessageTooLargeException;
import org.packetloom.message.ChannelConfig;
import org.packetloom.message.Delivery;
import org.packetloom.message.LinkConditions;
import org.packetloom.message.MessageConfig;
import org.packetloom.message.MessageEndpoint;
import org.packetloom.message.RatePolicy;
import org.packetloom.message.ReceivedMessage;
import org.packetloom.message.Redundancy;

/** Ourselves. */
final class PacketloomPeer implements MessagePeer {
  private static final int QUEUE_BYTES = 1 << 26;
  private static final Arrivals NOBODY = (_, _) -> {};
  private static final int URGENT = 10;

  /**
   * A form of it.
   *
   * @param name as in {@code --peers}
   * @param redundancy of the channels that are reliable
   */
  record Kind(String name, Redundancy redundancy) implements PeerKind {
    static final List<PeerKind> ALL =
        List.of(
            new Kind("packetloom/lean", Redundancy.NONE),
            new Kind("packetloom/eager", Redundancy.EAGER),
            new Kind("packetloom/adaptive", Redundancy.ADAPTIVE));

    @Override
    public boolean canDo(Setting setting) {
      return switch (setting.scenario()) {
        case "stream" -> true;
        case "connections", "sockets", "stranger" -> redundancy.equals(Redundancy.NONE);
        default -> !redundancy.equals(Redundancy.EAGER);
      };
    }

    @Override
    public Optional<Strangers> strangers() {
      return Optional.of(new PacketloomStrangers());
    }

    @Override
    public Pair open(Need need, LinkConditions link) {
      MessageConfig config = config(need);
      return new Pair(
          new PacketloomPeer(MessageEndpoint.of(config, Session.START)),
          new PacketloomPeer(MessageEndpoint.of(config, Session.START)));
    }

    private MessageConfig config(Need need) {
      ChannelConfig bulk =
          ChannelConfig.of(BULK, Delivery.RELIABLE_ORDERED)
              .maxQueuedBytes(QUEUE_BYTES)
              .receiveBytes(QUEUE_BYTES)
              .redundancy(redundancy);
      ChannelConfig small =
          ChannelConfig.of(SMALL, Delivery.RELIABLE_ORDERED)
              .priority(URGENT)
              .redundancy(redundancy);
      return MessageConfig.builder()
          .channel(bulk)
          .channel(small)
          .channel(UNRELIABLE, Delivery.UNRELIABLE)
          .rate(need == Need.UNLIMITED ? RatePolicy.UNLIMITED : RatePolicy.ADAPTIVE)
          .build();
    }
  }

  private final MessageEndpoint endpoint;
  private final ByteBuffer datagram;
  private final Consumer<ReceivedMessage> passing = this::pass; // one for all, to allocate nothing
  private Arrivals to = NOBODY; // while it drains

  private PacketloomPeer(MessageEndpoint endpoint) {
    this.endpoint = endpoint;
    datagram = ByteBuffer.allocateDirect(endpoint.config().maxDatagramSize());
  }

  @Override
  public boolean send(int channel, ByteBuffer payload, long now) {
    try {
      return endpoint.trySend(channel, payload) >= 0;
    } catch (MessageTooLargeException e) {
      throw new IllegalArgumentException(e);
    }
  }

  @Override
  public void receive(ByteBuffer arrived, long now) {
    endpoint.receive(arrived, now);
  }

  @Override
  public void drain(Arrivals target, long now) {
    to = target;
    for (int channel = 0; channel < CHANNELS; channel++) {
      endpoint.drain(channel, passing);
      endpoint.drainAcked(channel, _ -> {});
      endpoint.drainLost(channel, _ -> {});
    }
    to = NOBODY;
  }

  private void pass(ReceivedMessage message) {
    to.delivered(message.channel(), message.payload());
  }

  @Override
  public void flush(Consumer<ByteBuffer> out, long now) {
    endpoint.advance(now);
    while (endpoint.transmit(datagram.clear(), now)) {
      out.accept(datagram.flip());
    }
  }

  @Override
  public long nextDeadline(long now) {
    return endpoint.nextDeadline();
  }

  @Override
  public boolean isAlive() {
    return endpoint.ended().isEmpty();
  }

  @Override
  public OptionalDouble lossEstimate(long now) {
    return OptionalDouble.of(endpoint.stats(now).loss());
  }
}
