// SPDX-License-Identifier: Apache-2.0
package org.packetloom.event;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.packetloom.Connector;
import org.packetloom.Deadline;
import org.packetloom.StreamConnector;

/**
 * A connection that a reactor watches: one registration, and one read for each READ it is told.
 *
 * <p><b>One call at a time.</b> All calls of the handler are made in {@link #handle}, which the
 * registration has once at a time; what other threads have to say (there is room, what was left may
 * come again) is told to the registration. The one exception is the end: the reactor may be closed
 * by a thread that does not wait for the handler, or in it. So {@code phase} is IDLE, or CALLING
 * while the handler is called, and gets the bit OVER when the registration has ended: who sets that
 * bit finishes if it found IDLE, and otherwise the one who calls does so when its call is over.
 *
 * <p><b>The end.</b> The first to give {@code outcome} a value closes queue and connector. That, or
 * a close of the connector by anybody else, ends the registration, whose last word makes the last
 * calls. So they are made once, whoever closes.
 *
 * <p><b>Reading on and off.</b> What {@link #wantsInput} looks at is set first and the {@link
 * Interest} adjusted then. After the end of the peer nothing is read any more, as the end could be
 * read for ever.
 */
final class WatchedConnection implements DataConnection, EventHandler {
  private static final long ROOM = Events.USER;
  private static final long AGAIN = Events.USER << 1;

  // phases
  private static final int IDLE = 0;
  private static final int CALLING = 1;
  private static final int OVER = 2;

  private final Reactor reactor;
  private final StreamConnector connector;
  private final DataHandler handler;
  private final ConnectionOwner owner;
  private final Interest interest = new Interest(Events.OPEN | Events.READ | Events.ERROR);
  private final Intake intake; // of who calls the handler
  private final WriteQueue queue;
  private final GentleClose gentle = new GentleClose(this);

  private final AtomicInteger phase = new AtomicInteger(IDLE);

  /** What closed it; null as long as nobody has here. */
  private final AtomicReference<@Nullable Optional<Throwable>> outcome = new AtomicReference<>();

  private volatile boolean isPaused; // written by any thread
  private volatile boolean isRestDue; // what was left may come again; set by any thread
  private volatile boolean hasPeerEnded; // written by who calls the handler
  private volatile @Nullable Object attachment; // the user's

  private boolean isOpenTold; // of who calls the handler

  WatchedConnection(
      Reactor reactor,
      StreamConnector connector,
      DataHandler handler,
      DataLimits limits,
      ConnectionOwner owner) {
    this.reactor = reactor;
    this.connector = connector;
    this.handler = handler;
    this.owner = owner;
    this.intake = new Intake(connector, reactor.readBuffers(), limits.dataBytes());
    this.queue = connector.writeQueue(limits.queueBytes(), new Told());
  }

  /** Takes a connector over that belongs to no server; closes it if that fails. */
  static WatchedConnection start(
      Reactor reactor, StreamConnector connector, DataHandler handler, DataLimits limits)
      throws IOException {
    WatchedConnection connection;
    try {
      connection = new WatchedConnection(reactor, connector, handler, limits, ConnectionOwner.NONE);
    } catch (Throwable e) {
      try {
        connector.close();
      } catch (IOException closing) {
        e.addSuppressed(closing);
      }
      throw e;
    }
    connection.begin();
    return connection;
  }

  /** Has the handler called from now on; closes the connector and leaves if that fails. */
  void begin() throws IOException {
    try {
      interest.bind(reactor.register(connector, Events.OPEN | Events.READ | Events.ERROR, this));
    } catch (Throwable e) {
      abandon(e);
      throw e;
    }
  }

  /** There is no registration, though there may have been one before the reactor was closed. */
  private void abandon(Throwable cause) {
    int before = phase.getAndUpdate(now -> now | OVER);
    end(Optional.empty());
    if (before != IDLE) {
      return; // who calls finishes, or has done so
    }
    try {
      if (isOpenTold) {
        finish();
      }
    } catch (Exception | Error e) {
      cause.addSuppressed(e);
    } finally {
      owner.left(this);
    }
  }

  // ---- what the reactor tells

  @Override
  public void handle(Occurrence occurrence) throws Exception {
    if (!phase.compareAndSet(IDLE, CALLING)) {
      return;
    }
    try {
      call(occurrence);
    } catch (Exception | Error e) {
      boolean isNews = !(e instanceof ClosedChannelException) || connector.isOpen();
      end(Optional.of(e));
      if (isNews && !owner.reports(this, e)) {
        throw e;
      }
    } finally {
      if (!phase.compareAndSet(CALLING, IDLE)) {
        finish();
      }
    }
  }

  private void call(Occurrence occurrence) throws Exception {
    tellOpened();
    occurrence.failure().ifPresent(failure -> end(Optional.of(failure)));
    if (occurrence.has(ROOM) && isOpen()) {
      handler.writable(this);
    }
    if (isRestDue && isReceiving()) {
      receiveRest();
    }
    if (occurrence.has(Events.READ)) {
      read();
    } else if (occurrence.has(Events.ERROR) && hasPeerEnded) {
      lookWhatFailed();
    }
  }

  private void tellOpened() throws Exception {
    if (!isOpenTold) {
      isOpenTold = true;
      handler.opened(this);
    }
  }

  /** Whether what comes is the handler's. */
  private boolean isReceiving() {
    return isOpen() && wantsInput();
  }

  private boolean wantsInput() {
    return !hasPeerEnded && (!isPaused || gentle.hasBegun());
  }

  /** Whether the peer is waited for: nothing is done with what it has sent. */
  boolean isAwaitingInput() {
    return phase.get() == IDLE && wantsInput();
  }

  private void read() throws Exception {
    boolean isDropping = gentle.hasBegun();
    if (!wantsInput() || !isDropping && !isOpen()) {
      return;
    }
    int n;
    try {
      n = isDropping ? intake.skip() : intake.fill();
    } catch (IOException e) {
      readFailed(e);
      return;
    }
    if (n > 0 && !isDropping) {
      receive();
    } else if (n < 0) {
      peerEnded();
    }
  }

  private void readFailed(IOException failure) {
    if (connector.isOpen()) { // else it was closed by somebody, which is no failure
      end(gentle.isWritten() ? Optional.empty() : Optional.of(failure));
    }
  }

  private void receiveRest() throws Exception {
    isRestDue = false;
    if (intake.refill()) {
      receive();
    }
  }

  private void receive() throws Exception {
    try {
      handler.received(this, intake.lend());
    } finally {
      intake.settle();
    }
  }

  private void peerEnded() throws Exception {
    hasPeerEnded = true;
    adjustReading();
    if (gentle.hasBegun()) {
      gentle.peerEnded();
      return;
    }
    boolean unused = intake.refill();
    try {
      handler.ended(this, intake.lend());
    } finally {
      intake.settle();
      intake.drop();
    }
  }

  /** A connection whose peer has ended before has failed now. */
  private void lookWhatFailed() {
    try {
      int unused = intake.skip();
    } catch (IOException e) {
      readFailed(e);
    }
  }

  @Override
  public void registrationEnded(Connector watched) throws Exception {
    int before = phase.getAndUpdate(now -> now | OVER);
    if (before == IDLE) {
      finish();
    }
  }

  /** Makes the last calls; called once, by the one who may call the handler. */
  private void finish() throws Exception {
    end(Optional.empty());
    queue.close();
    gentle.forget();
    intake.drop();
    Optional<Throwable> failure = outcome.get();
    try {
      try {
        tellOpened();
      } finally {
        handler.closed(this, failure == null ? Optional.empty() : failure);
      }
    } catch (Exception | Error e) {
      if (!owner.reports(this, e)) {
        throw e;
      }
    } finally {
      owner.left(this);
    }
  }

  /** Hears of the queue, whose callbacks must not wait. */
  private final class Told implements WriteQueueListener {
    @Override
    public void writeFailed(WriteQueue failed, IOException failure) {
      if (connector.isOpen()) { // else it failed for being closed
        end(Optional.of(failure));
      }
    }

    @Override
    public void roomFreed(WriteQueue roomy) {
      interest.tell(ROOM);
    }
  }

  // ---- DataConnection

  @Override
  public StreamConnector connector() {
    return connector;
  }

  @Override
  public boolean offer(ByteBuffer source) throws IOException {
    return queue.offer(source);
  }

  @Override
  public boolean offer(ByteBuffer source, Consumer<? super ByteBuffer> release) throws IOException {
    return queue.offer(source, release);
  }

  @Override
  public WriteQueue queue() {
    return queue;
  }

  @Override
  public void pause() {
    isPaused = true;
    adjustReading();
  }

  @Override
  public void resume() {
    isRestDue = true; // before anything is read behind it
    isPaused = false;
    adjustReading();
    interest.tell(AGAIN);
  }

  @Override
  public boolean isPaused() {
    return isPaused;
  }

  void adjustReading() {
    interest.adjust(Events.READ, this::wantsInput);
  }

  @Override
  public DataConnection attach(Object value) {
    attachment = value;
    return this;
  }

  @Override
  public <T> Optional<T> attachment(Class<T> type) {
    return Optional.ofNullable(type.cast(attachment));
  }

  // ---- ending

  @Override
  public boolean isOpen() {
    return outcome.get() == null && !gentle.hasBegun() && connector.isOpen();
  }

  @Override
  public void closeGently(Deadline deadline) {
    gentle.begin(deadline);
  }

  @Override
  public void close() {
    end(Optional.empty());
  }

  /** Closes, unless that was done; the registration's end makes the last calls. */
  void end(Optional<Throwable> cause) {
    boolean unused = tryEnd(cause);
  }

  /** As {@link #end}; false if that was done before. */
  boolean tryEnd(Optional<Throwable> cause) {
    if (!outcome.compareAndSet(null, cause)) {
      return false;
    }
    queue.close();
    try {
      connector.close();
    } catch (IOException e) {
      outcome.set(Optional.of(cause.orElse(e))); // before the last calls, or too late for them
    }
    return true;
  }

  Reactor reactor() {
    return reactor;
  }

  boolean hasPeerEnded() {
    return hasPeerEnded;
  }

  @Override
  public String toString() {
    return "DataConnection[" + connector + "]";
  }
}
