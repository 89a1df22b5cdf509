// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform;

/** The one place that chooses a platform. */
public final class Platforms {
  private Platforms() {}

  /**
   * The platform of this machine.
   *
   * @return always the same platform
   * @throws UnsupportedPlatformException if the system is unknown, or native access is denied
   */
  public static Platform current() throws UnsupportedPlatformException {
    throw new UnsupportedPlatformException("not yet", "");
  }
}
