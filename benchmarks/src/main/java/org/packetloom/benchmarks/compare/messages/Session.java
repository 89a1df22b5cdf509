// SPDX-License-Identifier: Apache-2.0
package org.packetloom.benchmarks.compare.messages;

import java.nio.ByteBuffer;
import org.packetloom.message.LinkConditions;
import org.packetloom.message.LinkSimulator;
import org.packetloom.message.LinkStatistics;

/** A connection over a link, and those who use it, in virtual time. */
final class Session {
  /** When a session begins: peers may have used the time before for their handshake. */
  static final long START = 1_000_000_000;

  /** Nobody uses the connection. */
  static final Application SILENCE = new Application() {};

  private static final int LARGEST = 65_536;

  /** The least time between two turns of somebody who wants one at once. */
  private static final long SOON = 1000;

  /** Those who use a connection. */
  interface Application {
    /** Something arrived. */
    default void delivered(boolean isAtServer, int channel, ByteBuffer payload, long now) {}

    /** May send. */
    default void turn(Pair pair, long now) {}

    /** When it wants to send next, or never. */
    default long nextTurn() {
      return Long.MAX_VALUE;
    }

    /** Whether it has all that it wanted. */
    default boolean isDone() {
      return false;
    }
  }

  private final Pair pair;
  private final Driver driver;
  private final LinkSimulator toServer;
  private final LinkSimulator toClient;
  private final ByteBuffer arrival = ByteBuffer.allocate(LARGEST);
  private long now;

  Session(Pair pair, LinkConditions link, Driver driver, long seed) {
    this(pair, link, driver, seed, START);
  }

  Session(Pair pair, LinkConditions link, Driver driver, long seed, long start) {
    this.pair = pair;
    this.driver = driver;
    toServer = LinkSimulator.of(link, 2 * seed);
    toClient = LinkSimulator.of(link, 2 * seed + 1);
    now = start;
  }

  /** Until a time, or until the application is done or the connection lost. */
  void run(Application application, long end) {
    long turn = driver.turn(now, now);
    while (turn <= end && !application.isDone() && isAlive()) {
      now = turn;
      arrive(pair.server(), toServer, application, true);
      arrive(pair.client(), toClient, application, false);
      application.turn(pair, now);
      pair.server().flush(datagram -> toClient.send(datagram, now), now);
      pair.client().flush(datagram -> toServer.send(datagram, now), now);
      turn = driver.turn(now + 1, due(application));
    }
    if (turn > end) {
      now = end;
    }
  }

  private void arrive(
      MessagePeer peer, LinkSimulator link, Application application, boolean isServer) {
    while (link.deliver(arrival.clear(), now)) {
      peer.receive(arrival.flip(), now);
    }
    peer.drain((channel, payload) -> application.delivered(isServer, channel, payload, now), now);
  }

  private long due(Application application) {
    if (driver != Driver.EVENT) {
      return now; // the grid decides
    }
    long peers = Math.min(pair.server().nextDeadline(now), pair.client().nextDeadline(now));
    long arrivals = Math.min(toServer.nextDelivery(), toClient.nextDelivery());
    return Math.min(Math.min(arrivals, application.nextTurn()), Math.max(peers, now + SOON));
  }

  boolean isAlive() {
    return pair.client().isAlive() && pair.server().isAlive();
  }

  long now() {
    return now;
  }

  LinkStatistics toServer() {
    return toServer.statistics();
  }

  LinkStatistics toClient() {
    return toClient.statistics();
  }

  /** In both directions, with what IP and UDP add. */
  long wireBytes() {
    return toServer().wireBytes() + toClient().wireBytes();
  }
}
