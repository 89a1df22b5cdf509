// SPDX-License-Identifier: Apache-2.0
package org.packetloom.suite;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.packetloom.BrokenPipeException;
import org.packetloom.CapabilityException;
import org.packetloom.ConnectionResetException;
import org.packetloom.ConnectorClosedByInterruptException;
import org.packetloom.ConnectorClosedException;
import org.packetloom.ConnectorClosedWhileWaitingException;
import org.packetloom.ConnectorInterruptedException;
import org.packetloom.ConnectorTimeoutException;
import org.packetloom.Datagram;
import org.packetloom.DatagramConnector;
import org.packetloom.Deadline;
import org.packetloom.InterruptPolicy;

/** A datagram connector of Packetloom. */
public record ConnectorDatagrams(DatagramConnector connector) implements DatagramEnd {
  @Override
  public Datagram receive(ByteBuffer destination) throws IOException {
    return connector.receive(destination);
  }

  @Override
  public Optional<Datagram> tryReceive(ByteBuffer destination) throws IOException {
    return connector.tryReceive(destination);
  }

  @Override
  public void send(ByteBuffer source, SocketAddress peer) throws IOException {
    connector.send(source, peer);
  }

  @Override
  public void send(ByteBuffer source) throws IOException {
    connector.send(source);
  }

  @Override
  public boolean trySend(ByteBuffer source, SocketAddress peer) throws IOException {
    return connector.trySend(source, peer);
  }

  @Override
  public void sendAll(List<byte[]> datagrams, List<SocketAddress> peers) throws IOException {
    int largest = datagrams.stream().mapToInt(bytes -> bytes.length).max().orElse(0);
    try (var batch = connector.batch(Math.max(1, datagrams.size()), Math.max(1, largest))) {
      for (int i = 0; i < datagrams.size(); i++) {
        ByteBuffer source = ByteBuffer.wrap(datagrams.get(i));
        if (peers.isEmpty()) {
          batch.add(source);
        } else {
          batch.add(source, peers.get(i));
        }
      }
      connector.send(batch);
    } catch (CapabilityException _) {
      DatagramEnd.super.sendAll(datagrams, peers); // not every connector has batches
    }
  }

  @Override
  public void connect(SocketAddress peer) throws IOException {
    connector.connect(peer);
  }

  @Override
  public void disconnect() throws IOException {
    connector.disconnect();
  }

  @Override
  public SocketAddress address() {
    return connector.localAddress().orElseThrow();
  }

  @Override
  public Optional<SocketAddress> peerAddress() {
    return connector.peerAddress();
  }

  @Override
  public void readDeadline(Deadline deadline) {
    connector.readDeadline(deadline);
  }

  @Override
  public void writeDeadline(Deadline deadline) {
    connector.writeDeadline(deadline);
  }

  @Override
  public void readTimeout(Duration timeout) {
    connector.readTimeout(timeout);
  }

  @Override
  public void writeTimeout(Duration timeout) {
    connector.writeTimeout(timeout);
  }

  @Override
  public void interruptPolicy(InterruptPolicy policy) {
    connector.interruptPolicy(policy);
  }

  @Override
  public boolean isOpen() {
    return connector.isOpen();
  }

  @Override
  public Class<? extends Throwable> type(Failure failure) {
    return switch (failure) {
      case TIMED_OUT -> ConnectorTimeoutException.class;
      case INTERRUPTED -> ConnectorInterruptedException.class;
      case CLOSED_BY_INTERRUPT -> ConnectorClosedByInterruptException.class;
      case CLOSED -> ConnectorClosedException.class;
      case CLOSED_WHILE_WAITING -> ConnectorClosedWhileWaitingException.class;
      case RESET -> ConnectionResetException.class;
      case BROKEN_PIPE -> BrokenPipeException.class;
    };
  }

  @Override
  public void close() throws IOException {
    connector.close();
  }
}
