// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.io.Closeable;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.lang.ref.WeakReference;
import java.net.SocketAddress;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.packetloom.ConnectorUri;
import org.packetloom.InterruptPolicy;
import org.packetloom.platform.Transfer;

/**
 * What a toolkit keeps of a connector over descriptors: its names, its policy, its handles. It is
 * what handles, pollers and timers refer to; the connector itself is the user's, and is referred to
 * weakly. So a connector that nobody closed and nobody can reach any more is found: the collector
 * clears the reference, and {@link Caretaker} closes what it has left behind.
 *
 * <p><b>Nobody loses a connector that is in use.</b> A call counts as a use of the handle from its
 * begin to its end, and a handle in use is never taken for one that was left: not while a thread is
 * parked in it either, even if nothing but that thread's stack knows the connector. Before its
 * begin a call goes through {@link Input}, {@link Output} or the connector, and each of them is
 * read again after the begin (which is a compare-and-set, so no load moves up across it) and refers
 * to the connector: so that cannot be collected before the use is counted.
 */
final class OpenConnector extends WeakReference<DescriptorConnector> implements HandleOwner {
  private static final VarHandle CLOSED;
  private static final VarHandle POLICY;
  private static final VarHandle NAMES;
  private static final VarHandle READER;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      CLOSED = lookup.findVarHandle(OpenConnector.class, "closed", boolean.class);
      POLICY = lookup.findVarHandle(OpenConnector.class, "policy", InterruptPolicy.class);
      NAMES = lookup.findVarHandle(OpenConnector.class, "names", Names.class);
      READER = lookup.findVarHandle(OpenConnector.class, "reader", Handle.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final OpenConnectors all;
  private final long number;
  private final long openedAt = System.nanoTime();

  /** Where it was opened, null unless that is asked for. */
  private final @Nullable Throwable creation;

  private volatile InterruptPolicy policy;

  /** What it is called as far as known; replaced while opening, then fixed; written by NAMES. */
  private volatile Names names;

  /**
   * What ends with this connector, such as the socket's file; null if nothing; set while opening.
   */
  private volatile @Nullable Closeable belonging;

  /** Whether that ends after the handles do; set with it. */
  private boolean endsLast;

  /** Null until the toolkit knows the connector; written by READER. */
  private volatile @Nullable Handle reader;

  private @Nullable Handle writer; // written before reader

  // neighbours in the share; null at its ends and outside of it
  @Nullable OpenConnector previous; // guarded by the share's lock
  @Nullable OpenConnector next; // guarded by the share's lock

  /** Whether closing has begun; by CAS through CLOSED. */
  private volatile boolean closed;

  OpenConnector(DescriptorConnector connector, Opening opening, ConnectorUri uri) {
    super(connector, opening.loom().connectors().left());
    this.all = opening.loom().connectors();
    this.number = all.nextNumber();
    this.creation = all.creation();
    // without fences: nobody else knows this yet
    POLICY.set(this, opening.settings().interruptPolicy());
    NAMES.set(this, all.blank(uri));
  }

  /** The handle to read from and the one to write to: the same one, or two. */
  void over(Handle in, Handle out) {
    writer = out;
    READER.setRelease(this, in);
  }

  // ---- names and policy

  ConnectorUri uri() {
    return named().uri();
  }

  Optional<SocketAddress> localAddress() {
    return named().local();
  }

  Optional<SocketAddress> peerAddress() {
    return names.peer();
  }

  void name(Names found) {
    NAMES.setRelease(this, found);
  }

  /**
   * The names, for which the system is asked if it has to be: nobody wants to know those of most
   * connections. Once it is closed, the assumption stands.
   */
  private Names named() {
    Names known = names;
    DescriptorConnector connector = known.isNearAssumed() ? get() : null;
    if (connector == null) {
      return known;
    }
    Names found = connector.nearEndIfOpen().map(known::withNear).orElse(known);
    names = found; // by another thread meanwhile: the same
    return found;
  }

  @Override
  public String endpoints(int direction) {
    return named().text(direction);
  }

  @Override
  public InterruptPolicy interruptPolicy() {
    return policy;
  }

  void choose(InterruptPolicy changed) {
    if (policy != changed) {
      policy = changed;
    }
  }

  // ---- what operators see

  /** Grows with every connector of a toolkit. */
  long number() {
    return number;
  }

  long ageNanos() {
    return System.nanoTime() - openedAt;
  }

  @Override
  public void hasTriedToRead(boolean hasFound) {
    DescriptorConnector connector = get();
    if (connector != null) {
      connector.hasTriedToRead(hasFound);
    }
  }

  /** Where it was opened; empty unless that is asked for. */
  Optional<Throwable> creation() {
    return Optional.ofNullable(creation);
  }

  /** The descriptor to read from, or the one to write to; −1 if there is none. */
  int descriptor(int direction) {
    Handle handle = handle(direction);
    return handle == null ? -1 : handle.descriptor();
  }

  long bytes(int direction) {
    Handle handle = handle(direction);
    return handle == null ? 0 : handle.bytes(direction);
  }

  /** Who waits in a direction; empty if nobody does. */
  List<Parked> parked(int direction) {
    Handle handle = handle(direction);
    return handle == null ? List.of() : handle.parked(direction);
  }

  private @Nullable Handle handle(int direction) {
    Handle in = reader;
    return in == null || direction == Transfer.READ ? in : writer;
  }

  /** Whether one descriptor serves both directions. */
  boolean isOneHandle() {
    return handle(Transfer.READ) == handle(Transfer.WRITE);
  }

  boolean isListening() {
    DescriptorConnector connector = get();
    return connector != null && connector.isListening();
  }

  // ---- the end

  /** Has something closed together with the connector, at once if that is closed already. */
  void owns(Closeable thing, boolean isLast) throws IOException {
    endsLast = isLast;
    belonging = thing;
    if (closed) {
      thing.close();
    }
  }

  Optional<Closeable> belonging() {
    return Optional.ofNullable(belonging);
  }

  boolean isClosed() {
    return closed;
  }

  /** Whether a call is in progress in one of its handles. */
  boolean isInUse() {
    Handle in = handle(Transfer.READ);
    Handle out = handle(Transfer.WRITE);
    return in != null && in.isInUse() || out != null && out.isInUse();
  }

  /** The descriptor lives on elsewhere: the toolkit forgets it. */
  void handedOver() {
    if (CLOSED.compareAndSet(this, false, true)) {
      all.remove(this);
    }
  }

  @Override
  public void close() throws IOException {
    if (CLOSED.compareAndSet(this, false, true)) {
      all.remove(this);
    }
    try {
      if (!endsLast) {
        endBelonging();
      }
    } finally {
      closeHandles();
    }
    if (endsLast) {
      endBelonging();
    }
  }

  private void endBelonging() throws IOException {
    Closeable thing = belonging;
    if (thing != null) {
      thing.close();
    }
  }

  private void closeHandles() {
    Handle in = handle(Transfer.READ);
    Handle out = handle(Transfer.WRITE);
    if (in != null) {
      in.close();
    }
    if (out != null && out != in) {
      out.close();
    }
  }

  @Override
  public String toString() {
    return endpoints(Transfer.WRITE);
  }
}
