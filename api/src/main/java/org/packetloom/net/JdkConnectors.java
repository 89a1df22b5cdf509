// SPDX-License-Identifier: Apache-2.0
package org.packetloom.net;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ByteChannel;
import java.nio.channels.DatagramChannel;
import java.nio.channels.IllegalBlockingModeException;
import java.nio.channels.NotYetBoundException;
import java.nio.channels.NotYetConnectedException;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.WritableByteChannel;
import java.util.Optional;
import org.packetloom.ConnectorTarget;
import org.packetloom.ConnectorUri;
import org.packetloom.DatagramConnector;
import org.packetloom.Listener;
import org.packetloom.Packetloom;
import org.packetloom.StreamConnector;
import org.packetloom.spi.AbstractListener;
import org.packetloom.spi.AbstractStream;
import org.packetloom.spi.SchemeContext;

/**
 * The way back: sockets, channels and streams of the JDK, or of anybody else, seen as connectors,
 * for code that wants those.
 *
 * {@snippet :
 * Socket socket = ...; // from a library
 * try (StreamConnector stream = JdkConnectors.stream(loom, socket)) {
 *   stream.readDeadline(Deadline.after(Duration.ofSeconds(2)));
 *   int n = stream.read(buffer); // an interrupt ends it, and the socket stays open
 * }
 * }
 *
 * <p>They keep every promise of connectors: deadlines, interrupt policies, close, queues of
 * threads. For that, virtual threads of the background wait in the calls of the thing itself, at
 * most one for each direction and only while there is something to do. So from the moment it is
 * adapted the thing belongs to the connector:
 *
 * <ul>
 *   <li>reads may take more from it than was asked for, up to 16 KiB, and keep that for later
 *       reads;
 *   <li>up to 64 KiB of what was written may still be on their way. They go out even after {@code
 *       close()}, which closes the thing once they have, or after 10 seconds;
 *   <li>closing the connector closes it. A call in it that closing does not wake, as those of some
 *       streams, is interrupted, and may go on in the background if it does not heed that;
 *   <li>its own timeouts do not matter, and channels are put into blocking mode;
 *   <li>a stream that cannot be closed by halves ends when it is closed.
 * </ul>
 *
 * <p>A failure of its own kind reaches the caller as it is, and again with each later call; a reset
 * and a broken pipe are told as by other connectors. Options are those of the thing.
 */
public final class JdkConnectors {
  private JdkConnectors() {}

  /**
   * A stream over a socket.
   *
   * @param loom what it belongs to: closing that closes the stream, and the socket
   * @param socket connected; one of TLS too
   * @return a stream with the URI of the socket's peer, or of its address
   * @throws java.net.SocketException if the socket is not connected, or is closed
   * @throws IOException if the toolkit is closed; the socket is too, then
   */
  public static StreamConnector stream(Packetloom loom, Socket socket) throws IOException {
    SocketEnd end = new SocketEnd(socket);
    return opened(loom, uri(end.peer()), end);
  }

  /**
   * A stream over a channel of a socket.
   *
   * @param loom what it belongs to: closing that closes the stream, and the channel
   * @param channel connected
   * @return a stream with the URI of the channel's peer, or of its address
   * @throws NotYetConnectedException if it is not connected
   * @throws java.nio.channels.IllegalBlockingModeException if it is registered with a selector
   * @throws IOException if the channel or the toolkit is closed; the channel is too, then
   */
  public static StreamConnector stream(Packetloom loom, SocketChannel channel) throws IOException {
    ChannelEnds end = new ChannelEnds(channel, channel);
    if (!channel.isConnected()) {
      throw new NotYetConnectedException();
    }
    return opened(loom, uri(end.peer()), end);
  }

  /**
   * A stream over a channel.
   *
   * @param loom what it belongs to: closing that closes the stream, and the channel
   * @param channel one whose calls wait
   * @return a stream called {@code anon://}
   * @throws java.nio.channels.IllegalBlockingModeException if it is registered with a selector
   * @throws IOException if the channel or the toolkit is closed; the channel is too, then
   */
  public static StreamConnector stream(Packetloom loom, ByteChannel channel) throws IOException {
    return channel instanceof SocketChannel socket
        ? stream(loom, socket)
        : stream(loom, channel, channel);
  }

  /**
   * A stream over two channels, such as an end of one {@link java.nio.channels.Pipe} and one of
   * another.
   *
   * @param loom what it belongs to: closing that closes the stream, and both channels
   * @param in is read from; its calls wait
   * @param out is written to; its calls wait
   * @return a stream called {@code anon://}
   * @throws java.nio.channels.IllegalBlockingModeException if one is registered with a selector
   * @throws IOException if the toolkit or a channel is closed; both channels are too, then
   */
  public static StreamConnector stream(
      Packetloom loom, ReadableByteChannel in, WritableByteChannel out) throws IOException {
    return opened(loom, uri(Optional.empty()), new ChannelEnds(in, out));
  }

  /**
   * A stream over two streams.
   *
   * @param loom what it belongs to: closing that closes the stream, and both streams
   * @param in is read from
   * @param out is written to, and flushed each time
   * @return a stream called {@code anon://}
   * @throws IOException if the toolkit is closed; both streams are too, then
   */
  public static StreamConnector stream(Packetloom loom, InputStream in, OutputStream out)
      throws IOException {
    return opened(loom, uri(Optional.empty()), new StreamEnds(in, out));
  }

  /**
   * A listener over a server socket. A connection that was accepted for somebody who did not wait
   * for it is kept for whoever accepts next.
   *
   * @param loom what it belongs to: closing that closes the listener, and the socket
   * @param socket bound
   * @return a listener with the URI of the socket's address
   * @throws NotYetBoundException if it is not bound
   * @throws IOException if the toolkit is closed; the socket is too, then
   */
  public static Listener listener(Packetloom loom, ServerSocket socket) throws IOException {
    if (!socket.isBound()) {
      throw new NotYetBoundException();
    }
    Optional<SocketAddress> local = Optional.ofNullable(socket.getLocalSocketAddress());
    return opened(loom, local, new JdkAcceptor.OfSocket(socket, local));
  }

  /**
   * A listener over a channel, as {@link #listener(Packetloom, ServerSocket)}.
   *
   * @param loom what it belongs to: closing that closes the listener, and the channel
   * @param channel bound
   * @return a listener with the URI of the channel's address
   * @throws NotYetBoundException if it is not bound
   * @throws java.nio.channels.IllegalBlockingModeException if it is registered with a selector
   * @throws IOException if the channel or the toolkit is closed; the channel is too, then
   */
  public static Listener listener(Packetloom loom, ServerSocketChannel channel) throws IOException {
    Optional<SocketAddress> local = Optional.ofNullable(channel.getLocalAddress());
    if (local.isEmpty()) {
      throw new NotYetBoundException();
    }
    if (!channel.isBlocking()) {
      channel.configureBlocking(true);
    }
    return opened(loom, local, new JdkAcceptor.OfChannel(channel, local));
  }

  /**
   * A connector over a channel of datagrams. Threads that wait in it are not served in the order in
   * which they came, and once it has a peer it sends to that alone, as the channel does; it has
   * neither batches nor anything else that a socket of ours has beyond the channel.
   *
   * @param loom what it belongs to: closing that closes the connector, and the channel
   * @param channel bound to a port of the system's choice if it is not bound
   * @return a connector with the URI of the channel's address
   * @throws java.nio.channels.IllegalBlockingModeException if it is registered with a selector
   * @throws IOException if the channel or the toolkit is closed; the channel is too, then
   */
  public static DatagramConnector datagrams(Packetloom loom, DatagramChannel channel)
      throws IOException {
    if (channel.getLocalAddress() == null) {
      DatagramChannel unused = channel.bind(null);
    }
    if (channel.isRegistered()) {
      throw new IllegalBlockingModeException();
    }
    channel.configureBlocking(false);
    try {
      ConnectorUri uri =
          channel.getLocalAddress() instanceof InetSocketAddress internet
              ? ConnectorUri.of("udp", host(internet))
              : ConnectorUri.of("udp", new ConnectorTarget.Host("", "", "0"));
      return AdaptedDatagrams.open(uri, loom.connector(uri).context(), channel);
    } catch (Throwable e) {
      channel.close();
      throw e;
    }
  }

  // ---- opening

  private static StreamConnector opened(Packetloom loom, ConnectorUri uri, JdkEnd end)
      throws IOException {
    try {
      return opened(uri, loom.connector(uri).context(), end);
    } catch (Throwable e) {
      end.close();
      throw e;
    }
  }

  /** A stream that its toolkit knows; if that is closed, so is the end. */
  static StreamConnector opened(ConnectorUri uri, SchemeContext context, JdkEnd end)
      throws IOException {
    return AbstractStream.open(new AdaptedStream(uri, context, end));
  }

  private static Listener opened(
      Packetloom loom, Optional<SocketAddress> local, JdkAcceptor acceptor) throws IOException {
    try {
      ConnectorUri uri = uri(local);
      return AbstractListener.open(
          new AdaptedListener(uri, loom.connector(uri).context(), acceptor));
    } catch (Throwable e) {
      acceptor.close();
      throw e;
    }
  }

  private static ConnectorUri uri(Optional<SocketAddress> address) {
    return switch (address.orElse(null)) {
      case InetSocketAddress internet when !internet.isUnresolved() ->
          ConnectorUri.of("tcp", host(internet));
      case UnixDomainSocketAddress local when !local.getPath().toString().isEmpty() ->
          ConnectorUri.of("local", ConnectorTarget.Path.of(local.getPath()));
      case UnixDomainSocketAddress _ -> ConnectorUri.of("local", new ConnectorTarget.Empty());
      case null, default -> ConnectorUri.of("anon", new ConnectorTarget.Empty());
    };
  }

  private static ConnectorTarget.Host host(InetSocketAddress address) {
    String literal = address.getAddress().getHostAddress();
    int percent = literal.indexOf('%');
    String zone = percent < 0 ? "" : literal.substring(percent + 1);
    String host = percent < 0 ? literal : literal.substring(0, percent);
    return new ConnectorTarget.Host(host, zone, Integer.toString(address.getPort()));
  }
}
