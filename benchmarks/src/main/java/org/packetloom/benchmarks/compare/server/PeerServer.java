// SPDX-License-Identifier: Apache-2.0
package org.packetloom.benchmarks.compare.server;

import java.util.concurrent.ThreadFactory;

/** A server of one make. */
public interface PeerServer {
  /**
   * Starts to serve.
   *
   * @param plan what to do
   * @return the TCP port; 0 for a Unix-domain socket
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
   * Connects to itself, for {@link Role#PINGPONG}.
   *
   * @param port what {@link #start} returned
   * @param blockBytes how long its blocks will be
   * @return the client's end
   * @throws Exception if it cannot be connected
   */
  default PingClient connect(int port, int blockBytes) throws Exception {
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
