// SPDX-License-Identifier: Apache-2.0
package org.packetloom;

import java.io.IOException;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.time.Duration;
import java.util.List;
import org.packetloom.spi.SchemeContext;

/**
 * Prepares a connector: options, deadline and policy first, then {@link #connect}, {@link #listen},
 * {@link #bind} or {@link #pair}.
 *
 * <p>What is set here wins over the same setting in the URI. A builder belongs to one thread and
 * may be used several times.
 */
public interface ConnectorBuilder {
  /**
   * Sets a socket option before the socket is bound or connected; accepted connectors get it too.
   *
   * @param <T> the option's type
   * @param option one that the scheme has
   * @param value the value
   * @return this builder
   * @throws UnsupportedOperationException if the scheme does not have the option, or it is
   *     read-only
   * @throws IllegalArgumentException if the value is outside the option's range
   */
  <T> ConnectorBuilder option(SocketOption<T> option, T value);

  /**
   * Sets the point at which opening ends: name look-up and connecting together.
   *
   * @param deadline {@link Deadline#NONE} for no limit
   * @return this builder
   */
  ConnectorBuilder deadline(Deadline deadline);

  /**
   * Limits how long opening may take, from each call on.
   *
   * @param timeout zero for no limit
   * @return this builder
   * @throws IllegalArgumentException if it is negative
   */
  ConnectorBuilder connectTimeout(Duration timeout);

  /**
   * The rolling read timeout of the opened or accepted streams.
   *
   * @param timeout zero for no limit
   * @return this builder
   * @throws IllegalArgumentException if it is negative
   */
  ConnectorBuilder readTimeout(Duration timeout);

  /**
   * The rolling write timeout of the opened or accepted streams.
   *
   * @param timeout zero for no limit
   * @return this builder
   * @throws IllegalArgumentException if it is negative
   */
  ConnectorBuilder writeTimeout(Duration timeout);

  /**
   * What an interrupt of a thread waiting in the opened or accepted connectors does; opening itself
   * obeys it too.
   *
   * @param policy the policy
   * @return this builder
   */
  ConnectorBuilder interruptPolicy(InterruptPolicy policy);

  /**
   * The near end's address for {@link #connect}.
   *
   * @param address an address of the scheme's kind
   * @return this builder
   */
  ConnectorBuilder localAddress(SocketAddress address);

  /**
   * How long {@link #connect} gives an address of {@code tcp} a lead before it tries the next one
   * too; 250 ms unless chosen otherwise.
   *
   * @param delay 10 ms to 2 s
   * @return this builder
   * @throws IllegalArgumentException if it is out of range
   * @see <a href="https://www.rfc-editor.org/rfc/rfc8305#section-5">RFC 8305, section 5</a>
   */
  ConnectorBuilder attemptDelay(Duration delay);

  /**
   * Has something done to each socket that is opened, before it is bound or connected and after its
   * options were set. Hooks add up, and run in the order in which they were given.
   *
   * <p>That is one socket for a listener, one for each address that connecting tries, and both of a
   * pair; not the accepted ones, and nothing where there are no sockets, such as {@code anon}; a
   * {@code tun} or {@code tap} device counts as a socket without a family. What a hook throws
   * closes the socket and reaches the caller; an {@link IOException} fails the attempt at that one
   * address, and others may be tried.
   *
   * @param hook what to do
   * @return this builder
   */
  ConnectorBuilder beforeBind(SocketHook hook);

  /**
   * Connects a stream; waits until it stands.
   *
   * <p>Where a host of {@code tcp} has several addresses, IPv6 and IPv4 ones in turns are attempted
   * one after the other, the next as soon as the one before has failed, or after a delay if it has
   * not answered. The first to answer is taken, and the others are closed. One deadline holds for
   * the look-up and all attempts. If all fail, the failure is that of the address that told most;
   * its message names every address and its suppressed exceptions tell why each one failed.
   *
   * @return the stream
   * @throws ConnectionRefusedException if nobody listens there
   * @throws EndpointMissingException if the path names no socket
   * @throws AccessRefusedException if the caller may not connect
   * @throws UnresolvedHostException if the host name has no address
   * @throws HostUnreachableException if no route leads there
   * @throws ConnectorTimeoutException if a deadline passes
   * @throws ConnectorInterruptedException if the thread is interrupted
   * @throws CapabilityException if the scheme cannot be used here or does not connect
   * @throws IOException for other errors of the system, implementing {@link NativeFailure}
   * @see <a href="https://man7.org/linux/man-pages/man2/connect.2.html">connect(2)</a>
   */
  StreamConnector connect() throws IOException;

  /**
   * Listens; does not wait, except for a name look-up. Of several addresses of a name the first is
   * taken, in the order of the JDK: IPv4 unless {@code java.net.preferIPv6Addresses} says
   * otherwise.
   *
   * @return the listener
   * @throws AddressInUseException if the address or the file exists
   * @throws AddressUnavailableException if the address is not one of this machine
   * @throws AccessRefusedException if the caller may not bind it
   * @throws EndpointMissingException if the folder of the path does not exist
   * @throws CapabilityException if the scheme cannot be used here or does not listen
   * @throws IOException for other errors of the system, implementing {@link NativeFailure}
   * @see <a href="https://man7.org/linux/man-pages/man2/bind.2.html">bind(2)</a>
   */
  Listener listen() throws IOException;

  /**
   * Opens a connector for datagrams, at the address that the URI names; does not wait, except for a
   * name look-up.
   *
   * @return the connector
   * @throws AddressInUseException if the address or the file exists
   * @throws AddressUnavailableException if the address is not one of this machine
   * @throws AccessRefusedException if the caller may not bind it
   * @throws CapabilityException if the scheme cannot be used here or has no datagrams
   * @throws IOException for other errors of the system, implementing {@link NativeFailure}
   * @see <a href="https://man7.org/linux/man-pages/man2/bind.2.html">bind(2)</a>
   */
  DatagramConnector bind() throws IOException;

  /**
   * Takes over the descriptor that a URI of the scheme {@code fd} names, as what the system says it
   * is: a listening socket, a socket of streams, records or datagrams, a pipe, a terminal, a file.
   *
   * <p>The connector owns it from then on: it closes the descriptor when it is closed, and sets its
   * open file to non-blocking, and the descriptor to close-on-exec. To work on a descriptor that
   * stays somebody else's, {@link #connect}, {@link #listen} or {@link #bind} to its URI.
   *
   * @param <C> the type of the connector
   * @param type {@link StreamConnector}, {@link Listener}, {@link DatagramConnector}, or {@link
   *     Connector} for whichever fits
   * @return the connector; a socket's has the URI of its address
   * @throws CapabilityException if the descriptor is of another type; it is left alone
   * @throws SystemFailureException if the descriptor is not open ({@code EBADF})
   * @throws IOException for other errors of the system, implementing {@link NativeFailure}; it is
   *     closed then
   */
  <C extends Connector> C adopt(Class<C> type) throws IOException;

  /**
   * Opens two streams connected to each other: for {@code anon}, {@code local} without a path, and
   * {@code tcp} (over the loopback interface, on a port of the system's choice).
   *
   * <p>{@code anon} is two pipes, one for each way; with {@code direction=read} or {@code
   * direction=write}, what the first stream is for, it is one pipe, and each stream goes one way.
   *
   * @return the pair
   * @throws CapabilityException if the scheme has no pairs
   * @throws IOException for errors of the system, implementing {@link NativeFailure}
   */
  Pair pair() throws IOException;

  /**
   * Finds what the URI stands for, without opening anything: for each address of its host a URI
   * with that address, the name of its family ({@code tcp4}, {@code udp6} ...) and a number for its
   * port. Path, parameters and fragment are kept. Waits for the look-up; deadline, connect timeout
   * and interrupt policy are obeyed.
   *
   * <p>A URI with a literal address stands for that address, one without a host, or of a scheme
   * that has no names, for itself. What a {@link org.packetloom.spi.NameResolver} answers for a
   * scheme of the user's own is resolved in turn if it is of another scheme.
   *
   * @return at least one URI, in the order of preference, each in canonical form and unlike the
   *     others; unmodifiable
   * @throws UnresolvedHostException if host, service, zone or name have no meaning
   * @throws ConnectorTimeoutException if a deadline passes
   * @throws ConnectorInterruptedException if the thread is interrupted
   * @throws IOException what a registered resolver throws
   */
  List<ConnectorUri> resolve() throws IOException;

  /**
   * What the URI's scheme would open the connector with, for connectors that are made otherwise:
   * adapters extend {@link org.packetloom.spi.AbstractStream} or {@link
   * org.packetloom.spi.AbstractListener} and hand it to them.
   *
   * @return the settings of this builder, and the toolkit's services
   * @throws ConnectorClosedException if the toolkit is closed
   * @throws IOException only the type above
   */
  SchemeContext context() throws IOException;
}
