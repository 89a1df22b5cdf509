// SPDX-License-Identifier: Apache-2.0
package org.packetloom.benchmarks.compare.server;

import java.io.IOException;
import java.util.concurrent.ThreadFactory;

/** A server of one make. */
public interface PeerServer {
  /**
   * Starts to serve.
   *
   * @param plan what to do
   * @return the TCP port; 0 for a Unix-domain socket, or if its role needs none
   * @throws Exception if it cannot be started
   */
  int start(ServerPlan plan) throws Exception;

  /**
   * Makes virtual threads beside those of the connections.
   *
   * @return the factory that a program with this server would use
   */
  default ThreadFactory threads() {
    return Thread.ofVirtual().factory();
  }

  /**
   * Prepares what it does by itself, with both ends in this process.
   *
   * @param plan what to do
   * @param port what {@link #start} returned
   * @return the work, of which nothing is open yet
   */
  default Work work(ServerPlan plan, int port) {
    return switch (plan.role()) {
      case DATAGRAM -> new DatagramWork(this, plan);
      case CASCADE -> new CascadeOfThreads(this, plan.variant());
      default -> new PingPong(this, port, plan.messageBytes());
    };
  }

  /**
   * Opens a flow, for {@link Role#DATAGRAM}.
   *
   * @param way single, batch or offload
   * @param size bytes of a packet
   * @return both ends
   * @throws IOException if they cannot be opened
   */
  default DatagramEnds datagrams(String way, int size) throws IOException {
    throw new UnsupportedOperationException("datagrams of " + getClass().getSimpleName());
  }

  /**
   * Opens connectors, for {@link Role#CASCADE}.
   *
   * @param kind udp or pipe
   * @param count how many
   * @return the ring that they form
   * @throws IOException if they cannot be opened
   */
  default Ring ring(String kind, int count) throws IOException {
    throw new UnsupportedOperationException("connectors of " + getClass().getSimpleName());
  }

  /**
   * Connects to itself, for {@link Role#PINGPONG}.
   *
   * @param port what {@link #start} returned
   * @param messageBytes how long its messages will be
   * @return the client's end
   * @throws Exception if it cannot be connected
   */
  default PingClient connect(int port, int messageBytes) throws Exception {
    throw new UnsupportedOperationException("clients of " + getClass().getSimpleName());
  }

  /**
   * What really serves, for the reader of the figures.
   *
   * @return a few words; empty if the name says it all
   */
  default String note() {
    return "";
  }
}
