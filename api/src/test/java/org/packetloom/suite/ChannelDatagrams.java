// SPDX-License-Identifier: Apache-2.0
package org.packetloom.suite;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.time.Duration;
import java.util.Optional;
import org.packetloom.Datagram;
import org.packetloom.Deadline;
import org.packetloom.InterruptPolicy;

/** A channel of the JDK for datagrams, as a control of the suites themselves. */
public record ChannelDatagrams(DatagramChannel channel) implements DatagramEnd {
  @Override
  public Datagram receive(ByteBuffer destination) throws IOException {
    int before = destination.position();
    SocketAddress sender = channel.receive(destination);
    int size = destination.position() - before;
    return new Datagram(size, size, Optional.of(sender));
  }

  @Override
  public Optional<Datagram> tryReceive(ByteBuffer destination) {
    throw missing(Feature.TRY_CALLS);
  }

  @Override
  public void send(ByteBuffer source, SocketAddress peer) throws IOException {
    channel.send(source, peer);
  }

  @Override
  public void send(ByteBuffer source) throws IOException {
    channel.write(source);
  }

  @Override
  public boolean trySend(ByteBuffer source, SocketAddress peer) {
    throw missing(Feature.TRY_CALLS);
  }

  @Override
  public void connect(SocketAddress peer) throws IOException {
    channel.disconnect().connect(peer);
  }

  @Override
  public void disconnect() throws IOException {
    channel.disconnect();
  }

  @Override
  public SocketAddress address() throws IOException {
    return channel.getLocalAddress();
  }

  @Override
  public Optional<SocketAddress> peerAddress() throws IOException {
    return Optional.ofNullable(channel.getRemoteAddress());
  }

  @Override
  public void readDeadline(Deadline deadline) {
    throw missing(Feature.DEADLINES);
  }

  @Override
  public void writeDeadline(Deadline deadline) {
    throw missing(Feature.DEADLINES);
  }

  @Override
  public void readTimeout(Duration timeout) {
    throw missing(Feature.TIMEOUTS);
  }

  @Override
  public void writeTimeout(Duration timeout) {
    throw missing(Feature.TIMEOUTS);
  }

  @Override
  public void interruptPolicy(InterruptPolicy policy) {
    if (policy != InterruptPolicy.CLOSE) {
      throw missing(Feature.INTERRUPT_POLICIES);
    }
  }

  @Override
  public boolean isOpen() {
    return channel.isOpen();
  }

  @Override
  public Class<? extends Throwable> type(Failure failure) {
    return switch (failure) {
      case TIMED_OUT -> SocketTimeoutException.class;
      case INTERRUPTED -> InterruptedIOException.class;
      case CLOSED_BY_INTERRUPT -> ClosedByInterruptException.class;
      case CLOSED -> ClosedChannelException.class;
      case CLOSED_WHILE_WAITING -> AsynchronousCloseException.class;
      case RESET, BROKEN_PIPE -> IOException.class;
    };
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  private static UnsupportedOperationException missing(Feature feature) {
    return new UnsupportedOperationException("the channels of the JDK lack " + feature);
  }
}
