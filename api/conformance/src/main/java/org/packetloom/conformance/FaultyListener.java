// SPDX-License-Identifier: Apache-2.0
package org.packetloom.conformance;

import java.io.IOException;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.util.Optional;
import java.util.Set;
import org.packetloom.ConnectorTimeoutException;
import org.packetloom.ConnectorUri;
import org.packetloom.ConnectorUriException;
import org.packetloom.Deadline;
import org.packetloom.FailureDetail;
import org.packetloom.InterruptPolicy;
import org.packetloom.Listener;
import org.packetloom.StreamConnector;
import org.packetloom.spi.SchemeContext;

/** A listener whose streams have faults. */
final class FaultyListener implements Listener {
  private final FaultyScheme scheme;
  private final ConnectorUri uri;
  private final Listener listener;
  private final SchemeContext context;

  FaultyListener(FaultyScheme scheme, ConnectorUri asked, Listener listener, SchemeContext context)
      throws ConnectorUriException {
    this.scheme = scheme;
    this.uri = scheme.named(listener.uri(), asked);
    this.listener = listener;
    this.context = context;
  }

  private StreamConnector faulty(StreamConnector accepted) throws IOException {
    return FaultyStream.open(scheme.faults(), uri, context, accepted)
        .interruptPolicy(interruptPolicy());
  }

  @Override
  public StreamConnector accept() throws IOException {
    if (uri.isBlocking()) {
      return faulty(listener.accept());
    }
    return tryAccept()
        .orElseThrow(
            () ->
                new ConnectorTimeoutException(
                    FailureDetail.atOnce("accept", toString(), "timed out")));
  }

  @Override
  public Optional<StreamConnector> tryAccept() throws IOException {
    Optional<StreamConnector> accepted = listener.tryAccept();
    return accepted.isEmpty() ? accepted : Optional.of(faulty(accepted.get()));
  }

  @Override
  public Listener acceptDeadline(Deadline deadline) {
    listener.acceptDeadline(deadline);
    return this;
  }

  @Override
  public boolean awaitReadable(Deadline deadline) throws IOException {
    return listener.awaitReadable(deadline);
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
  public boolean isOpen() {
    return listener.isOpen();
  }

  @Override
  public boolean isListening() {
    return listener.isListening();
  }

  @Override
  public boolean isConnected() {
    return false;
  }

  @Override
  public boolean isCommunicating() {
    return false;
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }

  @Override
  public String toString() {
    return ConnectorUri.of(uri.scheme(), uri.target()).toString();
  }
}
