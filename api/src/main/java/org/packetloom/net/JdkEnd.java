// SPDX-License-Identifier: Apache-2.0
package org.packetloom.net;

import java.io.IOException;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.Set;

/** Something of the JDK that bytes are read from and written to, by calls that wait. */
interface JdkEnd {
  /**
   * Reads some bytes; waits for the first.
   *
   * @param destination backed by an array, with at least one byte remaining
   * @return the number of bytes, at least 1; −1 at the end
   */
  int read(ByteBuffer destination) throws IOException;

  /** Writes all remaining bytes; {@code source} is backed by an array. */
  void write(ByteBuffer source) throws IOException;

  /** Bytes that could be read without waiting, as far as that can be told. */
  int available() throws IOException;

  /**
   * Whether a read would not wait, and would not care for an interrupt either: then the caller's
   * own thread may read.
   */
  default boolean isReadableNow() {
    return false;
  }

  /** Ends reading; has a read that waits return, if the kind of thing can do that. */
  void shutdownInput() throws IOException;

  /** Ends writing, so that the peer sees the end, if there is a way but closing. */
  void shutdownOutput() throws IOException;

  /** Closes everything, and wakes who waits in a call if the kind of thing can do that. */
  void close() throws IOException;

  /** Whether shutting down and closing never wait. */
  boolean isQuick();

  default Optional<SocketAddress> local() {
    return Optional.empty();
  }

  default Optional<SocketAddress> peer() {
    return Optional.empty();
  }

  default Set<SocketOption<?>> options() {
    return Set.of();
  }

  default <T> T option(SocketOption<T> option) throws IOException {
    throw new UnsupportedOperationException("option " + option);
  }

  default <T> void option(SocketOption<T> option, T value) throws IOException {
    throw new UnsupportedOperationException("option " + option);
  }
}
