// SPDX-License-Identifier: Apache-2.0
package org.packetloom.suite;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import org.packetloom.BrokenPipeException;
import org.packetloom.ConnectionResetException;
import org.packetloom.ConnectorClosedByInterruptException;
import org.packetloom.ConnectorClosedException;
import org.packetloom.ConnectorClosedWhileWaitingException;
import org.packetloom.ConnectorInterruptedException;
import org.packetloom.ConnectorTimeoutException;
import org.packetloom.Deadline;
import org.packetloom.InterruptPolicy;
import org.packetloom.Pair;
import org.packetloom.StreamConnector;

/** The end of a Packetloom stream. */
public record ConnectorEnd(StreamConnector connector) implements StreamEnd {
  /** Both ends of a pair. */
  public static Ends ends(Pair pair) {
    return new Ends(new ConnectorEnd(pair.first()), new ConnectorEnd(pair.second()));
  }

  @Override
  public int read(ByteBuffer destination) throws IOException {
    return connector.read(destination);
  }

  @Override
  public int read(byte[] destination, int offset, int length) throws IOException {
    return connector.read(destination, offset, length);
  }

  @Override
  public void readFully(ByteBuffer destination) throws IOException {
    connector.readFully(destination);
  }

  @Override
  public int tryRead(ByteBuffer destination) throws IOException {
    return connector.tryRead(destination);
  }

  @Override
  public long read(ByteBuffer[] destinations) throws IOException {
    return connector.read(destinations);
  }

  @Override
  public int write(ByteBuffer source) throws IOException {
    return connector.write(source);
  }

  @Override
  public int write(byte[] source, int offset, int length) throws IOException {
    return connector.write(source, offset, length);
  }

  @Override
  public int tryWrite(ByteBuffer source) throws IOException {
    return connector.tryWrite(source);
  }

  @Override
  public long write(ByteBuffer[] sources) throws IOException {
    return connector.write(sources);
  }

  @Override
  public Optional<SocketAddress> localAddress() {
    return connector.localAddress();
  }

  @Override
  public Optional<SocketAddress> peerAddress() {
    return connector.peerAddress();
  }

  @Override
  public InputStream inputStream() {
    return connector.inputStream();
  }

  @Override
  public OutputStream outputStream() {
    return connector.outputStream();
  }

  @Override
  public void shutdownInput() throws IOException {
    connector.shutdownInput();
  }

  @Override
  public void shutdownOutput() throws IOException {
    connector.shutdownOutput();
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
  public void readAnOption() throws IOException {
    for (SocketOption<?> option : connector.supportedOptions()) {
      connector.option(option);
    }
  }

  @Override
  public void reset() throws IOException {
    connector.option(StandardSocketOptions.SO_LINGER, 0);
    connector.close();
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
