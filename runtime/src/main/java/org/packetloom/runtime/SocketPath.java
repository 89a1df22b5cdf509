// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.io.IOException;
import java.util.Arrays;
import org.packetloom.platform.NativeAddress;

/**
 * A path to a socket, in the system's bytes.
 *
 * <p>An address holds about a hundred bytes of a path. A longer one is reached by a detour through
 * its open folder, as long as that stays open here, and if the system has one.
 */
final class SocketPath {
  /** A path of fewer characters is not too long anywhere, however many bytes these take. */
  static final int SURELY_SHORT = 25;

  private final byte[] whole;
  private final int slash; // index of the last one, −1 if there is none

  private SocketPath(byte[] whole) {
    this.whole = whole;
    int at = whole.length - 1;
    while (at >= 0 && whole[at] != '/') {
      at--;
    }
    this.slash = at;
  }

  /**
   * Reads a path.
   *
   * @throws IOException if the system's encoding cannot express it
   */
  static SocketPath of(String path, String endpoints) throws IOException {
    return new SocketPath(Addresses.pathBytes(path, endpoints));
  }

  boolean isLong(Opening opening) {
    return whole.length > opening.engine().platform().paths().longestPath();
  }

  byte[] name() {
    return Arrays.copyOfRange(whole, slash + 1, whole.length);
  }

  private byte[] folder() {
    if (slash < 0) {
      return new byte[] {'.'};
    }
    return Arrays.copyOf(whole, Math.max(1, slash));
  }

  /** Opens the folder, to be closed by the caller. */
  int openFolder(String operation, String endpoints, Opening opening) throws IOException {
    int folder = opening.engine().platform().paths().openFolder(folder());
    return opening.failures().ensure(operation, endpoints, folder);
  }

  /** The address, right as long as the folder is open. */
  NativeAddress.Local address(int folder, Opening opening) {
    return new NativeAddress.Local(
        isLong(opening) ? opening.engine().platform().paths().detour(folder, name()) : whole);
  }

  /** What is done with an address that may not outlive it. */
  @FunctionalInterface
  interface Use<T> {
    T with(NativeAddress address) throws IOException;
  }

  /** Uses the address for the time of a call. */
  <T> T use(String operation, String endpoints, Opening opening, Use<T> use) throws IOException {
    if (!isLong(opening)) {
      return use.with(new NativeAddress.Local(whole));
    }
    int folder = openFolder(operation, endpoints, opening);
    try {
      return use.with(address(folder, opening));
    } finally {
      opening.descriptors().close(folder);
    }
  }
}
