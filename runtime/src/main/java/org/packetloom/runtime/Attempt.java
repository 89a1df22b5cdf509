// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.io.IOException;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.packetloom.AddressUnavailableException;
import org.packetloom.CapabilityException;
import org.packetloom.Connector;
import org.packetloom.NativeFailure;
import org.packetloom.Probe.Finding;
import org.packetloom.Probe.Kind;
import org.packetloom.ResourceExhaustedException;
import org.packetloom.platform.TunnelDevices;

/**
 * What came of trying a scheme.
 *
 * @param isAvailable whether it works
 * @param detail why it does not, or what there is to say of it
 * @param remedy what can be done if it does not, empty if nothing
 */
record Attempt(boolean isAvailable, String detail, String remedy) {
  static Attempt yes(String detail) {
    return new Attempt(true, detail, "");
  }

  static Attempt no(String reason, String remedy) {
    return new Attempt(false, reason, remedy);
  }

  static Attempt notBuilt() {
    return no("not built yet", "use a later Packetloom");
  }

  static Attempt listen(Loom loom, String uri) {
    return of(loom, () -> loom.listen(uri));
  }

  static Attempt bind(Loom loom, String uri) {
    return of(loom, () -> loom.bind(uri));
  }

  static Attempt pair(Loom loom, String uri) {
    try (var pair = loom.pair(uri)) {
      return pair.first().isOpen() ? yes("") : no("closed at once", "");
    } catch (IOException e) {
      return no(loom, e);
    }
  }

  /** Listens at a pipe in a folder of its own. */
  static Attempt fifo(Loom loom) {
    try {
      Path folder = Files.createTempDirectory("packetloom");
      try {
        return listen(loom, "fifo://" + folder.resolve("probe").toUri().getRawPath());
      } finally {
        Files.deleteIfExists(folder);
      }
    } catch (IOException e) {
      return no(loom, e);
    }
  }

  /** Asks for network interfaces, and makes none: others would see it. */
  static Attempt tunnel(Loom loom, String uri) {
    Optional<TunnelDevices> devices = loom.engine().platform().tunnels();
    if (devices.isEmpty()) {
      return no("not on this system", "use Linux");
    }
    int result = devices.get().probe();
    if (result == 0) {
      return yes("can be made");
    }
    try {
      TunScheme.ensureOpened(uri, devices.get(), loom.engine(), result);
      return yes("");
    } catch (IOException e) {
      return no(loom, e);
    }
  }

  private interface Opened {
    Connector open() throws IOException;
  }

  private static Attempt of(Loom loom, Opened opened) {
    try (Connector connector = opened.open()) {
      return connector.isOpen() ? yes("") : no("closed at once", "");
    } catch (IOException e) {
      return no(loom, e);
    }
  }

  private static Attempt no(Loom loom, IOException failure) {
    return switch (failure) {
      case CapabilityException e -> no(e.reason(), e.remedy());
      case ResourceExhaustedException e ->
          no(e.getMessage(), "raise the limits of descriptors (ulimit -n) or of memory");
      case AddressUnavailableException e ->
          no(e.getMessage(), loom.engine().platform().ipv6Remedy());
      case SocketException e when isNoFamily(e) ->
          no(e.getMessage(), loom.engine().platform().ipv6Remedy());
      case org.packetloom.AccessRefusedException e ->
          no(e.getMessage(), "run with the privilege, or have an administrator grant it");
      default -> no(String.valueOf(failure.getMessage()), "");
    };
  }

  private static boolean isNoFamily(SocketException e) {
    return e instanceof NativeFailure failure && failure.errorName().equals("EAFNOSUPPORT");
  }

  Finding finding(Kind kind, String name, String otherwise) {
    String told = isAvailable && detail.isEmpty() ? otherwise : detail;
    return new Finding(kind, name, isAvailable, told, remedy);
  }
}
