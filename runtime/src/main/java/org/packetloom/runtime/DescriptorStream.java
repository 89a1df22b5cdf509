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
import org.packetloom.platform.Transfer;
import org.packetloom.proxy.ProxyHeader;

/**
 * A stream over one descriptor that goes both ways, or over two that go one way each.
 *
 * <p>Closing ends both handles. Half-closing shuts a direction of a socket down, and closes the
 * handle of a one-way descriptor.
 */
class DescriptorStream extends DescriptorFlow {
  private final Handle in;
  private final Handle out;
  private final Input input;
  private final Output output;

  /** Views, null until first asked for; written under the queue lock of their direction. */
  private volatile @Nullable StreamInput inputView;

  private volatile @Nullable StreamOutput outputView;

  /** Set by shutdownOutput on one-way descriptors. */
  private volatile boolean outputEnded;

  private volatile boolean closed;

  /** Over the handle of both directions, or with another one to write to. */
  DescriptorStream(
      Opening opening,
      ConnectorUri uri,
      OptionTable options,
      Function<HandleOwner, Handle> in,
      Optional<Function<HandleOwner, Handle>> out) {
    super(opening, uri, options);
    this.in = in.apply(this);
    try {
      this.out = out.isPresent() ? out.get().apply(this) : this.in;
    } catch (Throwable e) {
      this.in.close();
      throw e;
    }
    boolean isBlocking = opening.settings().isBlocking();
    this.input = new Input(this.in, isBlocking);
    this.output = new Output(this.out, isBlocking);
    this.in.lane(Transfer.READ).timeoutNanos(Settings.nanos(opening.settings().readTimeout()));
    this.out.lane(Transfer.WRITE).timeoutNanos(Settings.nanos(opening.settings().writeTimeout()));
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
    return in;
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
    return out;
  }

  // ---- reading

  @Override
  public int read(ByteBuffer destination) throws IOException {
    ensureWritable(destination);
    if (!destination.hasRemaining()) {
      in.ensureOpen("read", Transfer.READ);
      return 0;
    }
    return input.read(destination);
  }

  @Override
  public int read(byte[] destination, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, destination.length);
    if (length == 0) {
      in.ensureOpen("read", Transfer.READ);
      return 0;
    }
    return input.read(destination, offset, length);
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
      in.ensureOpen("read", Transfer.READ);
      return 0;
    }
    return input.tryRead(destination);
  }

  @Override
  public long read(ByteBuffer[] destinations, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, destinations.length);
    for (int i = offset; i < offset + length; i++) {
      ensureWritable(destinations[i]);
    }
    if (Positions.remaining(destinations, offset, length) == 0) {
      in.ensureOpen("read", Transfer.READ);
      return 0;
    }
    return input.read(destinations, offset, length);
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
  void ensureOutput() throws IOException {
    if (outputEnded && !closed) {
      throw new BrokenPipeException(
          FailureDetail.atOnce("write", endpoints(Transfer.WRITE), "EPIPE"));
    }
  }

  // ---- names and views

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
    in.enter("available");
    try {
      if ((in.ready() & Handle.INPUT_ENDED) != 0 || in.descriptor() < 0) {
        return 0;
      }
      int result = opening.descriptors().available(in.descriptor());
      int there = opening.failures().ensure("available", endpoints(Transfer.READ), result);
      return (int) Math.min(Integer.MAX_VALUE, (long) there + keptBytes());
    } finally {
      in.leave();
    }
  }

  @Override
  public long bytesRead() {
    return in.bytes(Transfer.READ);
  }

  @Override
  public long bytesWritten() {
    return out.bytes(Transfer.WRITE);
  }

  // ---- ending

  @Override
  public StreamConnector shutdownInput() throws IOException {
    in.enter("shut down input");
    try {
      if (in == out) {
        shutdown(in, Transfer.READ);
      }
      in.endInput();
    } finally {
      in.leave();
    }
    return this;
  }

  @Override
  public StreamConnector shutdownOutput() throws IOException {
    if (in != out) {
      if (closed) {
        throw Failures.closed("shut down output", endpoints(Transfer.WRITE));
      }
      outputEnded = true;
      out.close();
      return this;
    }
    out.enter("shut down output");
    try {
      shutdown(out, Transfer.WRITE);
    } finally {
      out.leave();
    }
    return this;
  }

  private void shutdown(Handle handle, int direction) throws IOException {
    int result = opening.descriptors().shutdown(handle.descriptor(), direction);
    if (result < 0) {
      throw opening.failures().atOnce("shut down", endpoints(direction), result);
    }
  }

  @Override
  public void close() throws IOException {
    closed = true;
    super.close();
  }

  private StreamInput makeInputView() {
    in.queueLock.lock();
    try {
      StreamInput known = inputView;
      StreamInput view = known == null ? new StreamInput(this) : known;
      inputView = view;
      return view;
    } finally {
      in.queueLock.unlock();
    }
  }

  private StreamOutput makeOutputView() {
    out.queueLock.lock();
    try {
      StreamOutput known = outputView;
      StreamOutput view = known == null ? new StreamOutput(this) : known;
      outputView = view;
      return view;
    } finally {
      out.queueLock.unlock();
    }
  }
}
