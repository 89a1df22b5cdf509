// SPDX-License-Identifier: Apache-2.0
package org.packetloom;

import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A name in Linux's abstract namespace of Unix-domain sockets.
 *
 * <p>{@link java.net.UnixDomainSocketAddress} knows paths only. An abstract name is any sequence of
 * 1 to 107 bytes, needs no file, and vanishes with its socket. In a URI it is written {@code
 * local:///%00name}.
 *
 * @see <a href="https://man7.org/linux/man-pages/man7/unix.7.html">unix(7)</a>
 */
public final class AbstractSocketAddress extends SocketAddress {
  private static final long serialVersionUID = 1L;

  /** Most bytes of a name: {@code sizeof(sun_path)} less the leading zero byte. */
  private static final int LONGEST = 107;

  /** The name without the leading zero byte. */
  private final byte[] name;

  private AbstractSocketAddress(byte[] name) {
    this.name = name;
  }

  /**
   * An abstract address.
   *
   * @param name the name without the leading zero byte, 1 to 107 bytes
   * @return the address
   * @throws IllegalArgumentException if the name is empty or too long
   */
  public static AbstractSocketAddress of(byte[] name) {
    if (name.length == 0 || name.length > LONGEST) {
      throw new IllegalArgumentException("name of " + name.length + " bytes, 1 to 107 allowed");
    }
    return new AbstractSocketAddress(name.clone());
  }

  /**
   * The name without the leading zero byte.
   *
   * @return a copy
   */
  public byte[] name() {
    return name.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof AbstractSocketAddress that && Arrays.equals(name, that.name);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(name);
  }

  /** The name for people: as text behind {@code @}, {@linkplain FailureDetail#printable safely}. */
  @Override
  public String toString() {
    return "@" + FailureDetail.printable(new String(name, StandardCharsets.UTF_8));
  }
}
