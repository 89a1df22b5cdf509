// SPDX-License-Identifier: Apache-2.0
package org.packetloom.nio;

import java.io.IOException;
import java.net.ProtocolFamily;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketOption;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.packetloom.BrokenPipeException;
import org.packetloom.Connector;
import org.packetloom.Deadline;
import org.packetloom.InterruptPolicy;
import org.packetloom.StreamConnector;
import org.packetloom.spi.StagedStream;

/** A stream socket as a channel: TCP, or a Unix-domain socket. */
final class LoomSocketChannel extends SocketChannel implements Selectable {
  private final ProtocolFamily family;
  private final StreamConnector connector;
  private final ChannelOptions options;
  private final StreamSide stream;
  private final StreamSteps steps;
  private final Watchers watchers = new Watchers();

  private volatile boolean isInputShutdown;
  private volatile boolean isOutputShutdown;

  /** Guards the making of the view. */
  private final ReentrantLock viewLock = new ReentrantLock();

  /** The view, null until asked for; guarded by viewLock. */
  private @Nullable Socket socket;

  /** Over a fresh socket. */
  LoomSocketChannel(PacketloomSelectorProvider provider, StagedStream staged) {
    this(provider, staged.family(), staged.connector(), staged);
  }

  /** Over a connection that was accepted. */
  LoomSocketChannel(
      PacketloomSelectorProvider provider, ProtocolFamily family, StreamConnector accepted) {
    this(provider, family, accepted, null);
  }

  private LoomSocketChannel(
      PacketloomSelectorProvider provider,
      ProtocolFamily family,
      StreamConnector connector,
      @Nullable StagedStream staged) {
    super(provider);
    this.family = family;
    this.connector = connector.interruptPolicy(InterruptPolicy.CLOSE);
    this.options = ChannelOptions.ofStream(connector, family);
    this.stream = new StreamSide(this, connector);
    this.steps = new StreamSteps(this, family, connector, watchers, staged);
  }

  // ---- steps

  @Override
  public SocketChannel bind(@Nullable SocketAddress local) throws IOException {
    steps.bind(local);
    return this;
  }

  @Override
  public boolean connect(SocketAddress remote) throws IOException {
    return steps.connect(remote);
  }

  @Override
  public boolean finishConnect() throws IOException {
    return steps.finishConnect();
  }

  @Override
  public boolean isConnected() {
    return steps.isConnected();
  }

  @Override
  public boolean isConnectionPending() {
    return steps.isPending();
  }

  // ---- addresses and options

  @Override
  public @Nullable SocketAddress getLocalAddress() throws IOException {
    steps.ensureOpen();
    return steps.localAddress();
  }

  /** As known, also when closed; null if it is not bound. */
  @Nullable SocketAddress localAddress() {
    return steps.localAddress();
  }

  @Override
  public @Nullable SocketAddress getRemoteAddress() throws IOException {
    steps.ensureOpen();
    return steps.remoteAddress();
  }

  /** As known, also when closed; null if it is not connected. */
  @Nullable SocketAddress remoteAddress() {
    return steps.remoteAddress();
  }

  @Override
  public <T> T getOption(SocketOption<T> name) throws IOException {
    options.ensureSupported(name);
    steps.ensureOpen();
    return options.get(name);
  }

  @Override
  public <T> SocketChannel setOption(SocketOption<T> name, T value) throws IOException {
    options.ensureSupported(name);
    steps.ensureOpen();
    options.set(name, value);
    return this;
  }

  @Override
  public Set<SocketOption<?>> supportedOptions() {
    return options.supported();
  }

  @Override
  public Socket socket() {
    if (family == StandardProtocolFamily.UNIX) {
      throw new UnsupportedOperationException("a Unix-domain channel has no socket");
    }
    viewLock.lock();
    try {
      Socket known = socket;
      Socket view = known == null ? SocketAdaptor.of(this) : known;
      socket = view;
      return view;
    } finally {
      viewLock.unlock();
    }
  }

  // ---- bytes

  @Override
  public int read(ByteBuffer destination) throws IOException {
    StreamSide.ensureWritable(destination);
    steps.ensureConnected();
    return isInputShutdown ? -1 : stream.read(destination);
  }

  @Override
  public long read(ByteBuffer[] destinations, int offset, int length) throws IOException {
    steps.ensureConnected();
    return isInputShutdown ? -1 : stream.read(destinations, offset, length);
  }

  /** Reads for the view, which limits its reads. */
  int read(ByteBuffer destination, Deadline deadline) throws IOException {
    steps.ensureConnected();
    return isInputShutdown ? -1 : stream.read(destination, deadline);
  }

  @Override
  public int write(ByteBuffer source) throws IOException {
    steps.ensureConnected();
    ensureOutput();
    try {
      return stream.write(source);
    } catch (SocketException e) {
      throw afterShutdown(e);
    }
  }

  @Override
  public long write(ByteBuffer[] sources, int offset, int length) throws IOException {
    steps.ensureConnected();
    ensureOutput();
    try {
      return stream.write(sources, offset, length);
    } catch (SocketException e) {
      throw afterShutdown(e);
    }
  }

  /** Writes by a method of the connector, in blocking mode. */
  long send(StreamSide.Sending sending) throws IOException {
    steps.ensureConnected();
    ensureOutput();
    try {
      return stream.send(sending);
    } catch (SocketException e) {
      throw afterShutdown(e);
    }
  }

  private void ensureOutput() throws ClosedChannelException {
    if (isOutputShutdown) {
      throw new ClosedChannelException();
    }
  }

  private IOException afterShutdown(SocketException e) {
    boolean isByShutdown = isOutputShutdown && e.getCause() instanceof BrokenPipeException;
    return isByShutdown ? new AsynchronousCloseException() : e;
  }

  // ---- ending

  @Override
  public SocketChannel shutdownInput() throws IOException {
    steps.ensureConnected();
    if (!isInputShutdown) {
      isInputShutdown = true;
      connector.shutdownInput();
    }
    return this;
  }

  @Override
  public SocketChannel shutdownOutput() throws IOException {
    steps.ensureConnected();
    if (!isOutputShutdown) {
      isOutputShutdown = true;
      connector.shutdownOutput();
    }
    return this;
  }

  boolean isInputShutdown() {
    return isInputShutdown;
  }

  boolean isOutputShutdown() {
    return isOutputShutdown;
  }

  @Override
  protected void implCloseSelectableChannel() throws IOException {
    try {
      connector.close();
    } finally {
      watchers.tell();
    }
  }

  @Override
  protected void implConfigureBlocking(boolean block) {
    // every call looks at the mode for itself
  }

  // ---- selection

  @Override
  public Connector connector() {
    return connector;
  }

  StreamConnector stream() {
    return connector;
  }

  @Override
  public int possible(int operations) {
    return steps.possible(operations);
  }

  @Override
  public Watchers watchers() {
    return watchers;
  }

  @Override
  public String toString() {
    return LoomSocketChannel.class.getSimpleName() + "[" + steps + "]";
  }
}
