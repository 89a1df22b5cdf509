// SPDX-License-Identifier: Apache-2.0
package org.packetloom.nio;

import java.io.IOException;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.spi.AbstractSelectableChannel;
import java.util.Optional;
import org.packetloom.Datagram;
import org.packetloom.DatagramConnector;
import org.packetloom.Deadline;

/**
 * Moves the datagrams of a channel through its connector: as long as it takes in blocking mode,
 * what goes now otherwise. Several buffers are one datagram, by way of a copy.
 */
final class DatagramSide {
  /** More than an internet datagram can have; those of Unix-domain sockets are rarely larger. */
  private static final int MOST_BYTES = 1 << 20;

  private final AbstractSelectableChannel channel;
  private final DatagramConnector connector;

  DatagramSide(AbstractSelectableChannel channel, DatagramConnector connector) {
    this.channel = channel;
    this.connector = connector;
  }

  /** One datagram; empty for not now, in non-blocking mode only. */
  Optional<Datagram> receive(ByteBuffer destination) throws IOException {
    try {
      if (!channel.isBlocking()) {
        return connector.tryReceive(destination);
      }
      Interrupts.ensureNone(channel);
      return Optional.of(connector.receive(destination));
    } catch (ClosedChannelException e) {
      throw closed(e);
    } catch (IOException e) {
      throw ChannelFailures.ofDatagram(e);
    }
  }

  /** One datagram, in blocking mode, within a deadline. */
  Datagram receive(ByteBuffer destination, Deadline deadline) throws IOException {
    try {
      Interrupts.ensureNone(channel);
      if (!deadline.isLimited()) {
        return connector.receive(destination);
      }
      while (true) {
        Optional<Datagram> received = connector.tryReceive(destination);
        if (received.isPresent()) {
          return received.get();
        }
        if (!connector.awaitReadable(deadline)) {
          throw new SocketTimeoutException("Receive timed out");
        }
      }
    } catch (ClosedChannelException e) {
      throw closed(e);
    } catch (IOException e) {
      throw ChannelFailures.ofDatagram(e);
    }
  }

  /** One datagram, into several buffers. */
  Optional<Datagram> receive(ByteBuffer[] destinations, int offset, int length, long room)
      throws IOException {
    ByteBuffer whole = ByteBuffer.allocate((int) Math.min(room, MOST_BYTES));
    Optional<Datagram> received = receive(whole);
    whole.flip();
    for (int i = offset; whole.hasRemaining() && i < offset + length; i++) {
      int part = Math.min(whole.remaining(), destinations[i].remaining());
      destinations[i].put(whole.slice().limit(part));
      whole.position(whole.position() + part);
    }
    return received;
  }

  /** Whether the datagram was taken: false for not now, in non-blocking mode only. */
  boolean send(ByteBuffer source, Optional<SocketAddress> peer) throws IOException {
    try {
      if (!channel.isBlocking()) {
        return peer.isPresent() ? connector.trySend(source, peer.get()) : connector.trySend(source);
      }
      Interrupts.ensureNone(channel);
      if (peer.isPresent()) {
        connector.send(source, peer.get());
      } else {
        connector.send(source);
      }
      return true;
    } catch (ClosedChannelException e) {
      throw closed(e);
    } catch (IOException e) {
      throw ChannelFailures.ofDatagram(e);
    }
  }

  /** One datagram to the chosen peer, of several buffers, which are drained if it is taken. */
  boolean send(ByteBuffer[] sources, int offset, int length, long size) throws IOException {
    ByteBuffer whole = ByteBuffer.allocate((int) Math.min(size, MOST_BYTES));
    for (int i = offset; whole.hasRemaining() && i < offset + length; i++) {
      ByteBuffer source = sources[i].duplicate();
      whole.put(source.limit(source.position() + Math.min(source.remaining(), whole.remaining())));
    }
    whole.flip();
    if (!send(whole, Optional.empty())) {
      return false;
    }
    for (int i = offset; i < offset + length; i++) {
      sources[i].position(sources[i].limit());
    }
    return true;
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
