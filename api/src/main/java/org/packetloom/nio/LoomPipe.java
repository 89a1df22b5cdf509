// SPDX-License-Identifier: Apache-2.0
package org.packetloom.nio;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.Pipe;
import java.nio.channels.spi.SelectorProvider;
import java.util.Objects;
import org.packetloom.Connector;
import org.packetloom.InterruptPolicy;
import org.packetloom.Pair;
import org.packetloom.StreamConnector;

/** A pipe of the system, as two channels. */
final class LoomPipe extends Pipe {
  private final Source source;
  private final Sink sink;

  /** Over both ends of a pipe: what the second writes, the first reads. */
  LoomPipe(SelectorProvider provider, Pair ends) {
    this.source = new Source(provider, ends.first().interruptPolicy(InterruptPolicy.CLOSE));
    this.sink = new Sink(provider, ends.second().interruptPolicy(InterruptPolicy.CLOSE));
  }

  @Override
  public SourceChannel source() {
    return source;
  }

  @Override
  public SinkChannel sink() {
    return sink;
  }

  /** The end to read from. */
  private static final class Source extends SourceChannel implements Selectable {
    private final StreamConnector connector;
    private final StreamSide stream;
    private final Watchers watchers = new Watchers();

    Source(SelectorProvider provider, StreamConnector connector) {
      super(provider);
      this.connector = connector;
      this.stream = new StreamSide(this, connector);
    }

    @Override
    public int read(ByteBuffer destination) throws IOException {
      StreamSide.ensureWritable(destination);
      ensureOpen(isOpen());
      return stream.read(destination);
    }

    @Override
    public long read(ByteBuffer[] destinations, int offset, int length) throws IOException {
      Objects.checkFromIndexSize(offset, length, destinations.length);
      ensureOpen(isOpen());
      return stream.read(destinations, offset, length);
    }

    @Override
    public long read(ByteBuffer[] destinations) throws IOException {
      return read(destinations, 0, destinations.length);
    }

    @Override
    protected void implCloseSelectableChannel() throws IOException {
      try {
        connector.close();
      } finally {
        watchers.tell();
      }
    }

    @Override
    protected void implConfigureBlocking(boolean block) {
      // every call looks at the mode for itself
    }

    @Override
    public Connector connector() {
      return connector;
    }

    @Override
    public int possible(int operations) {
      return operations & validOps();
    }

    @Override
    public Watchers watchers() {
      return watchers;
    }

    @Override
    public String toString() {
      return "source of " + connector;
    }
  }

  /** The end to write to. */
  private static final class Sink extends SinkChannel implements Selectable {
    private final StreamConnector connector;
    private final StreamSide stream;
    private final Watchers watchers = new Watchers();

    Sink(SelectorProvider provider, StreamConnector connector) {
      super(provider);
      this.connector = connector;
      this.stream = new StreamSide(this, connector);
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
      Objects.requireNonNull(source, "source");
      ensureOpen(isOpen());
      return stream.write(source);
    }

    @Override
    public long write(ByteBuffer[] sources, int offset, int length) throws IOException {
      Objects.checkFromIndexSize(offset, length, sources.length);
      ensureOpen(isOpen());
      return stream.write(sources, offset, length);
    }

    @Override
    public long write(ByteBuffer[] sources) throws IOException {
      return write(sources, 0, sources.length);
    }

    @Override
    protected void implCloseSelectableChannel() throws IOException {
      try {
        connector.close();
      } finally {
        watchers.tell();
      }
    }

    @Override
    protected void implConfigureBlocking(boolean block) {
      // every call looks at the mode for itself
    }

    @Override
    public Connector connector() {
      return connector;
    }

    @Override
    public int possible(int operations) {
      return operations & validOps();
    }

    @Override
    public Watchers watchers() {
      return watchers;
    }

    @Override
    public String toString() {
      return "sink of " + connector;
    }
  }

  private static void ensureOpen(boolean isOpen) throws ClosedChannelException {
    if (!isOpen) {
      throw new ClosedChannelException();
    }
  }
}
