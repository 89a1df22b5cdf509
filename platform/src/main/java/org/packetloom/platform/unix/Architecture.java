// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.unix;

import java.util.Optional;

/** The processor architectures whose layouts are known. */
public enum Architecture {
  X86_64,
  AARCH64;

  /** The architecture of this JVM, if it is known. */
  public static Optional<Architecture> find() {
    return switch (System.getProperty("os.arch", "")) {
      case "amd64", "x86_64" -> Optional.of(X86_64);
      case "aarch64" -> Optional.of(AARCH64);
      default -> Optional.empty();
    };
  }
}
