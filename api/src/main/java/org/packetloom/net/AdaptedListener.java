// SPDX-License-Identifier: Apache-2.0
package org.packetloom.net;

import java.io.IOException;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.packetloom.ConnectorUri;
import org.packetloom.Listener;
import org.packetloom.StreamConnector;
import org.packetloom.spi.AbstractListener;
import org.packetloom.spi.SchemeContext;

/**
 * Something of the JDK that accepts, seen as a listener: a thread of the background accepts when
 * somebody has asked for it. One that was begun goes on when nobody waits any more, and what it
 * brings is there for whoever asks next.
 */
final class AdaptedListener extends AbstractListener {
  private final SchemeContext context;
  private final JdkAcceptor acceptor;
  private final AtomicReference<State> state = new AtomicReference<>(State.IDLE);

  /** What came of accepting: one of them is there while the state is THERE; null if not. */
  private final AtomicReference<@Nullable JdkEnd> accepted = new AtomicReference<>();

  private final AtomicReference<@Nullable IOException> failure = new AtomicReference<>();

  private enum State {
    /** Nobody has asked: whoever asks moves on to ACCEPTING. */
    IDLE,
    /** A thread accepts, and moves on to THERE. */
    ACCEPTING,
    /** A client or a failure is there: who takes it moves back to IDLE. */
    THERE,
    /** For good; moved to by closing. */
    ENDED
  }

  AdaptedListener(ConnectorUri uri, SchemeContext context, JdkAcceptor acceptor) {
    super(uri, context);
    this.context = context;
    this.acceptor = acceptor;
  }

  @Override
  protected Optional<StreamConnector> take() throws IOException {
    ask();
    if (state.get() != State.THERE) {
      return Optional.empty();
    }
    JdkEnd client = accepted.getAndSet(null); // or closing has it
    IOException known = failure.getAndSet(null);
    boolean unused = state.compareAndSet(State.THERE, State.IDLE);
    if (known != null && JdkFailures.isOfClosed(known)) {
      close(); // somebody has closed the thing itself
      throw JdkFailures.closed("accept", this, known);
    }
    if (known != null) {
      throw known;
    }
    return client == null ? Optional.empty() : Optional.of(stream(client));
  }

  private StreamConnector stream(JdkEnd client) throws IOException {
    StreamConnector stream = JdkConnectors.opened(uri(), context, client);
    return stream.interruptPolicy(interruptPolicy());
  }

  @Override
  protected boolean isAcceptable() {
    ask();
    return state.get() == State.THERE;
  }

  private void ask() {
    if (state.compareAndSet(State.IDLE, State.ACCEPTING)) {
      Thread.ofVirtual().name("packetloom-accept").start(this::acceptOne);
    }
  }

  private void acceptOne() {
    try {
      accepted.set(acceptor.accept());
    } catch (IOException e) {
      failure.set(e);
    } catch (Throwable e) { // of a class of the user's own
      failure.set(new IOException("accept: " + e, e));
    }
    if (state.compareAndSet(State.ACCEPTING, State.THERE)) {
      acceptable();
    } else {
      sendAway();
    }
  }

  @Override
  protected void ended() {
    State before = state.getAndSet(State.ENDED);
    try {
      acceptor.close();
    } catch (IOException _) {
      // it is closed all the same
    }
    if (before == State.THERE) {
      sendAway();
    }
  }

  private void sendAway() {
    JdkEnd client = accepted.getAndSet(null);
    if (client != null) {
      try {
        client.close();
      } catch (IOException _) {
        // it goes in any case
      }
    }
  }

  @Override
  public Optional<SocketAddress> localAddress() {
    return acceptor.local();
  }

  @Override
  public Set<SocketOption<?>> supportedOptions() {
    return acceptor.options();
  }

  @Override
  public <T> T option(SocketOption<T> option) throws IOException {
    return acceptor.option(option);
  }

  @Override
  public <T> Listener option(SocketOption<T> option, T value) throws IOException {
    acceptor.option(option, value);
    return this;
  }
}
