// SPDX-License-Identifier: Apache-2.0
package org.packetloom;

import java.io.IOException;
import java.net.ProtocolFamily;
import java.net.SocketOption;
import java.util.Set;

/**
 * A socket that was opened and has neither an address nor a peer, as a {@link SocketHook} sees it.
 *
 * <p>After the hook has returned every method throws {@link IllegalStateException}.
 */
public interface FreshSocket {
  /**
   * What it is opened for.
   *
   * @return the URI, with the one address that this socket is for, as far as it is known
   */
  ConnectorUri uri();

  /**
   * The family of its addresses.
   *
   * @return a {@link java.net.StandardProtocolFamily}
   * @throws IOException if the system refuses, implementing {@link NativeFailure}
   */
  ProtocolFamily family() throws IOException;

  /**
   * The system's number of the socket, for calls of one's own. It must be neither closed nor made
   * blocking.
   *
   * @return the number of the descriptor
   */
  int descriptor();

  /**
   * The value of an option, as {@link Connector#option(SocketOption)}.
   *
   * @param <T> the option's type
   * @param option one of {@link #supportedOptions()}, or a raw one
   * @return the value
   * @throws UnsupportedOperationException if the socket does not have the option
   * @throws IOException if the system refuses, implementing {@link NativeFailure}
   */
  <T> T option(SocketOption<T> option) throws IOException;

  /**
   * Sets an option, as {@link Connector#option(SocketOption, Object)}.
   *
   * @param <T> the option's type
   * @param option one of {@link #supportedOptions()}, or a raw one
   * @param value the value
   * @return this socket
   * @throws UnsupportedOperationException if the socket does not have the option, or it cannot be
   *     set
   * @throws IllegalArgumentException if the value is outside the option's range
   * @throws IOException if the system refuses, implementing {@link NativeFailure}
   */
  <T> FreshSocket option(SocketOption<T> option, T value) throws IOException;

  /**
   * The options that it has.
   *
   * @return an unmodifiable set
   */
  Set<SocketOption<?>> supportedOptions();
}
