// SPDX-License-Identifier: Apache-2.0
package org.packetloom;

import java.io.IOException;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.nio.channels.Channel;
import java.util.Optional;
import java.util.Set;

/**
 * A socket-like end point named by a URI.
 *
 * <p>Any thread may call anything at any time: virtual threads park, platform threads block the
 * same way. Connectors have identity, and do not reopen once closed.
 *
 * <p>Whatever waits obeys, whichever comes first, the deadline of its direction, the rolling
 * timeout of its direction and the ambient {@link Deadline}; answers interrupts by its {@link
 * InterruptPolicy}; and ends when the connector is closed.
 *
 * @see ConnectorUri
 */
public interface Connector extends Channel, Passable {
  /**
   * The connector's own URI, with what the system chose filled in: a listener on port 0 names its
   * real port, {@code tcp} becomes {@code tcp4} or {@code tcp6}.
   *
   * @return for a listener the address it listens at, for a stream the address it was made for
   */
  ConnectorUri uri();

  /**
   * The address of the near end.
   *
   * <p>A {@link java.net.InetSocketAddress}, a {@link java.net.UnixDomainSocketAddress} (of an
   * empty path when unnamed) or an {@link AbstractSocketAddress}. Known from the moment of opening,
   * and still answered after close.
   *
   * @return empty for a connector without addresses, such as a pipe
   */
  Optional<SocketAddress> localAddress();

  /**
   * The value of a socket option.
   *
   * @param <T> the option's type
   * @param option one of {@link #supportedOptions()}, or a {@link ConnectorOptions#raw raw} one
   * @return the value as the system reports it, which may differ from what was set
   * @throws UnsupportedOperationException if the connector does not have the option
   * @throws ConnectorClosedException if the connector is closed
   * @throws IOException if the system refuses, implementing {@link NativeFailure}
   * @see <a href="https://man7.org/linux/man-pages/man7/socket.7.html">socket(7)</a>
   */
  <T> T option(SocketOption<T> option) throws IOException;

  /**
   * Sets a socket option.
   *
   * @param <T> the option's type
   * @param option one of {@link #supportedOptions()}, or a {@link ConnectorOptions#raw raw} one
   * @param value the new value
   * @return this connector
   * @throws UnsupportedOperationException if the connector does not have the option, or it cannot
   *     be set
   * @throws IllegalArgumentException if the value is outside the option's range
   * @throws ConnectorClosedException if the connector is closed
   * @throws IOException if the system refuses, implementing {@link NativeFailure}
   */
  <T> Connector option(SocketOption<T> option, T value) throws IOException;

  /**
   * The options this connector has.
   *
   * @return an unmodifiable set
   */
  Set<SocketOption<?>> supportedOptions();

  /**
   * What an interrupt of a waiting thread does.
   *
   * @return {@link InterruptPolicy#KEEP_OPEN} unless chosen otherwise
   */
  InterruptPolicy interruptPolicy();

  /**
   * Chooses what an interrupt of a waiting thread does, from the next interrupt on.
   *
   * @param policy the new policy
   * @return this connector
   */
  Connector interruptPolicy(InterruptPolicy policy);

  /**
   * Whether it waits for peers to connect.
   *
   * @return true for an open listener
   */
  boolean isListening();

  /**
   * Whether it has a peer.
   *
   * @return true for an open stream that was connected, paired or accepted, and for an open
   *     datagram connector while it has one peer
   */
  boolean isConnected();

  /**
   * Whether bytes can be moved through it.
   *
   * @return true for an open stream or datagram connector
   */
  boolean isCommunicating();

  /**
   * Waits until something can be read or accepted without waiting: bytes, a datagram, a connection,
   * the end, or a failure. Takes nothing, and its turn as a read does: reads of other threads wait
   * behind it.
   *
   * @param deadline when to give up; that of the direction and the ambient one count as for a read
   * @return false if it passed
   * @throws CapabilityException if the connector cannot be read from, or not told of
   * @throws IOException as a read that waits
   */
  default boolean awaitReadable(Deadline deadline) throws IOException {
    throw new CapabilityException("await readable " + this, "it does not tell", "");
  }

  /**
   * Waits until something can be written without waiting, or a write would fail. Its turn is as
   * that of a write.
   *
   * @param deadline when to give up; that of the direction and the ambient one count as for a write
   * @return false if it passed
   * @throws CapabilityException if the connector cannot be written to, or not told of
   * @throws IOException as a write that waits
   */
  default boolean awaitWritable(Deadline deadline) throws IOException {
    throw new CapabilityException("await writable " + this, "it does not tell", "");
  }

  /**
   * Gives the connector's descriptor away, as a number, to code outside of this library.
   *
   * <p>Without options it is a duplicate: both work on the same open file, the connector goes on,
   * and the caller closes the number. With {@link ExportOption#HAND_OVER} it is the descriptor
   * itself, and the connector is closed, but not the connection; threads that wait are woken as by
   * {@link #close()}, and a listener's file stays. Either way the descriptor is close-on-exec, and
   * its open file non-blocking unless {@link ExportOption#BLOCKING} is given.
   *
   * @param options what to do besides
   * @return the number
   * @throws IllegalArgumentException if it is to be blocking but not handed over
   * @throws CapabilityException if there is no descriptor, or one for each direction; or if bytes
   *     were received that nobody has read yet, which the new owner would miss: they can be read
   *     without waiting, and it can be tried again. Only the poller io_uring receives beforehand,
   *     on TCP connections that have exchanged some messages
   * @throws ConnectorClosedException if the connector is closed
   * @throws IOException if the system refuses, implementing {@link NativeFailure}
   */
  default int exportDescriptor(ExportOption... options) throws IOException {
    throw new CapabilityException("export " + uri(), "it has no descriptor", "");
  }

  /**
   * Closes the connector; does nothing if it is closed.
   *
   * <p>Every thread that waits in it is woken with {@link ConnectorClosedWhileWaitingException}.
   * The descriptor is closed by the last thread that uses it, so its number is never reused under a
   * running call. Closing a stream sends what was written, then the end; it does not reset the
   * connection. Closing a listener removes the socket file it created.
   *
   * @throws IOException if the system reports an error; the connector is closed all the same
   */
  @Override
  void close() throws IOException;
}
