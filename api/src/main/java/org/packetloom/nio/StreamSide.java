// SPDX-License-Identifier: Apache-2.0
package org.packetloom.nio;

import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.spi.AbstractSelectableChannel;
import java.util.Objects;
import org.packetloom.ConnectionResetException;
import org.packetloom.Deadline;
import org.packetloom.StreamConnector;

/**
 * Moves the bytes of a channel through its connector: as long as it takes in blocking mode, what
 * goes now otherwise.
 *
 * <p>Calls of several threads queue in the connector. A connector that closes under a call, by an
 * interrupt or with its toolkit, takes the channel along.
 */
final class StreamSide {
  private final AbstractSelectableChannel channel;
  private final StreamConnector connector;

  /** Whether a read has told of the peer's reset. */
  private volatile boolean isReset;

  StreamSide(AbstractSelectableChannel channel, StreamConnector connector) {
    this.channel = channel;
    this.connector = connector;
  }

  // ---- reading

  int read(ByteBuffer destination) throws IOException {
    ensureWritable(destination);
    ensureNotReset();
    try {
      if (!channel.isBlocking()) {
        return connector.tryRead(destination);
      }
      Interrupts.ensureNone(channel);
      return connector.read(destination);
    } catch (ClosedChannelException e) {
      throw closed(e);
    } catch (IOException e) {
      throw readFailure(e);
    }
  }

  /** Reads in blocking mode, for as long as a deadline lets it. */
  int read(ByteBuffer destination, Deadline deadline) throws IOException {
    ensureNotReset();
    try {
      Interrupts.ensureNone(channel);
      while (true) {
        int result = connector.tryRead(destination);
        if (result != 0) {
          return result;
        }
        if (!connector.awaitReadable(deadline)) {
          throw new SocketTimeoutException("Read timed out");
        }
      }
    } catch (ClosedChannelException e) {
      throw closed(e);
    } catch (IOException e) {
      throw readFailure(e);
    }
  }

  long read(ByteBuffer[] destinations, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, destinations.length);
    for (int i = offset; i < offset + length; i++) {
      ensureWritable(destinations[i]);
    }
    ensureNotReset();
    try {
      if (!channel.isBlocking()) {
        return connector.tryRead(destinations, offset, length);
      }
      Interrupts.ensureNone(channel);
      return connector.read(destinations, offset, length);
    } catch (ClosedChannelException e) {
      throw closed(e);
    } catch (IOException e) {
      throw readFailure(e);
    }
  }

  private IOException readFailure(IOException failure) {
    if (failure instanceof ConnectionResetException) {
      isReset = true;
    }
    return ChannelFailures.ofRead(failure);
  }

  /** After a reset the system would tell of the end: whoever asks again is told again. */
  private void ensureNotReset() throws SocketException {
    if (isReset) {
      throw new SocketException("Connection reset");
    }
  }

  static void ensureWritable(ByteBuffer destination) {
    if (destination.isReadOnly()) {
      throw new IllegalArgumentException("Read-only buffer");
    }
  }

  // ---- writing

  int write(ByteBuffer source) throws IOException {
    Objects.requireNonNull(source, "source");
    try {
      if (!channel.isBlocking()) {
        return connector.tryWrite(source);
      }
      Interrupts.ensureNone(channel);
      return connector.write(source);
    } catch (ClosedChannelException e) {
      throw closed(e);
    } catch (IOException e) {
      throw ChannelFailures.ofWrite(e);
    }
  }

  long write(ByteBuffer[] sources, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, sources.length);
    for (int i = offset; i < offset + length; i++) {
      Objects.requireNonNull(sources[i], "source");
    }
    try {
      if (!channel.isBlocking()) {
        return connector.tryWrite(sources, offset, length);
      }
      Interrupts.ensureNone(channel);
      return connector.write(sources, offset, length);
    } catch (ClosedChannelException e) {
      throw closed(e);
    } catch (IOException e) {
      throw ChannelFailures.ofWrite(e);
    }
  }

  /** A write that the connector has a method of its own for. */
  @FunctionalInterface
  interface Sending {
    long by(StreamConnector connector) throws IOException;
  }

  /** Writes in blocking mode. */
  long send(Sending sending) throws IOException {
    try {
      Interrupts.ensureNone(channel);
      return sending.by(connector);
    } catch (ClosedChannelException e) {
      throw closed(e);
    } catch (IOException e) {
      throw ChannelFailures.ofWrite(e);
    }
  }

  private ClosedChannelException closed(ClosedChannelException e) {
    try {
      channel.close();
    } catch (IOException suppressed) {
      e.addSuppressed(suppressed);
    }
    return e;
  }
}
