// SPDX-License-Identifier: Apache-2.0
package org.packetloom.spi;

import java.io.IOException;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.packetloom.ConnectorTimeoutException;
import org.packetloom.ConnectorUri;
import org.packetloom.Deadline;
import org.packetloom.FailureDetail;
import org.packetloom.InterruptPolicy;
import org.packetloom.Listener;
import org.packetloom.StreamConnector;

/**
 * A listener over another one, which it owns: a subclass says what becomes of each connection, and
 * all else is as the listener below has it, so that its waiting contract holds here too. It has no
 * descriptor that could be exported.
 *
 * <p>Its URI is its own, and decides whether {@link #accept} waits.
 */
public abstract class LayeredListener implements Listener {
  private final ConnectorUri uri;
  private final Listener below;

  /**
   * Makes a listener.
   *
   * @param uri its URI, which also names it in messages
   * @param below is asked for connections, and closed with this one
   */
  protected LayeredListener(ConnectorUri uri, Listener below) {
    this.uri = Objects.requireNonNull(uri, "uri");
    this.below = Objects.requireNonNull(below, "below");
  }

  /**
   * Makes a connection of one that the listener below has accepted. Does not wait; called by any
   * thread, and by several at once.
   *
   * @param accepted is closed if this fails
   * @return what is accepted here, which owns it
   * @throws IOException if it cannot be made; accepting fails with it
   */
  protected abstract StreamConnector layered(StreamConnector accepted) throws IOException;

  /**
   * The listener below, which a reactor watches in the place of this one.
   *
   * @return as it was given
   */
  public final Listener below() {
    return below;
  }

  @Override
  public StreamConnector accept() throws IOException {
    if (uri.isBlocking()) {
      return over(below.accept());
    }
    return tryAccept()
        .orElseThrow(
            () ->
                new ConnectorTimeoutException(
                    FailureDetail.atOnce("accept", toString(), "timed out")));
  }

  private StreamConnector over(StreamConnector accepted) throws IOException {
    try {
      return layered(accepted);
    } catch (Throwable e) {
      accepted.close();
      throw e;
    }
  }

  @Override
  public Optional<StreamConnector> tryAccept() throws IOException {
    Optional<StreamConnector> accepted = below.tryAccept();
    return accepted.isEmpty() ? accepted : Optional.of(over(accepted.get()));
  }

  @Override
  public Listener acceptDeadline(Deadline deadline) {
    below.acceptDeadline(deadline);
    return this;
  }

  @Override
  public ConnectorUri uri() {
    return uri;
  }

  @Override
  public Optional<SocketAddress> localAddress() {
    return below.localAddress();
  }

  @Override
  public <T> T option(SocketOption<T> option) throws IOException {
    return below.option(option);
  }

  @Override
  public <T> Listener option(SocketOption<T> option, T value) throws IOException {
    below.option(option, value);
    return this;
  }

  @Override
  public Set<SocketOption<?>> supportedOptions() {
    return below.supportedOptions();
  }

  @Override
  public InterruptPolicy interruptPolicy() {
    return below.interruptPolicy();
  }

  @Override
  public Listener interruptPolicy(InterruptPolicy policy) {
    below.interruptPolicy(policy);
    return this;
  }

  @Override
  public boolean awaitReadable(Deadline deadline) throws IOException {
    return below.awaitReadable(deadline);
  }

  @Override
  public boolean isOpen() {
    return below.isOpen();
  }

  @Override
  public boolean isListening() {
    return below.isListening();
  }

  @Override
  public boolean isConnected() {
    return below.isConnected();
  }

  @Override
  public boolean isCommunicating() {
    return below.isCommunicating();
  }

  @Override
  public void close() throws IOException {
    below.close();
  }

  @Override
  public String toString() {
    return ConnectorUri.of(uri.scheme(), uri.target()).toString();
  }
}
