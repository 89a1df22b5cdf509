// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.demo;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.packetloom.CapabilityException;
import org.packetloom.Packetloom;
import org.packetloom.Probe.Finding;
import org.packetloom.Probe.Kind;
import org.packetloom.StreamConnector;
import org.packetloom.examples.echo.Load;
import org.packetloom.examples.echo.Measured;
import org.packetloom.examples.echo.RoundTrips;

/**
 * Tries one scheme: many small round trips, then a block too large for any buffer.
 *
 * @param loom opens the connections
 * @param peers the scheme
 * @param connections how many at a time
 * @param patience after which it counts as hanging
 */
record SchemeTrial(Packetloom loom, Peers peers, int connections, Duration patience) {
  private static final Load WARM_UP = new Load(64, Long.MAX_VALUE, Duration.ofMillis(150));
  private static final Load SMALL = new Load(64, Long.MAX_VALUE, Duration.ofMillis(400));
  private static final int LARGE_BYTES = 1 << 20;

  Row run() throws InterruptedException {
    Optional<String> reason = whyNot();
    if (reason.isPresent()) {
      return Row.skipped(peers.name(), reason.get());
    }
    try {
      return Watchdog.call(patience, () -> peers.with(loom, connections, this::over));
    } catch (CapabilityException e) {
      return Row.skipped(peers.name(), e.getMessage());
    } catch (IOException | RuntimeException e) {
      return Row.failed(peers.name(), String.valueOf(e.getMessage()));
    }
  }

  private Optional<String> whyNot() {
    return loom.probe().findings().stream()
        .filter(f -> f.kind() == Kind.CAPABILITY && !f.isAvailable())
        .filter(f -> f.name().equalsIgnoreCase(peers.capability().name()))
        .map(Finding::detail)
        .findFirst();
  }

  private Row over(List<StreamConnector> clients) throws IOException, InterruptedException {
    Measured warm = RoundTrips.run(clients, WARM_UP, loom.threadFactory());
    Measured small = RoundTrips.run(clients, SMALL, loom.threadFactory());
    Load large = new Load(LARGE_BYTES, clients.size(), Duration.ZERO);
    Measured blocks = RoundTrips.run(clients, large, loom.threadFactory());
    long checked = warm.verifiedBytes() + small.verifiedBytes() + blocks.verifiedBytes();
    return Row.ok(peers.name(), small, checked);
  }
}
