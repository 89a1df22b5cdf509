// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform;

import org.packetloom.platform.bsd.BsdPlatform;
import org.packetloom.platform.linux.LinuxPlatform;
import org.packetloom.platform.windows.WindowsPlatform;

/** The one place that chooses a platform. */
public final class Platforms {
  private static final String KNOWN = "Linux, macOS, FreeBSD and Windows, on x86_64 and aarch64";

  private Platforms() {}

  /**
   * The platform of this machine.
   *
   * @return always the same platform
   * @throws UnsupportedPlatformException if the system is unknown, or native access is denied
   */
  public static Platform current() throws UnsupportedPlatformException {
    String system = System.getProperty("os.name", "");
    try {
      if (system.equals("Linux")) {
        return LinuxPlatform.current();
      }
      if (BsdPlatform.has(system)) {
        return BsdPlatform.current(system);
      }
      if (system.startsWith("Windows")) {
        return WindowsPlatform.current();
      }
    } catch (IllegalCallerException _) {
      throw new UnsupportedPlatformException(
          "Packetloom may not call native code", nativeAccessFlag());
    } catch (LinkageError e) {
      String cause =
          e.getCause() == null ? e.toString() : String.valueOf(e.getCause().getMessage());
      throw new UnsupportedPlatformException("Packetloom finds no usable C library: " + cause, "");
    }
    throw new UnsupportedPlatformException(
        "Packetloom does not know the system " + system + "; it knows " + KNOWN, "");
  }

  private static String nativeAccessFlag() {
    Module module = Platforms.class.getModule();
    return "--enable-native-access=" + (module.isNamed() ? module.getName() : "ALL-UNNAMED");
  }
}
