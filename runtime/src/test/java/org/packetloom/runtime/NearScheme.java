// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.packetloom.ConnectorUri;
import org.packetloom.Listener;
import org.packetloom.StreamConnector;
import org.packetloom.spi.AbstractListener;
import org.packetloom.spi.AbstractStream;
import org.packetloom.spi.Scheme;
import org.packetloom.spi.SchemeContext;

/** A scheme of the user's own, {@code near://name}: streams within the process. */
final class NearScheme implements Scheme {
  private static final int CAPACITY = 16 << 10;

  private final Map<String, NearListener> listeners = new ConcurrentHashMap<>();

  /** What the next attempts to accept throw, in turn. */
  final Queue<IOException> acceptFailures = new ConcurrentLinkedQueue<>();

  @Override
  public String name() {
    return "near";
  }

  @Override
  public Listener listen(ConnectorUri uri, SchemeContext context) throws IOException {
    NearListener listener = new NearListener(uri, context);
    listeners.put(uri.target().toString(), listener);
    return AbstractListener.open(listener);
  }

  @Override
  public StreamConnector connect(ConnectorUri uri, SchemeContext context) throws IOException {
    NearListener listener = listeners.get(uri.target().toString());
    if (listener == null || !listener.isOpen()) {
      throw new IOException("nobody listens at " + uri);
    }
    Ring there = new Ring();
    Ring back = new Ring();
    NearStream client = AbstractStream.open(new NearStream(uri, context, back, there));
    listener.enter(AbstractStream.open(new NearStream(uri, context, there, back)));
    return client;
  }

  private final class NearListener extends AbstractListener {
    private final Queue<NearStream> waiting = new ConcurrentLinkedQueue<>();

    NearListener(ConnectorUri uri, SchemeContext context) {
      super(uri, context);
    }

    void enter(NearStream client) {
      waiting.add(client);
      acceptable();
    }

    @Override
    protected Optional<StreamConnector> take() throws IOException {
      IOException failure = waiting.isEmpty() ? null : acceptFailures.poll();
      if (failure != null) {
        throw failure;
      }
      return Optional.ofNullable(waiting.poll());
    }

    @Override
    protected boolean isAcceptable() {
      return !waiting.isEmpty();
    }

    @Override
    protected void ended() {
      waiting.forEach(NearStream::close);
    }
  }

  /** One direction. */
  private static final class Ring {
    private final ReentrantLock lock = new ReentrantLock();
    private final ByteBuffer bytes = ByteBuffer.allocate(CAPACITY); // guarded by lock
    private boolean isOver; // guarded by lock; nobody puts any more
    private boolean isDeaf; // guarded by lock; nobody takes any more

    volatile @Nullable NearStream reader;
    volatile @Nullable NearStream writer;

    int move(ByteBuffer other, boolean isIn) {
      lock.lock();
      try {
        if (isIn ? isDeaf || isOver : isOver && bytes.position() == 0) {
          return -1;
        }
        ByteBuffer from = isIn ? other : bytes.flip();
        ByteBuffer to = isIn ? bytes : other;
        int n = Math.min(from.remaining(), to.remaining());
        to.put(to.position(), from, from.position(), n).position(to.position() + n);
        from.position(from.position() + n);
        if (!isIn) {
          bytes.compact();
        }
        return n;
      } finally {
        lock.unlock();
      }
    }

    void end(boolean isReader) {
      lock.lock();
      try {
        isDeaf |= isReader;
        isOver |= !isReader;
      } finally {
        lock.unlock();
      }
    }

    boolean isReadable() {
      lock.lock();
      try {
        return bytes.position() > 0 || isOver;
      } finally {
        lock.unlock();
      }
    }

    boolean isWritable() {
      lock.lock();
      try {
        return bytes.hasRemaining() || isDeaf;
      } finally {
        lock.unlock();
      }
    }
  }

  private static final class NearStream extends AbstractStream {
    private final Ring in;
    private final Ring out;

    NearStream(ConnectorUri uri, SchemeContext context, Ring in, Ring out) {
      super(uri, context);
      this.in = in;
      this.out = out;
      in.reader = this;
      out.writer = this;
    }

    private static void wakeReader(Ring ring) {
      NearStream reader = ring.reader;
      if (reader != null) {
        reader.readable();
      }
    }

    private static void wakeWriter(Ring ring) {
      NearStream writer = ring.writer;
      if (writer != null) {
        writer.writable();
      }
    }

    @Override
    protected int take(ByteBuffer destination) {
      int n = in.move(destination, false);
      wakeWriter(in);
      return n;
    }

    @Override
    protected boolean isReadable() {
      return in.isReadable();
    }

    @Override
    protected int put(ByteBuffer source) {
      int n = out.move(source, true);
      wakeReader(out);
      return n;
    }

    @Override
    protected boolean isWritable() {
      return out.isWritable();
    }

    @Override
    protected int available() {
      return 0; // as one that cannot tell
    }

    @Override
    protected void inputEnded() {
      in.end(true);
      wakeWriter(in);
    }

    @Override
    protected void outputEnded() {
      out.end(false);
      wakeReader(out);
    }
  }
}
