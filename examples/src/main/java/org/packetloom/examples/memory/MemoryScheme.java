// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.memory;

import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import org.packetloom.AddressInUseException;
import org.packetloom.ConnectionRefusedException;
import org.packetloom.ConnectorUri;
import org.packetloom.ConnectorUriException;
import org.packetloom.FailureDetail;
import org.packetloom.Listener;
import org.packetloom.Pair;
import org.packetloom.StreamConnector;
import org.packetloom.spi.AbstractListener;
import org.packetloom.spi.AbstractStream;
import org.packetloom.spi.Scheme;
import org.packetloom.spi.SchemeContext;

/**
 * The scheme {@code memory}: streams within the process, such as {@code memory:///orders}.
 *
 * <p>A name belongs to whoever listens at it first, among all toolkits that this object was given
 * to. {@code capacity} is how many bytes an end holds until they are read, {@code backlog} how many
 * clients a listener lets wait.
 *
 * <pre>{@code
 * var loom = Packetloom.builder().scheme(new MemoryScheme()).open();
 * }</pre>
 */
public final class MemoryScheme implements Scheme {
  private static final String CAPACITY = "capacity";
  private static final String BACKLOG = "backlog";
  private static final int DEFAULT_CAPACITY = 64 << 10;
  private static final int LARGEST_CAPACITY = 16 << 20;
  private static final int DEFAULT_BACKLOG = 128;

  // A caller may tell failures apart by the system's numbers: these are those of Linux.
  private static final int EADDRINUSE = 98;
  private static final int ECONNREFUSED = 111;

  private final ConcurrentMap<String, MemoryListener> listeners = new ConcurrentHashMap<>();
  private final AtomicLong clients = new AtomicLong();

  /** Makes a scheme without any listener yet. */
  public MemoryScheme() {}

  @Override
  public String name() {
    return "memory";
  }

  @Override
  public Set<String> parameters() {
    return Set.of(CAPACITY, BACKLOG);
  }

  @Override
  public Listener listen(ConnectorUri uri, SchemeContext context) throws IOException {
    String name = nameOf(uri);
    int backlog = number(uri, BACKLOG, 1, Integer.MAX_VALUE, DEFAULT_BACKLOG);
    MemoryListener listener =
        new MemoryListener(uri, context, new MemoryAddress(name), capacity(uri), backlog) {
          @Override
          void left() {
            listeners.remove(name, this);
          }
        };
    if (listeners.putIfAbsent(name, listener) != null) {
      listener.close();
      throw new AddressInUseException(
          new FailureDetail("listen", name, "EADDRINUSE", EADDRINUSE, -1, 0));
    }
    return AbstractListener.open(listener);
  }

  @Override
  public StreamConnector connect(ConnectorUri uri, SchemeContext context) throws IOException {
    String name = nameOf(uri);
    MemoryAddress local = new MemoryAddress(name + "#" + clients.incrementAndGet());
    MemoryPipe back = new MemoryPipe(capacity(uri));
    MemoryListener listener = listeners.get(name);
    Optional<MemoryPipe> there =
        listener == null ? Optional.empty() : listener.enter(name, back, local, context);
    if (there.isEmpty()) {
      throw new ConnectionRefusedException(
          new FailureDetail("connect", name, "ECONNREFUSED", ECONNREFUSED, -1, 0));
    }
    return AbstractStream.open(
        new MemoryStream(
            uri, context, back, there.get(), Optional.of(local), Optional.of(listener.address())));
  }

  @Override
  public Pair pair(ConnectorUri uri, SchemeContext context) throws IOException {
    MemoryPipe there = new MemoryPipe(capacity(uri));
    MemoryPipe back = new MemoryPipe(capacity(uri));
    return new Pair(unnamed(uri, context, back, there), unnamed(uri, context, there, back));
  }

  private static MemoryStream unnamed(
      ConnectorUri uri, SchemeContext context, MemoryPipe in, MemoryPipe out) throws IOException {
    return AbstractStream.open(
        new MemoryStream(uri, context, in, out, Optional.empty(), Optional.empty()));
  }

  private static String nameOf(ConnectorUri uri) {
    return ConnectorUri.of(uri.scheme(), uri.target()).toString();
  }

  private static int capacity(ConnectorUri uri) throws ConnectorUriException {
    return number(uri, CAPACITY, 1, LARGEST_CAPACITY, DEFAULT_CAPACITY);
  }

  private static int number(ConnectorUri uri, String key, int least, int most, int otherwise)
      throws ConnectorUriException {
    String part = "parameter '" + key + "=" + uri.parameter(key).orElse("") + "'";
    try {
      int number = uri.integer(key).orElse(otherwise);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (IllegalArgumentException _) {
      // not a number at all
    }
    throw new ConnectorUriException(uri.toString(), part, "not from " + least + " to " + most);
  }
}
