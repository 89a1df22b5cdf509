// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.util.List;
import java.util.Optional;
import org.packetloom.platform.Descriptors;
import org.packetloom.platform.Poller;
import org.packetloom.platform.PollerException;
import org.packetloom.platform.PollerFactory;

/**
 * A platform with one poller, {@code proactor}, that completes operations in place of telling
 * readiness, as I/O completion ports and rings do.
 */
final class ProactorPlatform extends TestedPlatform {
  private final boolean eager;
  private final long seed;

  ProactorPlatform(boolean eager, long seed) {
    this.eager = eager;
    this.seed = seed;
  }

  @Override
  public List<PollerFactory> pollers() {
    PollerFactory reactor = real.pollers().getFirst();
    Descriptors descriptors = real.descriptors();
    return List.of(
        new PollerFactory() {
          @Override
          public String name() {
            return ProactorPoller.NAME;
          }

          @Override
          public Optional<String> missing() {
            return Optional.empty();
          }

          @Override
          public Poller open() throws PollerException {
            return new ProactorPoller(reactor.open(), descriptors, eager, seed);
          }
        });
  }
}
