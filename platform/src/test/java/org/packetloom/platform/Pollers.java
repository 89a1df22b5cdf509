// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Optional;
import org.packetloom.platform.bsd.ImitatedBsd;
import org.packetloom.platform.bsd.Libkqueue;

/** Opens the pollers under test by name. */
public final class Pollers {
  private Pollers() {}

  /**
   * The platform that has a poller: this machine's, or one that imitates another where only that
   * has it. The test is skipped if there is none, saying what is needed.
   */
  public static Platform platform(String poller) throws UnsupportedPlatformException {
    Platform here = Platforms.current();
    if (!poller.equals("kqueue") || has(here, poller)) {
      return here;
    }
    Optional<Platform> imitation = ImitatedBsd.withKqueue();
    assumeTrue(imitation.isPresent(), () -> "kqueue needs " + Libkqueue.NEEDED);
    return imitation.orElseThrow();
  }

  private static boolean has(Platform platform, String poller) {
    return platform.pollers().stream().anyMatch(one -> one.name().equals(poller));
  }

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
