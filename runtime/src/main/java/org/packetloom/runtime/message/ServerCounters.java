// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.message;

import org.packetloom.message.ServerStats;

/** What a server counts; see {@link ServerStats}. */
final class ServerCounters {
  long requests;
  long challenges;
  long accepted;
  long refused;
  long limited;
  long forged;
  long malformed;
  long unknown;
  long moves;

  ServerStats snapshot(int connections, int pending) {
    return new ServerStats(
        connections,
        pending,
        requests,
        challenges,
        accepted,
        refused,
        limited,
        forged,
        malformed,
        unknown,
        moves);
  }
}
