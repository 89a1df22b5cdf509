// SPDX-License-Identifier: Apache-2.0
package org.packetloom.net;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketImpl;
import java.net.SocketOption;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.packetloom.Connector;
import org.packetloom.ConnectorBuilder;
import org.packetloom.ConnectorUri;
import org.packetloom.Deadline;
import org.packetloom.NotConnectedException;
import org.packetloom.SendFlag;
import org.packetloom.StreamConnector;

/**
 * What a client's or an accepted socket is made of, beneath {@link java.net.Socket}: that checks
 * states and arguments, this opens, binds and connects a connector step by step.
 *
 * <p>A socket of TCP has its connector from the first option or step on. One that turns out to be a
 * Unix-domain one, and one that goes through a connector URI, gets it when it is connected; until
 * then options are recorded.
 */
final class ConnectorSocket extends SteppedSocket<StreamConnector> {
  /** What an accepted connection without a peer's address is called. */
  private static final SocketAddress NAMELESS =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

  private final StreamSettings settings;

  private final ClientStage stage = new ClientStage(this);

  /** Where a socket that is not opened step by step is to be bound, null for anywhere. */
  private volatile @Nullable SocketAddress wantedLocal;

  /** Null unless the socket is about to be connected by a connector URI. */
  private volatile @Nullable ViaConnect connecting;

  /** What the caller of connect has asked for. */
  private volatile Deadline connectDeadline = Deadline.NONE;

  /** Set when the connection is there. */
  private volatile @Nullable ConnectorInput input;

  private volatile @Nullable ConnectorOutput output;

  private volatile boolean isInputShut;

  ConnectorSocket(SocketSource source) {
    super(source);
    this.settings = new StreamSettings(source.via());
  }

  StreamSettings settings() {
    return settings;
  }

  // ---- opening

  @Override
  @Nullable StreamConnector opened() throws IOException {
    StreamConnector open = connectorOrNull();
    if (open != null || source.via().isPresent()) {
      return open;
    }
    return stage.of(IpFamily.OF_SOCKETS).connector();
  }

  /** Makes a connector this socket's own, with all settings. */
  void adopt(StreamConnector fresh) throws IOException {
    become(fresh);
    settings.attach(fresh);
    options.applyTo(fresh);
  }

  // ---- steps

  @Override
  protected void bind(InetAddress host, int port) throws IOException {
    SocketAddress local = binding(host, port);
    try {
      if (source.via().isPresent()) {
        wantedLocal = local;
        localport = port;
      } else {
        stage.bind(local);
        tellLocalPort();
      }
    } catch (IOException e) {
      throw JdkFailures.ofBinding(e, this);
    }
  }

  @Override
  protected void connect(String host, int port) throws IOException {
    connect(new InetSocketAddress(host, port), 0);
  }

  @Override
  protected void connect(InetAddress host, int port) throws IOException {
    connect(new InetSocketAddress(host, port), 0);
  }

  @Override
  protected void connect(SocketAddress given, int timeout) throws IOException {
    SocketAddress peer = StandIn.real(given);
    Deadline deadline = timeout == 0 ? Deadline.NONE : Deadline.after(Duration.ofMillis(timeout));
    connectDeadline = deadline;
    try {
      ensureOpen();
      if (source.via().isPresent()) {
        connected(connectVia(source.via().get(), peer, deadline));
      } else if (peer instanceof InetSocketAddress internet) {
        connected(connectInternet(internet, deadline));
      } else {
        stage.connect(peer, deadline);
        connected(peer);
      }
    } catch (IOException e) {
      IOException told = JdkFailures.of(e, JdkFailures.Verb.CONNECT, this);
      closeAfter(told);
      throw told;
    }
  }

  private void closeAfter(IOException failure) {
    try {
      close();
    } catch (IOException closing) {
      failure.addSuppressed(closing);
    }
  }

  /** Connects what the URI names, and gives the name of the far end. */
  private SocketAddress connectVia(ConnectorUri via, SocketAddress asked, Deadline deadline)
      throws IOException {
    ConnectorBuilder builder = source.loom().connector(via);
    if (wantedLocal instanceof InetSocketAddress local && via.scheme().startsWith("tcp")) {
      builder.localAddress(local);
    }
    ViaConnect attempt = new ViaConnect(builder, settings.interruptPolicy(), deadline);
    connecting = attempt;
    StreamConnector opened;
    try {
      ensureOpen(); // or close() finds what to cancel
      opened = attempt.connect(source.loom().threadFactory());
    } finally {
      attempt.cancel();
      connecting = null;
    }
    adopt(opened);
    SocketAddress loopback =
        new InetSocketAddress(
            InetAddress.getLoopbackAddress(),
            internet(asked).map(InetSocketAddress::getPort).orElse(0));
    return opened.peerAddress().filter(InetSocketAddress.class::isInstance).orElse(loopback);
  }

  /** Connects straight or through proxies, and gives the name of the far end. */
  private InetSocketAddress connectInternet(InetSocketAddress asked, Deadline deadline)
      throws IOException {
    InetSocketAddress named = asked.isUnresolved() ? asked : IpFamily.peer(asked);
    settings.handshakeDeadline(deadline);
    new ProxyRoute(named, to -> stage.dial(to, deadline)).connect(source.proxy());
    settings.handshakeDeadline(Deadline.NONE);
    if (!named.isUnresolved()) {
      return named;
    }
    InetAddress onlyNamed = InetAddress.getByAddress(named.getHostString(), new byte[4]);
    return new InetSocketAddress(onlyNamed, named.getPort());
  }

  /**
   * The connection is there.
   *
   * @param named what the classes of {@code java.net} are to call the far end; anything that is no
   *     address of the internet is the loopback address to them
   */
  private void connected(SocketAddress named) {
    StreamConnector open = connector().orElseThrow();
    input = new ConnectorInput(this, open);
    output = new ConnectorOutput(this, open);
    Optional<InetSocketAddress> internet = internet(named);
    address =
        internet.map(InetSocketAddress::getAddress).orElseGet(InetAddress::getLoopbackAddress);
    port = internet.map(InetSocketAddress::getPort).orElse(0);
    tellLocalPort();
  }

  private static Optional<InetSocketAddress> internet(SocketAddress any) {
    return any instanceof InetSocketAddress internet ? Optional.of(internet) : Optional.empty();
  }

  private void tellLocalPort() {
    connector()
        .flatMap(Connector::localAddress)
        .flatMap(ConnectorSocket::internet)
        .ifPresent(local -> localport = local.getPort());
  }

  /** Becomes an accepted connection. */
  void accepted(StreamConnector connection) throws IOException {
    adopt(connection);
    connected(connection.peerAddress().orElse(NAMELESS));
  }

  // ---- moving bytes

  @Override
  protected InputStream getInputStream() throws IOException {
    ensureOpen();
    InputStream there = input;
    if (there == null) {
      throw new SocketException("Not connected");
    }
    return there;
  }

  @Override
  protected OutputStream getOutputStream() throws IOException {
    ensureOpen();
    OutputStream there = output;
    if (there == null) {
      throw new SocketException("Not connected");
    }
    return there;
  }

  @Override
  protected int available() throws IOException {
    ensureOpen();
    StreamConnector open = connectorOrNull();
    if (open == null || isInputShut) {
      return 0;
    }
    try {
      return open.inputStream().available();
    } catch (IOException e) {
      throw JdkFailures.of(e, JdkFailures.Verb.READ, this);
    }
  }

  @Override
  protected void shutdownInput() throws IOException {
    ConnectorInput there = input;
    StreamConnector open = ensureConnected();
    isInputShut = true;
    if (there != null) {
      there.end();
    }
    shutdown(JdkFailures.Verb.READ, open::shutdownInput);
  }

  @Override
  protected void shutdownOutput() throws IOException {
    shutdown(JdkFailures.Verb.WRITE, ensureConnected()::shutdownOutput);
  }

  private interface Shutdown {
    StreamConnector run() throws IOException;
  }

  private void shutdown(JdkFailures.Verb verb, Shutdown shutdown) throws IOException {
    try {
      StreamConnector unused = shutdown.run();
    } catch (NotConnectedException _) {
      // Linux, once both sides have ended: there is nothing left to shut down, and the JDK is
      // silent
    } catch (IOException e) {
      throw JdkFailures.of(e, verb, this);
    }
  }

  private StreamConnector ensureConnected() throws SocketException {
    ensureOpen();
    StreamConnector open = connectorOrNull();
    if (open == null || output == null) {
      throw new SocketException("Not connected");
    }
    return open;
  }

  @Override
  protected boolean supportsUrgentData() {
    return true;
  }

  @Override
  protected void sendUrgentData(int data) throws IOException {
    StreamConnector open = ensureConnected();
    try {
      int unused = open.write(ByteBuffer.wrap(new byte[] {(byte) data}), SendFlag.OUT_OF_BAND);
    } catch (IOException e) {
      throw JdkFailures.of(e, JdkFailures.Verb.WRITE, this);
    }
  }

  @Override
  protected void close() throws IOException {
    super.close();
    ViaConnect attempt = connecting;
    if (attempt != null) {
      attempt.cancel();
    }
  }

  // ---- a server's

  @Override
  protected void listen(int backlog) throws IOException {
    throw new SocketException("Not a server socket");
  }

  @Override
  protected void accept(SocketImpl accepted) throws IOException {
    throw new SocketException("Not a server socket");
  }

  // ---- settings and names

  @Override
  void timeoutMillis(int millis) {
    settings.readTimeoutMillis(millis);
  }

  @Override
  int timeoutMillis() {
    return settings.readTimeoutMillis();
  }

  @Override
  boolean hasTimedOut(JdkFailures.Verb verb) {
    if (Deadline.current().hasPassed()) {
      return false;
    }
    return switch (verb) {
      case CONNECT -> connectDeadline.hasPassed() || settings.isReadTimeoutOver();
      case READ -> settings.isReadTimeoutOver();
      case ACCEPT, BIND, OPTION, WRITE -> false;
    };
  }

  @Override
  Set<SocketOption<?>> standardOptions() {
    return JdkOptions.ofStreams();
  }

  /** The address of the far end, if it is a Unix-domain one. */
  Optional<SocketAddress> peer() {
    return connector().flatMap(StreamConnector::peerAddress).filter(StandIn::isUnixDomain);
  }
}
