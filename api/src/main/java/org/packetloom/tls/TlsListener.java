// SPDX-License-Identifier: Apache-2.0
package org.packetloom.tls;

import java.io.IOException;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.util.Optional;
import java.util.Set;
import org.packetloom.ConnectorUri;
import org.packetloom.Deadline;
import org.packetloom.InterruptPolicy;
import org.packetloom.Listener;
import org.packetloom.StreamConnector;

/** A listener whose connections encrypt; all but that it leaves to the one that it owns. */
final class TlsListener implements Listener {
  private final Listener listener;
  private final ConnectorUri uri;
  private final Wrapping wrapping;

  /** Makes a connection of another one. */
  @FunctionalInterface
  interface Wrapping {
    StreamConnector over(StreamConnector accepted) throws IOException;
  }

  TlsListener(Listener listener, ConnectorUri uri, Wrapping wrapping) {
    this.listener = listener;
    this.uri = uri;
    this.wrapping = wrapping;
  }

  @Override
  public StreamConnector accept() throws IOException {
    return wrapped(listener.accept());
  }

  private StreamConnector wrapped(StreamConnector accepted) throws IOException {
    try {
      return wrapping.over(accepted);
    } catch (Throwable e) {
      accepted.close();
      throw e;
    }
  }

  @Override
  public Optional<StreamConnector> tryAccept() throws IOException {
    Optional<StreamConnector> accepted = listener.tryAccept();
    return accepted.isEmpty() ? accepted : Optional.of(wrapped(accepted.get()));
  }

  @Override
  public Listener acceptDeadline(Deadline deadline) {
    listener.acceptDeadline(deadline);
    return this;
  }

  @Override
  public ConnectorUri uri() {
    return uri;
  }

  @Override
  public Optional<SocketAddress> localAddress() {
    return listener.localAddress();
  }

  @Override
  public <T> T option(SocketOption<T> option) throws IOException {
    return listener.option(option);
  }

  @Override
  public <T> Listener option(SocketOption<T> option, T value) throws IOException {
    listener.option(option, value);
    return this;
  }

  @Override
  public Set<SocketOption<?>> supportedOptions() {
    return listener.supportedOptions();
  }

  @Override
  public InterruptPolicy interruptPolicy() {
    return listener.interruptPolicy();
  }

  @Override
  public Listener interruptPolicy(InterruptPolicy policy) {
    listener.interruptPolicy(policy);
    return this;
  }

  @Override
  public boolean awaitReadable(Deadline deadline) throws IOException {
    return listener.awaitReadable(deadline);
  }

  @Override
  public boolean isListening() {
    return listener.isListening();
  }

  @Override
  public boolean isConnected() {
    return listener.isConnected();
  }

  @Override
  public boolean isCommunicating() {
    return listener.isCommunicating();
  }

  @Override
  public boolean isOpen() {
    return listener.isOpen();
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }

  @Override
  public String toString() {
    return "tls over " + listener;
  }
}
