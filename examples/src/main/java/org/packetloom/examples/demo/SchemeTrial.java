// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.demo;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.packetloom.AccessRefusedException;
import org.packetloom.Capability;
import org.packetloom.CapabilityException;
import org.packetloom.Packetloom;
import org.packetloom.Probe;
import org.packetloom.Probe.Finding;
import org.packetloom.Probe.Kind;
import org.packetloom.examples.echo.EchoClient;
import org.packetloom.examples.echo.Load;
import org.packetloom.examples.echo.Measured;
import org.packetloom.examples.echo.RoundTrips;

/**
 * Tries schemes: many small round trips, then a block that goes in many pieces.
 *
 * @param loom opens the connections
 * @param probe what it can do here
 * @param connections how many at a time
 * @param time how long to measure
 * @param patience after which a scheme counts as hanging
 */
record SchemeTrial(
    Packetloom loom, Probe probe, int connections, Duration time, Duration patience) {
  private static final int SMALL_BYTES = 64;

  Row of(Peers peers) throws InterruptedException {
    Optional<String> reason = peers.capability().flatMap(needed -> whyNot(probe, needed));
    if (reason.isPresent()) {
      return Row.skipped(peers.name(), reason.get());
    }
    try {
      return Watchdog.call(
          patience, () -> peers.with(loom, connections, clients -> over(peers, clients)));
    } catch (CapabilityException e) {
      return Row.skipped(peers.name(), e.reason());
    } catch (IOException | RuntimeException e) {
      return Row.failed(peers.name(), String.valueOf(e.getMessage()));
    }
  }

  Row of(Glimpse glimpse) throws InterruptedException {
    try {
      String seen = Watchdog.call(patience, () -> glimpse.look(loom));
      return Row.seen(glimpse.name(), seen);
    } catch (CapabilityException e) {
      return Row.skipped(glimpse.name(), e.reason());
    } catch (AccessRefusedException e) {
      return Row.skipped(glimpse.name(), e.getMessage());
    } catch (IOException | RuntimeException e) {
      return Row.failed(glimpse.name(), String.valueOf(e.getMessage()));
    }
  }

  /** Why a capability is missing, if it is. */
  static Optional<String> whyNot(Probe probe, Capability capability) {
    return probe.findings().stream()
        .filter(f -> f.kind() == Kind.CAPABILITY && !f.isAvailable())
        .filter(f -> f.name().equalsIgnoreCase(capability.name()))
        .map(Finding::detail)
        .findFirst();
  }

  private Row over(Peers peers, List<? extends EchoClient> clients)
      throws IOException, InterruptedException {
    Load warmUp = new Load(SMALL_BYTES, Long.MAX_VALUE, time.dividedBy(4));
    Load many = new Load(SMALL_BYTES, Long.MAX_VALUE, time);
    Load large = new Load(peers.largeBytes(), clients.size(), Duration.ZERO);
    Measured warm = RoundTrips.run(clients, warmUp, loom.threadFactory());
    Measured small = RoundTrips.run(clients, many, loom.threadFactory());
    Measured blocks = RoundTrips.run(clients, large, loom.threadFactory());
    long checked = warm.verifiedBytes() + small.verifiedBytes() + blocks.verifiedBytes();
    return Row.ok(peers.name(), small, checked);
  }
}
