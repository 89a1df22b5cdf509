// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.packetloom.BrokenPipeException;
import org.packetloom.ConnectorUri;
import org.packetloom.FailureDetail;
import org.packetloom.StreamConnector;
import org.packetloom.platform.DescriptorKind;
import org.packetloom.platform.Readiness;
import org.packetloom.platform.Transfer;
import org.packetloom.proxy.ProxyHeader;

/**
 * A stream over one descriptor that goes both ways, or over two that go one way each.
 *
 * <p>Closing ends both handles. Half-closing shuts a direction of a socket down, and closes the
 * handle of a one-way descriptor.
 */
class DescriptorStream extends DescriptorFlow {
  private final Input input;
  private final Output output;

  /** Views, null until first asked for; written under the queue lock of their direction. */
  private volatile @Nullable StreamInput inputView;

  private volatile @Nullable StreamOutput outputView;

  /** Set by shutdownOutput on one-way descriptors. */
  private volatile boolean outputEnded;

  /** Over the handle of both directions, or with another one to write to. */
  DescriptorStream(
      Opening opening,
      ConnectorUri uri,
      OptionTable options,
      Function<HandleOwner, Handle> in,
      Optional<Function<HandleOwner, Handle>> out) {
    super(opening, uri, options);
    Handle reader = in.apply(entry);
    Handle writer;
    try {
      writer = out.isPresent() ? out.get().apply(entry) : reader;
    } catch (Throwable e) {
      reader.close();
      throw e;
    }
    boolean isBlocking = opening.settings().isBlocking();
    this.input = new Input(reader, isBlocking, this);
    this.output = new Output(writer, isBlocking, this);
    reader.timeoutNanos(Transfer.READ, Settings.nanos(opening.settings().readTimeout()));
    writer.timeoutNanos(Transfer.WRITE, Settings.nanos(opening.settings().writeTimeout()));
  }

  /** Over a transfer to read from and one to write to, which are made here. */
  static DescriptorStream over(
      Opening opening, ConnectorUri uri, OptionTable options, Attaching in, Attaching out) {
    Function<HandleOwner, Handle> reader = owner -> new Handle(opening.engine(), owner, -1, in);
    Function<HandleOwner, Handle> writer = owner -> new Handle(opening.engine(), owner, -1, out);
    return new DescriptorStream(opening, uri, options, reader, Optional.of(writer));
  }

  /** Over a descriptor that goes both ways; owns it from now on. */
  static DescriptorStream over(
      Opening opening, ConnectorUri uri, OptionTable options, DescriptorKind kind, int both) {
    var handle = handle(opening, both, kind);
    return new DescriptorStream(opening, uri, options, handle, Optional.empty());
  }

  /** Over a descriptor to read from and one to write to; owns both from now on. */
  static DescriptorStream over(
      Opening opening,
      ConnectorUri uri,
      OptionTable options,
      DescriptorKind kind,
      int in,
      int out) {
    var reader = handle(opening, in, kind);
    var writer = handle(opening, out, kind);
    return new DescriptorStream(opening, uri, options, reader, Optional.of(writer));
  }

  /** How the handle of a descriptor is made. */
  static Function<HandleOwner, Handle> handle(Opening opening, int in, DescriptorKind kind) {
    return owner -> new Handle(opening.engine(), in, kind, owner);
  }

  @Override
  Handle handle() {
    return input.handle();
  }

  @Override
  Input input() {
    return input;
  }

  @Override
  Output output() {
    return output;
  }

  @Override
  final Handle writer() {
    return output.handle();
  }

  // ---- reading

  @Override
  public int read(ByteBuffer destination) throws IOException {
    ensureWritable(destination);
    return destination.hasRemaining() ? input.read(destination) : readNothing();
  }

  @Override
  public int read(byte[] destination, int offset, int length) throws IOException {
    if ((offset | length) < 0 || length > destination.length - offset) {
      Objects.checkFromIndexSize(offset, length, destination.length); // throws
    }
    return length == 0 ? readNothing() : input.read(destination, offset, length);
  }

  @Override
  public int read(byte[] destination) throws IOException {
    return destination.length == 0
        ? read(destination, 0, 0) // there: this is part of the stack of whoever waits
        : input.read(destination, 0, destination.length);
  }

  private int readNothing() throws IOException {
    handle().ensureOpen("read", Transfer.READ);
    return 0;
  }

  @Override
  public void readFully(ByteBuffer destination) throws IOException {
    ensureWritable(destination);
    input.readFully(destination);
  }

  @Override
  public int tryRead(ByteBuffer destination) throws IOException {
    ensureWritable(destination);
    if (!destination.hasRemaining()) {
      handle().ensureOpen("read", Transfer.READ);
      return 0;
    }
    return input.tryRead(destination);
  }

  @Override
  public long read(ByteBuffer[] destinations, int offset, int length) throws IOException {
    if (ensureWritable(destinations, offset, length) == 0) {
      handle().ensureOpen("read", Transfer.READ);
      return 0;
    }
    return input.read(destinations, offset, length);
  }

  /** Checks buffers; how many bytes remain in them. */
  private static long ensureWritable(ByteBuffer[] destinations, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, destinations.length);
    for (int i = offset; i < offset + length; i++) {
      ensureWritable(destinations[i]);
    }
    return Positions.remaining(destinations, offset, length);
  }

  @Override
  public long tryRead(ByteBuffer[] destinations, int offset, int length) throws IOException {
    if (ensureWritable(destinations, offset, length) == 0) {
      handle().ensureOpen("read", Transfer.READ);
      return 0;
    }
    return input.tryRead(destinations, offset, length);
  }

  // ---- writing

  @Override
  public int write(ByteBuffer source) throws IOException {
    ensureOutput();
    return output.write(source);
  }

  @Override
  public int write(byte[] source, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, source.length);
    ensureOutput();
    return output.write(source, offset, length);
  }

  @Override
  public int write(byte[] source) throws IOException {
    ensureOutput();
    return output.write(source, 0, source.length);
  }

  @Override
  public int tryWrite(ByteBuffer source) throws IOException {
    ensureOutput();
    return output.tryWrite(source);
  }

  @Override
  public long write(ByteBuffer[] sources, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, sources.length);
    ensureOutput();
    return output.write(sources, offset, length);
  }

  @Override
  public long tryWrite(ByteBuffer[] sources, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, sources.length);
    ensureOutput();
    return output.tryWrite(sources, offset, length);
  }

  @Override
  void ensureOutput() throws IOException {
    if (outputEnded && !entry.isClosed()) {
      throw new BrokenPipeException(
          FailureDetail.atOnce("write", endpoints(Transfer.WRITE), "EPIPE"));
    }
  }

  // ---- names and views

  /** Names it once it has connected, and tells its engine, which may want to know. */
  final void nameConnected(ConnectorUri uri, Optional<SocketAddress> near, SocketAddress peer) {
    name(uri, near, Optional.of(peer));
    if (near.isPresent()) {
      opening.engine().connected(near.get());
    }
  }

  @Override
  public Optional<SocketAddress> peerAddress() {
    return farAddress();
  }

  @Override
  public StreamConnector proxied(ProxyHeader header) {
    takeOver(header);
    return this;
  }

  @Override
  public InputStream inputStream() {
    StreamInput view = inputView;
    return view == null ? makeInputView() : view;
  }

  @Override
  public OutputStream outputStream() {
    StreamOutput view = outputView;
    return view == null ? makeOutputView() : view;
  }

  /** Bytes that can be read at once, as far as the system knows. */
  int available() throws IOException {
    handle().enter("available");
    try {
      if ((handle().ready() & Handle.INPUT_ENDED) != 0 || handle().descriptor() < 0) {
        return 0;
      }
      int kept;
      int there;
      do {
        kept = keptBytes();
        int result = opening.descriptors().available(handle().descriptor());
        there = opening.failures().ensure("available", endpoints(Transfer.READ), result);
      } while (keptBytes() > kept); // some may have been counted twice, or not at all
      return (int) Math.min(Integer.MAX_VALUE, (long) there + kept);
    } finally {
      handle().leave();
    }
  }

  @Override
  public long bytesRead() {
    return handle().bytes(Transfer.READ);
  }

  @Override
  public long bytesWritten() {
    return writer().bytes(Transfer.WRITE);
  }

  // ---- ending

  @Override
  public StreamConnector shutdownInput() throws IOException {
    handle().enter("shut down input");
    try {
      if (handle() == writer()) {
        shutdown(handle(), Transfer.READ);
      }
      handle().endInput();
    } finally {
      handle().leave();
    }
    return this;
  }

  @Override
  public StreamConnector shutdownOutput() throws IOException {
    if (handle() != writer()) {
      if (entry.isClosed()) {
        throw Failures.closed("shut down output", endpoints(Transfer.WRITE));
      }
      outputEnded = true;
      writer().close();
      return this;
    }
    writer().enter("shut down output");
    try {
      shutdown(writer(), Transfer.WRITE);
      writer().ready(Readiness.WRITABLE); // Unix-domain sockets do not tell who waits to write
    } finally {
      writer().leave();
    }
    return this;
  }

  private void shutdown(Handle handle, int direction) throws IOException {
    int result = opening.descriptors().shutdown(handle.descriptor(), direction);
    if (result < 0) {
      throw opening.failures().atOnce("shut down", endpoints(direction), result);
    }
  }

  private StreamInput makeInputView() {
    handle().queueLock.lock();
    try {
      StreamInput known = inputView;
      StreamInput view = known == null ? new StreamInput(this) : known;
      inputView = view;
      return view;
    } finally {
      handle().queueLock.unlock();
    }
  }

  private StreamOutput makeOutputView() {
    writer().queueLock.lock();
    try {
      StreamOutput known = outputView;
      StreamOutput view = known == null ? new StreamOutput(this) : known;
      outputView = view;
      return view;
    } finally {
      writer().queueLock.unlock();
    }
  }
}
