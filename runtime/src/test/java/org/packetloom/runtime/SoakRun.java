// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import org.packetloom.Packetloom;
import org.packetloom.suite.Seed;

/**
 * Many bytes through many connections for each engine and poller; only with {@code mvn -Plong
 * test}. {@code -Dpacketloom.long.bytes} changes the number for each direction of a connection.
 */
class SoakRun {
  private static final int CONNECTIONS = 500;
  private static final long BYTES = Long.getLong("packetloom.long.bytes", 2_000_000L);

  @EachEngine
  void everyByteArrivesWhereItBelongs(String engine, String poller) throws Exception {
    long began = System.nanoTime();
    try (Packetloom loom = Looms.open(engine, poller)) {
      Soak.run(loom, CONNECTIONS, BYTES, Seed.VALUE);
      double seconds = (System.nanoTime() - began) / 1e9;
      System.out.printf(
          "%d bytes in each direction of %d connections in %.0f s, %s",
          BYTES, CONNECTIONS, seconds, loom.dump());
    }
  }
}
