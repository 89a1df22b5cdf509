// SPDX-License-Identifier: Apache-2.0
package org.packetloom.suite;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Optional;
import org.packetloom.Deadline;
import org.packetloom.InterruptPolicy;
import org.packetloom.StreamConnector;

/**
 * The end of a stream of the JDK, as a control of the suites themselves.
 *
 * <p>A write of a channel may return early; this end goes on until all is written, which is what
 * callers of channels do.
 */
public record ChannelEnd(SocketChannel channel) implements StreamEnd {
  @Override
  public int read(ByteBuffer destination) throws IOException {
    return channel.read(destination);
  }

  @Override
  public int read(byte[] destination, int offset, int length) throws IOException {
    return channel.read(ByteBuffer.wrap(destination, offset, length));
  }

  @Override
  public void readFully(ByteBuffer destination) throws IOException {
    while (destination.hasRemaining()) {
      if (channel.read(destination) < 0) {
        throw new EOFException();
      }
    }
  }

  @Override
  public int tryRead(ByteBuffer destination) {
    throw missing(Feature.TRY_CALLS);
  }

  @Override
  public long read(ByteBuffer[] destinations) throws IOException {
    return channel.read(destinations);
  }

  @Override
  public int write(ByteBuffer source) throws IOException {
    int count = source.remaining();
    do {
      channel.write(source);
    } while (source.hasRemaining());
    return count;
  }

  @Override
  public int write(byte[] source, int offset, int length) throws IOException {
    return write(ByteBuffer.wrap(source, offset, length));
  }

  @Override
  public int tryWrite(ByteBuffer source) {
    throw missing(Feature.TRY_CALLS);
  }

  @Override
  public long write(ByteBuffer[] sources) throws IOException {
    long count = 0;
    for (ByteBuffer source : sources) {
      count += source.remaining();
    }
    for (long written = 0; written < count; ) {
      written += channel.write(sources);
    }
    return count;
  }

  @Override
  public Optional<SocketAddress> localAddress() throws IOException {
    return Optional.of(channel.getLocalAddress());
  }

  @Override
  public Optional<SocketAddress> peerAddress() throws IOException {
    return Optional.of(channel.getRemoteAddress());
  }

  @Override
  public InputStream inputStream() {
    return Channels.newInputStream(channel);
  }

  @Override
  public OutputStream outputStream() {
    return Channels.newOutputStream(channel);
  }

  @Override
  public void shutdownInput() throws IOException {
    channel.shutdownInput();
  }

  @Override
  public void shutdownOutput() throws IOException {
    channel.shutdownOutput();
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
  public void readAnOption() throws IOException {
    channel.getOption(StandardSocketOptions.SO_RCVBUF);
  }

  @Override
  public void reset() throws IOException {
    channel.setOption(StandardSocketOptions.SO_LINGER, 0);
    channel.close();
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
      // the plain kind if a writer had room again at that moment
      case CLOSED_WHILE_WAITING -> ClosedChannelException.class;
      case RESET, BROKEN_PIPE -> IOException.class;
    };
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  @Override
  public StreamConnector connector() {
    throw missing(Feature.LOOKAHEAD);
  }

  private static UnsupportedOperationException missing(Feature feature) {
    return new UnsupportedOperationException("the channels of the JDK lack " + feature);
  }
}
