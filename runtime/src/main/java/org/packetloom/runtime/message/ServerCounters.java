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

  /** The counts of two servers together. */
  static ServerStats sum(ServerStats a, ServerStats b) {
    return new ServerStats(
        a.connections() + b.connections(),
        a.pending() + b.pending(),
        a.requests() + b.requests(),
        a.challenges() + b.challenges(),
        a.accepted() + b.accepted(),
        a.refused() + b.refused(),
        a.limited() + b.limited(),
        a.forged() + b.forged(),
        a.malformed() + b.malformed(),
        a.unknown() + b.unknown(),
        a.moves() + b.moves());
  }
}
