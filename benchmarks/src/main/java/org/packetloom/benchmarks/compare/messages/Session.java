// SPDX-License-Identifier: Apache-2.0
package org.packetloom.benchmarks.compare.messages;

import java.nio.ByteBuffer;

/** A connection over a link, and those who use it, in virtual time. */
final class Session {
  /** When a session begins: peers may have used the time before for their handshake. */
  static final long START = 1_000_000_000;

  /** The least time between two turns of somebody who wants one at once. */
  private static final long SOON = 1000;

  /** Those who use a connection. */
  interface Application {
    /** Something arrived. */
    void delivered(boolean isAtServer, int channel, ByteBuffer payload, long now);

    /** May send. */
    void turn(Pair pair, long now);

    /** When it wants to send next, or never. */
    long nextTurn();

    /** Whether it has all that it wanted. */
    boolean isDone();
  }

  private final Pair pair;
  private final Driver driver;
  private final Link toServer;
  private final Link toClient;
  private long now = START;

  Session(Pair pair, LinkSpec spec, Driver driver, long seed) {
    this.pair = pair;
    this.driver = driver;
    toServer = new Link(spec, 2 * seed);
    toClient = new Link(spec, 2 * seed + 1);
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

  private void arrive(MessagePeer peer, Link link, Application application, boolean isServer) {
    for (ByteBuffer datagram = link.poll(now); datagram != null; datagram = link.poll(now)) {
      peer.receive(datagram, now);
    }
    peer.drain((channel, payload) -> application.delivered(isServer, channel, payload, now), now);
  }

  private long due(Application application) {
    if (driver != Driver.EVENT) {
      return now; // the grid decides
    }
    long peers = Math.min(pair.server().nextDeadline(now), pair.client().nextDeadline(now));
    long arrivals = Math.min(toServer.nextArrival(), toClient.nextArrival());
    return Math.min(Math.min(arrivals, application.nextTurn()), Math.max(peers, now + SOON));
  }

  boolean isAlive() {
    return pair.client().isAlive() && pair.server().isAlive();
  }

  long now() {
    return now;
  }

  Pair pair() {
    return pair;
  }

  Link toServer() {
    return toServer;
  }

  Link toClient() {
    return toClient;
  }

  /** In both directions, with what IP and UDP add. */
  long wireBytes() {
    return toServer.wireBytes() + toClient.wireBytes();
  }
}
