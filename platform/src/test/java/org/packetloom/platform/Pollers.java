// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Optional;

/** Opens the pollers under test by name. */
final class Pollers {
  private Pollers() {}

  /** A poller; the test is skipped where there is none of that name, saying why. */
  static Poller open(Platform platform, String name) throws PollerException {
    Optional<PollerFactory> factory =
        platform.pollers().stream().filter(one -> one.name().equals(name)).findFirst();
    assumeTrue(factory.isPresent(), () -> platform.name() + " has no poller " + name);
    Optional<String> missing = factory.orElseThrow().missing();
    assumeTrue(missing.isEmpty(), () -> name + ": " + missing.orElseThrow());
    return factory.orElseThrow().open();
  }
}
