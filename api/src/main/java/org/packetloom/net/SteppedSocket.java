// SPDX-License-Identifier: Apache-2.0
package org.packetloom.net;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketImpl;
import java.net.SocketOption;
import java.net.SocketOptions;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.packetloom.Connector;

/**
 * What sockets and server sockets have in common beneath the classes of {@code java.net}: options,
 * and the address to bind to next.
 *
 * @param <C> what it becomes
 */
abstract class SteppedSocket<C extends Connector> extends SocketImpl {
  final SocketSource source;
  final RecordedOptions options = new RecordedOptions();

  /** Guards opening and closing; not held while anything waits. */
  final ReentrantLock stepLock = new ReentrantLock();

  /** Null until there is one; written under stepLock. */
  private volatile @Nullable C connector;

  /** Null until there is a connector, and once it is closed; guarded by stepLock. */
  private Leftover.@Nullable Watched watched;

  /** Whether the connector was given to the user; guarded by stepLock. */
  private boolean isShared;

  /** Never unset; written under stepLock. */
  private volatile boolean isClosed;

  /** What to close when an interrupt has closed this, null if nobody told. */
  private volatile @Nullable Closeable owner;

  /** Set around a call of bind, by the owner and under its lock. */
  private volatile @Nullable SocketAddress nextBinding;

  SteppedSocket(SocketSource source) {
    this.source = source;
  }

  /** Tells whose part this is. */
  final void ownedBy(Closeable socket) {
    owner = socket;
  }

  /** Has the next binding be to an address that bind cannot be given; null for no more. */
  final void nextBinding(@Nullable SocketAddress address) {
    nextBinding = address;
  }

  /** What to bind to, when bind was given this. */
  final SocketAddress binding(InetAddress host, int port) {
    SocketAddress real = nextBinding;
    return real == null ? new InetSocketAddress(host, port) : real;
  }

  @Override
  protected final void create(boolean stream) throws IOException {
    if (!stream) {
      throw new SocketException("Datagram sockets are not made so");
    }
  }

  // ---- the connector

  final @Nullable C connectorOrNull() {
    return connector;
  }

  final Optional<C> connector() {
    return Optional.ofNullable(connector);
  }

  final boolean isClosed() {
    return isClosed;
  }

  final void ensureOpen() throws SocketException {
    if (isClosed) {
      throw new SocketException("Socket closed");
    }
  }

  /** Makes a connector this socket's own; closes it instead if the socket is closed. */
  final void become(C fresh) throws IOException {
    stepLock.lock();
    try {
      if (!isClosed) {
        connector = fresh;
        watch(fresh);
        return;
      }
    } finally {
      stepLock.unlock();
    }
    fresh.close();
    throw new SocketException("Socket closed");
  }

  /** Has a connector closed that is forgotten with its socket; under stepLock. */
  private void watch(C fresh) {
    Leftover.Watched present = watched == null ? Leftover.of(this) : watched;
    watched = present;
    present.leftover().connector(fresh);
    if (isShared) {
      present.leftover().share();
    }
  }

  /** The connector, for the socket's user. */
  final Optional<C> shared() {
    stepLock.lock();
    try {
      isShared = true;
      if (watched != null) {
        watched.leftover().share();
      }
      return connector();
    } finally {
      stepLock.unlock();
    }
  }

  /**
   * The connector to make settings on, opened if it can be already; null if it cannot.
   *
   * @throws SocketException if the socket is closed
   */
  abstract @Nullable C opened() throws IOException;

  @Override
  protected void close() throws IOException {
    C open;
    Leftover.Watched forgotten;
    stepLock.lock();
    try {
      isClosed = true;
      open = connector;
      forgotten = watched;
      watched = null;
    } finally {
      stepLock.unlock();
    }
    if (open != null) {
      open.close();
    }
    if (forgotten != null) {
      forgotten.cleanable().clean(); // closes again, which does nothing
    }
  }

  /** Closes the socket whose part this is, and so this. */
  final void closeOwner() throws IOException {
    Closeable whole = owner;
    if (whole == null) {
      close();
    } else {
      whole.close();
    }
  }

  // ---- options

  /** Those that a socket of the JDK of this kind has. */
  abstract Set<SocketOption<?>> standardOptions();

  @Override
  protected final Set<SocketOption<?>> supportedOptions() {
    Set<SocketOption<?>> all = new HashSet<>(standardOptions());
    C open = connector;
    if (open != null) {
      all.addAll(open.supportedOptions());
    }
    return Set.copyOf(all);
  }

  @Override
  protected final <T> void setOption(SocketOption<T> option, T given) throws IOException {
    if (given == null || !option.type().isInstance(given)) {
      throw new IllegalArgumentException("Invalid value '" + given + "'");
    }
    T value = JdkOptions.fitting(option, given);
    ensureOpen();
    C open = opened();
    if (open == null || isLenient(open, option)) {
      if (options.get(option).isEmpty()) {
        throw unsupported(option);
      }
      RecordedOptions.ensureInRange(option, value);
    } else {
      try {
        JdkOptions.set(open, option, value);
      } catch (IOException e) {
        throw JdkFailures.of(e, JdkFailures.Verb.OPTION, this);
      }
    }
    options.put(option, value);
  }

  @Override
  protected final <T> T getOption(SocketOption<T> option) throws IOException {
    ensureOpen();
    C open = opened();
    if (open != null && !isLenient(open, option)) {
      try {
        return JdkOptions.get(open, option);
      } catch (IOException e) {
        throw JdkFailures.of(e, JdkFailures.Verb.OPTION, this);
      }
    }
    return options.get(option).map(option.type()::cast).orElseThrow(() -> unsupported(option));
  }

  private static UnsupportedOperationException unsupported(SocketOption<?> option) {
    return new UnsupportedOperationException("'" + option + "' not supported");
  }

  /** Whether an option means nothing to the connector, and is kept all the same. */
  private boolean isLenient(C open, SocketOption<?> option) {
    return options.get(option).isPresent() && !JdkOptions.isSupported(open, option);
  }

  @Override
  public final void setOption(int number, Object value) throws SocketException {
    try {
      switch (number) {
        case SocketOptions.SO_TIMEOUT -> timeoutMillis((Integer) value);
        case SocketOptions.SO_LINGER ->
            setNumbered(number, value instanceof Integer seconds ? seconds : -1);
        default -> setNumbered(number, value);
      }
    } catch (SocketException e) {
      throw e;
    } catch (IOException e) {
      throw new SocketException(e.getMessage(), e);
    }
  }

  private void setNumbered(int number, Object value) throws IOException {
    setUnchecked(named(number), value);
  }

  private <T> void setUnchecked(SocketOption<T> option, Object value) throws IOException {
    setOption(option, option.type().cast(value));
  }

  @Override
  public final Object getOption(int number) throws SocketException {
    try {
      return switch (number) {
        case SocketOptions.SO_TIMEOUT -> timeoutMillis();
        case SocketOptions.SO_BINDADDR -> localHost();
        default -> getOption(named(number));
      };
    } catch (SocketException e) {
      throw e;
    } catch (IOException e) {
      throw new SocketException(e.getMessage(), e);
    }
  }

  private static SocketOption<?> named(int number) throws SocketException {
    return JdkOptions.numbered(number)
        .orElseThrow(() -> new SocketException("Unknown option " + number));
  }

  /** The address bound to, as getLocalAddress tells it. */
  private InetAddress localHost() throws SocketException {
    ensureOpen();
    return connector()
        .flatMap(Connector::localAddress)
        .map(local -> local instanceof InetSocketAddress internet ? internet.getAddress() : null)
        .orElse(InetAddress.getLoopbackAddress());
  }

  /** Limits each wait of the kind that this socket has: milliseconds, 0 for no limit. */
  abstract void timeoutMillis(int millis) throws SocketException;

  abstract int timeoutMillis() throws SocketException;

  /**
   * Whether a wait that has just timed out did so by a timeout that the JDK's sockets have, too.
   */
  abstract boolean hasTimedOut(JdkFailures.Verb verb);

  /** The address that it is bound to, if that is not one of the internet. */
  final Optional<SocketAddress> local() {
    return connector().flatMap(Connector::localAddress).filter(StandIn::isUnixDomain);
  }
}
