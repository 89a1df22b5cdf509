// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.io.IOException;
import org.packetloom.Packetloom;
import org.packetloom.platform.Platform;
import org.packetloom.platform.Pollers;
import org.packetloom.platform.UnsupportedPlatformException;

/** Opens toolkits on the platform that has the poller of a row. */
public final class Looms {
  private Looms() {}

  /** With an engine and a poller; skips the test where no platform has that, saying why. */
  public static Packetloom open(String engine, String poller) throws IOException {
    return open(Packetloom.builder().engine(engine), poller);
  }

  /** As told, with a poller; skips the test where no platform has that, saying why. */
  public static Packetloom open(Packetloom.Builder builder, String poller) throws IOException {
    return ((LoomBuilder) builder.poller(poller)).open(platform(poller));
  }

  /** The platform that has a poller; skips the test where none has it, saying why. */
  public static Platform platform(String poller) {
    try {
      return Pollers.platform(poller);
    } catch (UnsupportedPlatformException e) {
      throw new AssertionError(e);
    }
  }
}
