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
import java.net.StandardSocketOptions;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.packetloom.Connector;
import org.packetloom.ConnectorTimeoutException;
import org.packetloom.ConnectorUri;
import org.packetloom.Deadline;
import org.packetloom.InterruptPolicy;
import org.packetloom.Listener;
import org.packetloom.StreamConnector;
import org.packetloom.spi.StagedListener;

/**
 * What a server socket is made of, beneath {@link java.net.ServerSocket}: as {@link
 * ConnectorSocket}, for a listener.
 */
final class ListenerSocket extends SteppedSocket<Listener> {
  /** Null unless the listener is opened step by step; guarded by stepLock. */
  private @Nullable StagedListener stage;

  private volatile int timeoutMillis;
  private volatile Deadline deadline = Deadline.NONE;
  private volatile InterruptPolicy policy;

  ListenerSocket(SocketSource source) {
    super(source);
    this.policy =
        source.via().flatMap(ConnectorUri::interruptPolicy).orElse(InterruptPolicy.SOCKET);
  }

  void acceptDeadline(Deadline chosen) {
    deadline = chosen;
    connector().ifPresent(listener -> listener.acceptDeadline(chosen));
  }

  void interruptPolicy(InterruptPolicy chosen) {
    policy = chosen;
    connector().ifPresent(listener -> listener.interruptPolicy(chosen));
  }

  InterruptPolicy interruptPolicy() {
    return policy;
  }

  // ---- opening

  @Override
  @Nullable Listener opened() throws IOException {
    Listener open = connectorOrNull();
    if (open != null || source.via().isPresent()) {
      return open;
    }
    return stage(IpFamily.OF_SOCKETS).connector();
  }

  private StagedListener stage(ProtocolFamily family) throws IOException {
    stepLock.lock();
    try {
      ensureOpen();
      StagedListener present = stage;
      if (present != null && present.family() == family) {
        return present;
      }
      return freshStage(family);
    } finally {
      stepLock.unlock();
    }
  }

  /** Opens a stage in place of the one there may be; under stepLock. */
  private StagedListener freshStage(ProtocolFamily family) throws IOException {
    Listener former = connectorOrNull();
    StagedListener fresh = source.loom().stages().listener(family);
    stage = fresh;
    attach(fresh.connector());
    if (former != null) {
      former.close();
    }
    if (family != StandardProtocolFamily.UNIX) {
      fresh.connector().option(StandardSocketOptions.SO_REUSEADDR, true); // as the JDK does
    }
    options.applyTo(fresh.connector());
    return fresh;
  }

  private void attach(Listener listener) throws IOException {
    become(listener);
    listener.interruptPolicy(policy);
    listener.acceptDeadline(deadline);
  }

  // ---- steps

  @Override
  protected void bind(InetAddress host, int port) throws IOException {
    SocketAddress local = binding(host, port);
    address = host;
    localport = port;
    if (source.via().isPresent()) {
      return;
    }
    try {
      if (local instanceof InetSocketAddress internet) {
        stage(IpFamily.OF_SOCKETS).bind(IpFamily.local(internet));
      } else {
        stage(StandardProtocolFamily.UNIX).bind(local);
      }
      tellLocal();
    } catch (IOException e) {
      throw JdkFailures.ofBinding(e, this);
    }
  }

  @Override
  protected void listen(int backlog) throws IOException {
    try {
      if (source.via().isPresent()) {
        listenVia(source.via().get());
      } else {
        stage().listen(backlog);
      }
    } catch (IOException e) {
      throw JdkFailures.ofBinding(e, this);
    }
  }

  private StagedListener stage() throws IOException {
    stepLock.lock();
    try {
      ensureOpen();
      StagedListener present = stage;
      if (present == null) {
        throw new SocketException("Not bound");
      }
      return present;
    } finally {
      stepLock.unlock();
    }
  }

  private void listenVia(ConnectorUri via) throws IOException {
    Listener opened = source.loom().connector(via).interruptPolicy(policy).listen();
    attach(opened);
    options.applyTo(opened);
    tellLocal();
  }

  private void tellLocal() {
    connector()
        .flatMap(Connector::localAddress)
        .ifPresent(
            local -> {
              if (local instanceof InetSocketAddress internet) {
                localport = internet.getPort();
              }
            });
  }

  @Override
  protected void accept(SocketImpl accepted) throws IOException {
    if (!(accepted instanceof ConnectorSocket socket)) {
      throw new SocketException("An instance of " + accepted.getClass() + " cannot be accepted");
    }
    ensureOpen();
    try {
      Listener listener = connector().orElseThrow(() -> new SocketException("Not bound"));
      StreamConnector connection = accept(listener);
      socket.settings().interruptPolicy(policy);
      socket.accepted(connection);
    } catch (IOException e) {
      throw JdkFailures.of(e, JdkFailures.Verb.ACCEPT, this);
    }
  }

  /**
   * The timeout holds for this call alone, as others wait with timeouts of their own. Who is there
   * is accepted even if the timeout passed before this thread got as far as looking.
   */
  private StreamConnector accept(Listener listener) throws IOException {
    int millis = timeoutMillis;
    if (millis == 0) {
      return listener.accept();
    }
    try {
      return Deadline.after(Duration.ofMillis(millis)).call(listener::accept);
    } catch (ConnectorTimeoutException late) {
      return listener.tryAccept().orElseThrow(() -> late);
    }
  }

  // ---- a client's

  @Override
  protected void connect(String host, int port) throws IOException {
    throw notConnectable();
  }

  @Override
  protected void connect(InetAddress host, int port) throws IOException {
    throw notConnectable();
  }

  @Override
  protected void connect(SocketAddress peer, int timeout) throws IOException {
    throw notConnectable();
  }

  private static SocketException notConnectable() {
    return new SocketException("A server socket does not connect");
  }

  @Override
  protected InputStream getInputStream() throws IOException {
    throw notConnectable();
  }

  @Override
  protected OutputStream getOutputStream() throws IOException {
    throw notConnectable();
  }

  @Override
  protected int available() throws IOException {
    throw notConnectable();
  }

  @Override
  protected void sendUrgentData(int data) throws IOException {
    throw notConnectable();
  }

  // ---- settings and names

  @Override
  void timeoutMillis(int millis) {
    timeoutMillis = millis;
  }

  @Override
  int timeoutMillis() {
    return timeoutMillis;
  }

  @Override
  boolean hasTimedOut(JdkFailures.Verb verb) {
    return timeoutMillis != 0 && !deadline.hasPassed() && !Deadline.current().hasPassed();
  }

  @Override
  Set<SocketOption<?>> standardOptions() {
    return JdkOptions.ofListeners();
  }
}
