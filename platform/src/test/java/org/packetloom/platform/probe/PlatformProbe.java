// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.probe;

import org.packetloom.platform.Platforms;
import org.packetloom.platform.UnsupportedPlatformException;

/** Prints the platform, or why there is none. In a package of its own, outside of the module. */
public final class PlatformProbe {
  private PlatformProbe() {}

  /** Prints one line. */
  public static void main(String[] arguments) {
    try {
      System.out.println(Platforms.current().name());
    } catch (UnsupportedPlatformException e) {
      System.out.println(e.getMessage() + "|" + e.remedy());
    }
  }
}
