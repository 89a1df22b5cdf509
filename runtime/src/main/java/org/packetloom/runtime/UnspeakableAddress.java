// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.packetloom.FailureDetail;

/**
 * The path of a Unix-domain peer in bytes that are no text in the encoding of paths here, so that
 * the JDK cannot express it. It can be sent to as any other address.
 */
final class UnspeakableAddress extends SocketAddress {
  private static final long serialVersionUID = 1L;

  /** The path without a zero byte at the end. */
  private final byte[] path;

  UnspeakableAddress(byte[] path) {
    this.path = path.clone();
  }

  byte[] path() {
    return path.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof UnspeakableAddress that && Arrays.equals(path, that.path);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(path);
  }

  @Override
  public String toString() {
    return FailureDetail.printable(new String(path, StandardCharsets.ISO_8859_1));
  }
}
