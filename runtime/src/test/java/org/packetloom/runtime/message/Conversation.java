// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.message;

import java.nio.ByteBuffer;
import java.util.function.BooleanSupplier;
import org.packetloom.message.LinkConditions;
import org.packetloom.message.LinkSimulator;
import org.packetloom.message.MessageConfig;
import org.packetloom.message.MessageEndpoint;
import org.packetloom.message.ReceiveResult;

/** Two endpoints joined by two simulated links, in virtual time. */
final class Conversation {
  static final long MILLI = 1_000_000;
  static final long SECOND = 1_000_000_000;

  final MessageEndpoint left;
  final MessageEndpoint right;
  final LinkSimulator toRight;
  final LinkSimulator toLeft;
  final ByteBuffer datagram = ByteBuffer.allocate(65536);

  long now;

  /** Bytes of datagrams with 28 for each, both ways. */
  long wireBytes;

  long datagrams;

  /** How the last datagram that was delivered was taken. */
  ReceiveResult last = ReceiveResult.ACCEPTED;

  long rejected;

  Conversation(MessageConfig config, LinkConditions link, long seed) {
    this(config, link, seed, 0);
  }

  Conversation(MessageConfig config, LinkConditions link, long seed, long start) {
    this(MessageEndpoint.of(config, start), MessageEndpoint.of(config, start), link, seed, start);
  }

  Conversation(
      MessageEndpoint left, MessageEndpoint right, LinkConditions link, long seed, long start) {
    now = start;
    this.left = left;
    this.right = right;
    toRight = LinkSimulator.of(link, seed * 2);
    toLeft = LinkSimulator.of(link, seed * 2 + 1);
  }

  /** All that both have to send now, and all that has arrived by now. */
  void step() {
    deliver(toRight, right);
    deliver(toLeft, left);
    transmit(left, toRight);
    transmit(right, toLeft);
  }

  private void deliver(LinkSimulator link, MessageEndpoint to) {
    datagram.clear();
    while (link.deliver(datagram, now)) {
      last = to.receive(datagram.flip(), now);
      rejected += last.isAccepted() ? 0 : 1;
      datagram.clear();
    }
  }

  private void transmit(MessageEndpoint from, LinkSimulator link) {
    datagram.clear();
    while (from.transmit(datagram, now)) {
      wireBytes += datagram.position() + 28;
      datagrams++;
      link.send(datagram.flip(), now);
      datagram.clear();
    }
  }

  /** Goes on until a time, by ticks. */
  void tickUntil(long end, long tick, Runnable each) {
    while (now < end) {
      now += tick;
      step();
      each.run();
    }
  }

  /** Goes on from event to event until something holds or a time has come. */
  boolean runUntil(long end, BooleanSupplier isDone) {
    step();
    while (!isDone.getAsBoolean()) {
      long next =
          Math.min(
              Math.min(toRight.nextDelivery(), toLeft.nextDelivery()),
              Math.min(left.nextDeadline(), right.nextDeadline()));
      if (next > end) {
        now = end;
        step();
        return isDone.getAsBoolean();
      }
      now = Math.max(next, now + 1);
      step();
    }
    return true;
  }
}
