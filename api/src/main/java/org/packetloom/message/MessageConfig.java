// SPDX-License-Identifier: Apache-2.0
package org.packetloom.message;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The settings of a connection of messages; incubating.
 *
 * @param channels the channels, at least one, each id once; ascending by id
 * @param maxDatagramSize the largest datagram sent, in bytes of UDP payload, 576 to 65507
 * @param rate how fast may be sent
 * @param keepalive after how long without sending something is sent, above zero
 * @param idleTimeout after how long without hearing of the other side the connection ends, above
 *     zero
 * @param ackDelay how long an acknowledgement may wait for something to go with; zero for none
 * @param reassemblyBytes the most bytes of unfinished messages of channels that may lose some
 * @param reassemblyTimeout how long such a message may stay unfinished, above zero
 * @param protocolId names the application's protocol and version; both sides must have the same
 */
public record MessageConfig(
    List<ChannelConfig> channels,
    int maxDatagramSize,
    RatePolicy rate,
    Duration keepalive,
    Duration idleTimeout,
    Duration ackDelay,
    int reassemblyBytes,
    Duration reassemblyTimeout,
    long protocolId) {
  /** The usual settings. */
  public static final MessageConfig DEFAULT = builder().build();

  private static final int LEAST_DATAGRAM = 576;
  private static final int MOST_DATAGRAM = 65507;

  /**
   * Checks the settings.
   *
   * @throws IllegalArgumentException naming the one that is out of range
   */
  public MessageConfig {
    channels = channels.stream().sorted((a, b) -> Integer.compare(a.id(), b.id())).toList();
    if (channels.isEmpty()) {
      throw new IllegalArgumentException("channels: none");
    }
    for (int i = 1; i < channels.size(); i++) {
      if (channels.get(i - 1).id() == channels.get(i).id()) {
        throw new IllegalArgumentException("channels: id " + channels.get(i).id() + " twice");
      }
    }
    if (maxDatagramSize < LEAST_DATAGRAM || maxDatagramSize > MOST_DATAGRAM) {
      throw new IllegalArgumentException(
          "maxDatagramSize: %d is not in %d..%d"
              .formatted(maxDatagramSize, LEAST_DATAGRAM, MOST_DATAGRAM));
    }
    if (reassemblyBytes < 0) {
      throw new IllegalArgumentException("reassemblyBytes: " + reassemblyBytes);
    }
    if (ackDelay.isNegative()) {
      throw new IllegalArgumentException("ackDelay: " + ackDelay);
    }
    ensurePositive("keepalive", keepalive);
    ensurePositive("idleTimeout", idleTimeout);
    ensurePositive("reassemblyTimeout", reassemblyTimeout);
  }

  private static void ensurePositive(String what, Duration duration) {
    if (duration.isNegative() || duration.isZero()) {
      throw new IllegalArgumentException(what + ": " + duration);
    }
  }

  /**
   * Prepares settings: channel 0 unreliable and channel 1 reliable and ordered unless others are
   * given, datagrams of at most 1200 bytes, adaptive rate, keepalive 2 s, idle timeout 10 s, no
   * delay of acknowledgements, 1 MiB for reassembly for at most 5 s, protocol 0.
   *
   * @return a builder
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Prepares settings like these.
   *
   * @return a builder
   */
  public Builder toBuilder() {
    var builder =
        new Builder()
            .maxDatagramSize(maxDatagramSize)
            .rate(rate)
            .keepalive(keepalive)
            .idleTimeout(idleTimeout)
            .ackDelay(ackDelay)
            .reassembly(reassemblyBytes, reassemblyTimeout)
            .protocolId(protocolId);
    channels.forEach(builder::channel);
    return builder;
  }

  /**
   * Finds a channel.
   *
   * @param id its id
   * @return the channel; empty if there is none of that id
   */
  public Optional<ChannelConfig> channel(int id) {
    return channels.stream().filter(each -> each.id() == id).findFirst();
  }

  /** Collects settings; not for several threads at once. */
  public static final class Builder {
    private final List<ChannelConfig> channels = new ArrayList<>();
    private int maxDatagramSize = 1200;
    private RatePolicy rate = RatePolicy.ADAPTIVE;
    private Duration keepalive = Duration.ofSeconds(2);
    private Duration idleTimeout = Duration.ofSeconds(10);
    private Duration ackDelay = Duration.ZERO;
    private int reassemblyBytes = 1 << 20;
    private Duration reassemblyTimeout = Duration.ofSeconds(5);
    private long protocolId;

    private Builder() {}

    /**
     * Adds a channel, in place of one of the same id.
     *
     * @param channel its settings
     * @return this
     */
    public Builder channel(ChannelConfig channel) {
      channels.removeIf(each -> each.id() == channel.id());
      channels.add(channel);
      return this;
    }

    /**
     * Adds a channel with the usual settings, in place of one of the same id.
     *
     * @param id its id
     * @param delivery what it promises
     * @return this
     * @throws IllegalArgumentException if the id is out of range
     */
    public Builder channel(int id, Delivery delivery) {
      return channel(ChannelConfig.of(id, delivery));
    }

    /**
     * Sets the largest datagram.
     *
     * @param bytes of UDP payload, 576 to 65507
     * @return this
     */
    public Builder maxDatagramSize(int bytes) {
      maxDatagramSize = bytes;
      return this;
    }

    /**
     * Sets how fast may be sent.
     *
     * @param policy the policy
     * @return this
     */
    public Builder rate(RatePolicy policy) {
      rate = policy;
      return this;
    }

    /**
     * Sets after how long without sending something is sent.
     *
     * @param interval above zero
     * @return this
     */
    public Builder keepalive(Duration interval) {
      keepalive = interval;
      return this;
    }

    /**
     * Sets after how long without hearing of the other side the connection ends.
     *
     * @param timeout above zero
     * @return this
     */
    public Builder idleTimeout(Duration timeout) {
      idleTimeout = timeout;
      return this;
    }

    /**
     * Sets how long an acknowledgement may wait for something to go with.
     *
     * @param delay zero for none
     * @return this
     */
    public Builder ackDelay(Duration delay) {
      ackDelay = delay;
      return this;
    }

    /**
     * Bounds what unfinished messages may take on channels that may lose some.
     *
     * @param bytes the most bytes, 0 or more
     * @param timeout how long each may stay unfinished, above zero
     * @return this
     */
    public Builder reassembly(int bytes, Duration timeout) {
      reassemblyBytes = bytes;
      reassemblyTimeout = timeout;
      return this;
    }

    /**
     * Names the application's protocol and version.
     *
     * @param id any number; both sides must have the same
     * @return this
     */
    public Builder protocolId(long id) {
      protocolId = id;
      return this;
    }

    /**
     * The settings.
     *
     * @return the settings, checked
     * @throws IllegalArgumentException naming the one that is out of range
     */
    public MessageConfig build() {
      var given =
          channels.isEmpty()
              ? List.of(
                  ChannelConfig.of(0, Delivery.UNRELIABLE),
                  ChannelConfig.of(1, Delivery.RELIABLE_ORDERED))
              : channels;
      return new MessageConfig(
          given,
          maxDatagramSize,
          rate,
          keepalive,
          idleTimeout,
          ackDelay,
          reassemblyBytes,
          reassemblyTimeout,
          protocolId);
    }
  }
}
