// SPDX-License-Identifier: Apache-2.0
package org.packetloom.net;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProtocolFamily;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketImpl;
import java.net.SocketOption;
import java.net.StandardProtocolFamily;
import java.net.UnknownHostException;
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
import org.packetloom.spi.StagedStream;

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

  /** Null unless the connector is opened step by step; guarded by stepLock. */
  private @Nullable StagedStream stage;

  /** Where a socket that is not opened step by step is to be bound, null for anywhere. */
  private volatile @Nullable SocketAddress wantedLocal;

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

  /** The connector, for the socket's user. */
  Optional<StreamConnector> stream() {
    return connector();
  }

  // ---- opening

  @Override
  @Nullable StreamConnector opened() throws IOException {
    StreamConnector open = connectorOrNull();
    if (open != null || source.via().isPresent()) {
      return open;
    }
    return stage(IpFamily.OF_SOCKETS).connector();
  }

  /** The stage of a family; one of another family, on which nothing was done yet, gives way. */
  private StagedStream stage(ProtocolFamily family) throws IOException {
    stepLock.lock();
    try {
      ensureOpen();
      StagedStream present = stage;
      if (present != null && present.family() == family) {
        return present;
      }
      return freshStage(family);
    } finally {
      stepLock.unlock();
    }
  }

  /** Opens a stage in place of the one there may be; under stepLock. */
  private StagedStream freshStage(ProtocolFamily family) throws IOException {
    StreamConnector former = connectorOrNull();
    StagedStream fresh = source.loom().stages().stream(family);
    stage = fresh;
    become(fresh.connector());
    if (former != null) {
      former.close();
    }
    settings.attach(fresh.connector());
    options.applyTo(fresh.connector());
    return fresh;
  }

  // ---- steps

  @Override
  protected void bind(InetAddress host, int port) throws IOException {
    SocketAddress local = binding(host, port);
    try {
      if (source.via().isPresent()) {
        wantedLocal = local;
        localport = port;
      } else if (local instanceof InetSocketAddress internet) {
        stage(IpFamily.OF_SOCKETS).bind(IpFamily.local(internet));
        wantedLocal = local;
        tellLocalPort();
      } else {
        stage(StandardProtocolFamily.UNIX).bind(local);
        wantedLocal = local;
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
    try {
      ensureOpen();
      if (source.via().isPresent()) {
        connected(connectVia(source.via().get(), peer, deadline));
      } else if (peer instanceof InetSocketAddress internet) {
        connected(connectInternet(internet, deadline));
      } else {
        stage(StandardProtocolFamily.UNIX).connect(peer, deadline);
        connected(peer);
      }
    } catch (IOException e) {
      IOException told = JdkFailures.of(e, "Connect", this);
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
    ConnectorBuilder builder =
        source.loom().connector(via).deadline(deadline).interruptPolicy(settings.interruptPolicy());
    if (wantedLocal instanceof InetSocketAddress local && via.scheme().startsWith("tcp")) {
      builder.localAddress(local);
    }
    StreamConnector opened = builder.connect();
    become(opened);
    settings.attach(opened);
    options.applyTo(opened);
    SocketAddress loopback =
        new InetSocketAddress(
            InetAddress.getLoopbackAddress(),
            internet(asked).map(InetSocketAddress::getPort).orElse(0));
    return opened.peerAddress().filter(InetSocketAddress.class::isInstance).orElse(loopback);
  }

  private InetSocketAddress connectInternet(InetSocketAddress peer, Deadline deadline)
      throws IOException {
    if (peer.isUnresolved()) {
      throw new UnknownHostException(peer.getHostName());
    }
    InetSocketAddress named = IpFamily.peer(peer);
    stage(IpFamily.OF_SOCKETS).connect(named, deadline);
    return named;
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
    become(connection);
    settings.attach(connection);
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
      throw JdkFailures.of(e, "Read", this);
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
    shutdown("Read", open::shutdownInput);
  }

  @Override
  protected void shutdownOutput() throws IOException {
    shutdown("Write", ensureConnected()::shutdownOutput);
  }

  private interface Shutdown {
    StreamConnector run() throws IOException;
  }

  private void shutdown(String verb, Shutdown shutdown) throws IOException {
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
    if (open == null) {
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
      throw JdkFailures.of(e, "Write", this);
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
  Set<SocketOption<?>> standardOptions() {
    return JdkOptions.ofStreams();
  }

  /** The address of the far end, if it is a Unix-domain one. */
  Optional<SocketAddress> peer() {
    return connector().flatMap(StreamConnector::peerAddress).filter(StandIn::isUnixDomain);
  }
}
