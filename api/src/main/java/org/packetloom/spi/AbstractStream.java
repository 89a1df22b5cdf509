// SPDX-License-Identifier: Apache-2.0
package org.packetloom.spi;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.packetloom.ConnectorClosedException;
import org.packetloom.ConnectorUri;
import org.packetloom.Deadline;
import org.packetloom.FailureDetail;
import org.packetloom.InterruptPolicy;
import org.packetloom.Lookahead;
import org.packetloom.Packetloom;
import org.packetloom.StreamConnector;
import org.packetloom.event.Events;
import org.packetloom.event.WriteQueue;
import org.packetloom.event.WriteQueueListener;

/**
 * A stream without a descriptor: a scheme says how bytes are taken and put without waiting, and
 * gets the whole waiting contract, queues of threads, views and {@link Lookahead} for it.
 *
 * <p>A subclass is handed to {@link #open} before anyone else sees it. {@link #take} is called by
 * one thread at a time, and so is {@link #put}; both may be in progress at once. Whenever one of
 * them may get somewhere again, the subclass calls {@link #readable()} or {@link #writable()}.
 */
public abstract class AbstractStream extends SidedStream implements Watchable {
  private final ConnectorUri uri;
  private final Packetloom loom;
  private final ReadSide in;
  private final WriteSide out;
  private final Watchers watchers = new Watchers();
  private final AtomicBoolean closed = new AtomicBoolean();
  private final StreamInput inputView;
  private final StreamOutput outputView;

  private volatile InterruptPolicy policy;

  /**
   * Makes a stream with the caller's settings.
   *
   * @param uri its URI, which also names it in messages
   * @param context settings and services
   */
  @SuppressWarnings("this-escape") // the parts keep it, and call it only when they are called
  protected AbstractStream(ConnectorUri uri, SchemeContext context) {
    String endpoints = ConnectorUri.of(uri.scheme(), uri.target()).toString();
    this.uri = uri;
    this.loom = context.packetloom();
    this.policy = context.interruptPolicy();
    this.in = new ReadSide(this, context.parkPoint(endpoints), uri.isBlocking());
    this.out = new WriteSide(this, context.parkPoint(endpoints), uri.isBlocking());
    this.inputView = new StreamInput(this, in);
    this.outputView = new StreamOutput(this);
    in.point().timeout(context.readTimeout());
    out.point().timeout(context.writeTimeout());
  }

  /**
   * Hands a stream that is ready for use to its toolkit: it is closed with that from now on.
   *
   * @param <S> its type
   * @param stream made by a constructor
   * @return the same stream
   * @throws ConnectorClosedException if the toolkit is closed; the stream is too, then
   */
  public static <S extends AbstractStream> S open(S stream) throws ConnectorClosedException {
    AbstractStream opened = stream;
    opened.in.point().onClose(stream::close);
    opened.out.point().onClose(stream::close);
    opened.ensureOpen("open");
    return stream;
  }

  @Override
  final ReadSide in() {
    return in;
  }

  @Override
  final WriteSide out() {
    return out;
  }

  // ---- what a subclass says

  /**
   * Takes bytes that are there.
   *
   * @param destination with at least one byte remaining; its position moves by what was taken
   * @return the number of bytes, 0 for not now, −1 at the end
   * @throws IOException if the stream has failed
   */
  protected abstract int take(ByteBuffer destination) throws IOException;

  /**
   * Whether {@link #take} has bytes, the end or a failure to tell; cheap.
   *
   * @return false for not now
   */
  protected abstract boolean isReadable();

  /**
   * Puts bytes where there is room.
   *
   * @param source with at least one byte remaining; its position moves by what was put
   * @return the number of bytes, 0 for not now, −1 if the peer does not read any more
   * @throws IOException if the stream has failed
   */
  protected abstract int put(ByteBuffer source) throws IOException;

  /**
   * Whether {@link #put} has room or a failure to tell; cheap.
   *
   * @return false for not now
   */
  protected abstract boolean isWritable();

  /**
   * How many bytes {@link #take} has.
   *
   * @return zero or more
   */
  protected abstract int available();

  /** Nobody will take any more; called once or more often. */
  protected abstract void inputEnded();

  /** Nobody will put any more, and the peer is to see the end; called once or more often. */
  protected abstract void outputEnded();

  /**
   * Whether {@link #take} is worth an attempt: of a stream over another connector, which only an
   * attempt finds out about, it may be where {@link #isReadable} is not yet true.
   *
   * @return what {@link #isReadable} says, unless overridden
   */
  protected boolean isWorthTaking() {
    return isReadable();
  }

  /**
   * Whether who watches for bytes is told to try: of a stream that finds out by an attempt alone,
   * it may be in vain.
   *
   * @return what {@link #isReadable} says, unless overridden
   */
  protected boolean mayBeReadable() {
    return isReadable();
  }

  /**
   * Whether everything that was {@linkplain #put} has gone on its way; a write that waits returns
   * only then. As long as it has not, {@link #put} is called again, perhaps with nothing remaining.
   *
   * @return true, unless overridden
   */
  protected boolean isFlushed() {
    return true;
  }

  /**
   * A write has ended before everything that was put had gone on its way, and nobody waits for
   * that: the rest is to go without it. Called only while {@link #isFlushed} says no.
   */
  protected void leftBehind() {}

  /**
   * Has what was put before go on its way as far as it goes; a thread that waits for room without
   * having anything to put calls this in place of {@link #put}.
   *
   * @throws IOException if the stream has failed
   */
  protected void attemptOutput() throws IOException {}

  /**
   * Waits until {@link #take} may get somewhere, called by the holder of the turn to read; by
   * default for {@link #isReadable} at the call. A stream over another connector waits there.
   *
   * @param call the call that has to wait; what it throws ends the wait
   * @param condition what is waited for
   * @param moved bytes that the call has moved so far
   * @throws IOException as {@link ParkPoint.Call#await}
   */
  protected void awaitInput(ParkPoint.Call call, BooleanSupplier condition, long moved)
      throws IOException {
    call.await(condition, moved);
  }

  /**
   * Waits until {@link #put} may get somewhere, as {@link #awaitInput}.
   *
   * @param call the call that has to wait
   * @param condition what is waited for
   * @param moved bytes that the call has moved so far
   * @throws IOException as {@link ParkPoint.Call#await}
   */
  protected void awaitOutput(ParkPoint.Call call, BooleanSupplier condition, long moved)
      throws IOException {
    call.await(condition, moved);
  }

  /** Has readers look again: bytes came, or the end. */
  protected final void readable() {
    in.point().signal();
    watchers.changed();
  }

  /** Has writers look again: there is room, or nobody reads any more. */
  protected final void writable() {
    out.point().signal();
    watchers.changed();
  }

  // ---- watching

  @Override
  public final long readyEvents() {
    if (!isOpen()) {
      return Events.READ | Events.WRITE | Events.CLOSE;
    }
    boolean isReadable = in.isReady() || mayBeReadable();
    return (isReadable ? Events.READ : 0) | (isWritable() ? Events.WRITE : 0);
  }

  @Override
  public final Watching watch(Runnable changed) {
    return watchers.add(changed);
  }

  @Override
  public final boolean awaitReadable(Deadline deadline) throws IOException {
    return Watchers.await(
        in.turns(),
        "await readable",
        in::isReady,
        (call, condition, moved) -> {
          awaitInput(call, condition, moved);
          in.attempt();
        },
        deadline);
  }

  @Override
  public final boolean awaitWritable(Deadline deadline) throws IOException {
    return Watchers.await(
        out.turns(),
        "await writable",
        this::isWritable,
        (call, condition, moved) -> {
          awaitOutput(call, condition, moved);
          attemptOutput();
        },
        deadline);
  }

  // ---- names and views

  @Override
  public final WriteQueue writeQueue(long capacityBytes, WriteQueueListener listener) {
    return WriteQueue.over(this, uri.behaviour(), loom.threadFactory(), capacityBytes, listener);
  }

  @Override
  public final ConnectorUri uri() {
    return uri;
  }

  @Override
  public Optional<SocketAddress> peerAddress() {
    return Optional.empty();
  }

  @Override
  public final InputStream inputStream() {
    return inputView;
  }

  @Override
  public final OutputStream outputStream() {
    return outputView;
  }

  @Override
  public <T> StreamConnector option(SocketOption<T> option, T value) throws IOException {
    throw new UnsupportedOperationException("option " + option);
  }

  // ---- ending

  @Override
  public final StreamConnector shutdownInput() throws IOException {
    ensureOpen("shut down input");
    in.end();
    inputEnded();
    watchers.changed();
    return this;
  }

  @Override
  public final StreamConnector shutdownOutput() throws IOException {
    ensureOpen("shut down output");
    out.end();
    outputEnded();
    return this;
  }

  @Override
  public final boolean isOpen() {
    return !closed.get();
  }

  @Override
  public final void close() {
    if (closed.compareAndSet(false, true)) {
      in.point().close();
      out.point().close();
      inputEnded();
      outputEnded();
      watchers.changed();
    }
  }

  /** Throws if the stream is closed. */
  final void ensureOpen(String operation) throws ConnectorClosedException {
    if (closed.get()) {
      throw new ConnectorClosedException(FailureDetail.atOnce(operation, toString(), "closed"));
    }
  }

  // ---- waiting

  @Override
  public StreamConnector readDeadline(Deadline deadline) {
    in.point().deadline(deadline);
    return this;
  }

  @Override
  public StreamConnector writeDeadline(Deadline deadline) {
    out.point().deadline(deadline);
    return this;
  }

  @Override
  public StreamConnector readTimeout(Duration timeout) {
    in.point().timeout(timeout);
    return this;
  }

  @Override
  public StreamConnector writeTimeout(Duration timeout) {
    out.point().timeout(timeout);
    return this;
  }

  @Override
  public final InterruptPolicy interruptPolicy() {
    return policy;
  }

  @Override
  public StreamConnector interruptPolicy(InterruptPolicy changed) {
    policy = changed;
    in.point().interruptPolicy(changed);
    out.point().interruptPolicy(changed);
    return this;
  }

  @Override
  public String toString() {
    return ConnectorUri.of(uri.scheme(), uri.target()).toString();
  }
}
