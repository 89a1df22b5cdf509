// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.packetloom.runtime.message.Conversation.MILLI;
import static org.packetloom.runtime.message.Conversation.SECOND;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.packetloom.message.ChannelConfig;
import org.packetloom.message.LinkConditions;
import org.packetloom.message.MessageEndpoint;

/**
 * Two endpoints with settings at random talk over links that change at random; each channel is
 * compared with a {@link ReferenceChannel} at every step. At last the links heal, and all that was
 * promised must arrive.
 */
final class SeededWorld {
  /** Bytes of the smallest piece that is a message's only one, whatever the settings. */
  private static final int SURELY_ONE_PIECE = 480;

  private static final LinkConditions HEALED =
      LinkConditions.builder().delay(Duration.ofMillis(20)).build();
  private static final long MOST_TO_SETTLE = 200 * SECOND;

  private final SplittableRandom random;
  private final SeededCase settings;
  private final Conversation talk;
  private final List<ReferenceChannel> channels = new ArrayList<>();
  private long steps;
  private boolean isReading = true;

  SeededWorld(long seed) {
    random = new SplittableRandom(seed);
    settings = new SeededCase(random);
    var left = Endpoint.bare(settings.left, settings.start, settings.firstNumber);
    var right = Endpoint.bare(settings.right, settings.start, settings.firstNumber);
    talk = new Conversation(left, right, LinkConditions.PERFECT, seed, settings.start);
    addChannels(left, right, seed);
    addChannels(right, left, ~seed);
  }

  private void addChannels(MessageEndpoint from, MessageEndpoint to, long salt) {
    for (ChannelConfig each : from.config().channels()) {
      channels.add(new ReferenceChannel(each, from, to, salt + each.id() * 1_000_003L));
    }
  }

  /** Plays it all; fails by an {@link AssertionError}. */
  void play() throws Exception {
    int phases = random.nextInt(2, 7);
    for (int i = 0; i < phases; i++) {
      talk.toRight.conditions(settings.link());
      talk.toLeft.conditions(settings.link());
      isReading = random.nextInt(6) != 0;
      phase(talk.now + random.nextLong(50 * MILLI, 1500 * MILLI));
    }
    heal();
  }

  private void phase(long end) throws Exception {
    long tick = random.nextInt(3) == 0 ? random.nextLong(MILLI, 50 * MILLI) : 0;
    long between = random.nextLong(MILLI, 40 * MILLI);
    long nextSend = talk.now;
    while (talk.now < end) {
      if (talk.now >= nextSend) {
        sendSome();
        nextSend = talk.now + random.nextLong(between);
      }
      advance(tick, Math.min(end, nextSend));
    }
  }

  private void sendSome() throws Exception {
    for (int burst = random.nextInt(8) == 0 ? 30 : 3; burst > 0; burst--) {
      ReferenceChannel channel = channels.get(random.nextInt(channels.size()));
      channel.trySend(settings.messageSize(channel.config));
    }
  }

  /** Goes on by a tick, or to the next event. */
  private void advance(long tick, long end) {
    long next = tick > 0 ? talk.now + tick : Math.max(talk.now + 1, Math.min(end, nextEvent()));
    talk.now = next;
    talk.step();
    steps++;
    for (ReferenceChannel each : channels) {
      if (isReading) {
        each.drain();
      }
      each.drainReports();
    }
    checkEffort();
  }

  private long nextEvent() {
    return Math.min(
        Math.min(talk.toRight.nextDelivery(), talk.toLeft.nextDelivery()),
        Math.min(talk.left.nextDeadline(), talk.right.nextDeadline()));
  }

  private void heal() {
    talk.toRight.conditions(HEALED);
    talk.toLeft.conditions(HEALED);
    isReading = true;
    long end = talk.now + MOST_TO_SETTLE;
    while (talk.now < end && !isSettled()) {
      advance(0, end);
    }
    for (ReferenceChannel each : channels) {
      each.checkSettled();
    }
    assertThat(talk.left.ended()).isEmpty();
    assertThat(talk.right.ended()).isEmpty();
    checkStatistics(talk.left, talk.right, channels.subList(0, channels.size() / 2));
    checkStatistics(talk.right, talk.left, channels.subList(channels.size() / 2, channels.size()));
    checkQuiet();
  }

  private boolean isSettled() {
    for (ReferenceChannel each : channels) {
      if (!each.isSettled()) {
        return false;
      }
    }
    return talk.left.isFlushed() && talk.right.isFlushed();
  }

  /** Each step has a cause: no endpoint asks to be called for nothing, again and again. */
  private void checkEffort() {
    long seconds = (talk.now - settings.start) / SECOND + 1;
    long most = 5000 + 8 * talk.datagrams + 2000 * seconds;
    if (steps > most) {
      throw new AssertionError(
          "%d steps for %d datagrams in %d s; deadlines %d and %d from now"
              .formatted(
                  steps,
                  talk.datagrams,
                  seconds,
                  talk.left.nextDeadline() - talk.now,
                  talk.right.nextDeadline() - talk.now));
    }
  }

  private void checkStatistics(
      MessageEndpoint from, MessageEndpoint to, List<ReferenceChannel> channels) {
    var stats = from.stats(talk.now);
    var others = to.stats(talk.now);
    assertThat(stats.messagesSent()).isEqualTo(sum(channels, ReferenceChannel::sent));
    assertThat(stats.messagesAcked()).isEqualTo(sum(channels, ReferenceChannel::acked));
    assertThat(stats.messagesLost()).isEqualTo(sum(channels, ReferenceChannel::lost));
    assertThat(stats.bytesQueued()).isZero();
    if (others.messagesDropped() == 0) {
      channels.forEach(each -> each.checkAckedHaveArrived(SURELY_ONE_PIECE));
      assertThat(others.messagesReceived()).isEqualTo(sum(channels, ReferenceChannel::delivered));
    }
  }

  private static long sum(
      List<ReferenceChannel> channels, java.util.function.ToIntFunction<ReferenceChannel> of) {
    return channels.stream().mapToInt(of).sum();
  }

  /** With nothing to send the two are quiet but for keepalives. */
  private void checkQuiet() {
    long end = talk.now + 10 * SECOND;
    while (talk.now < end) {
      advance(0, end);
    }
    long before = talk.datagrams;
    long stepsBefore = steps;
    end = talk.now + 20 * SECOND;
    while (talk.now < end) {
      advance(0, end);
    }
    assertThat(talk.datagrams - before).as("datagrams of 20 s").isLessThan(20 * 30);
    assertThat(steps - stepsBefore).as("steps of 20 s").isLessThan(20 * 100);
  }
}
