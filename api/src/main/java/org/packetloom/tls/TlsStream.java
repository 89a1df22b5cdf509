// SPDX-License-Identifier: Apache-2.0
package org.packetloom.tls;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSession;
import org.packetloom.CapabilityException;
import org.packetloom.ConnectorInterruptedException;
import org.packetloom.ConnectorTimeoutException;
import org.packetloom.ConnectorUri;
import org.packetloom.Deadline;
import org.packetloom.FailureDetail;
import org.packetloom.InterruptPolicy;
import org.packetloom.StreamConnector;
import org.packetloom.spi.AbstractStream;
import org.packetloom.spi.ParkPoint;
import org.packetloom.spi.SchemeContext;

/**
 * A {@link TlsConnector}: a {@link Handshake}, then records from {@link RecordInput} and to {@link
 * RecordOutput}.
 *
 * <p><b>Waiting.</b> A call waits at the transport, under no rules but its own: the transport keeps
 * open when interrupted, and its deadlines are ours, but only to wake whoever waits when they are
 * changed. Whenever that wait ends early, the call is asked what to do, and it knows deadline,
 * timeout, policy, and what it has moved so far. For room a call waits by itself while a thread
 * beside is the one that waits at the transport.
 *
 * <p><b>Closing.</b> The calls that wait are ended first, then the peer is told and the transport
 * closed; if the transport does not take the word now, a thread beside waits for that, for a while.
 */
final class TlsStream extends CarriedStream implements TlsConnector {
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  /** Blocks that are taken before closing. */
  private static final int MOST_DRAINED = 8;

  private final SSLEngine engine;
  private final Duration closeTimeout;
  private final RecordInput input;
  private final RecordOutput output;
  private final Handshake handshake;
  private final ParkPoint handshakePoint;

  private TlsStream(
      ConnectorUri uri,
      SchemeContext context,
      StreamConnector transport,
      SSLEngine engine,
      TlsLimits limits) {
    super(uri, context, transport);
    this.engine = engine;
    this.closeTimeout = limits.closeTimeout();
    RecordBuffers buffers = limits.buffers();
    this.output =
        new RecordOutput(
            engine, transport, buffers, context.packetloom().threadFactory(), new Beside());
    this.input = new RecordInput(engine, transport, buffers, output, limits.isTruncationEnd());
    this.handshake =
        new Handshake(
            engine,
            transport,
            input,
            output,
            limits.handshakeTimeout(),
            limits.mostHandshakeBytes());
    this.handshakePoint = context.parkPoint(super.toString());
  }

  /** Makes a stream that has not shaken hands. */
  static TlsStream open(
      ConnectorUri uri,
      SchemeContext context,
      StreamConnector transport,
      SSLEngine engine,
      TlsLimits limits)
      throws IOException {
    TlsStream stream = new TlsStream(uri, context, transport, engine, limits);
    transport.interruptPolicy(InterruptPolicy.KEEP_OPEN);
    transport.readTimeout(context.readTimeout()).writeTimeout(context.writeTimeout());
    return AbstractStream.open(stream);
  }

  // ---- handshake

  @Override
  public void handshake() throws IOException {
    if (handshake.isDone()) {
      return;
    }
    try (ParkPoint.Call call = handshakePoint.begin("handshake")) {
      while (!tryProgress(call)) {
        awaitHandshake(call, 0);
      }
    }
  }

  private boolean tryProgress(ParkPoint.Call call) throws IOException {
    try {
      return handshake.progress();
    } catch (ClosedChannelException e) {
      awaitAnswer(call, 0);
      throw e;
    }
  }

  private void awaitHandshake(ParkPoint.Call call, long moved) throws IOException {
    if (handshake.isOver()) {
      return;
    }
    if (!handshake.tryDrive()) {
      call.await(() -> handshake.isOver() || !handshake.isDriven(), moved);
      return;
    }
    try {
      boolean isSending = handshake.isSending();
      if (isSending && output.isFlushing()) {
        call.await(() -> !output.isFlushing(), moved);
        return;
      }
      Deadline end = handshake.end();
      TransportWait place = isSending ? transport()::awaitWritable : transport()::awaitReadable;
      if (!await(call, deadline -> place.await(deadline.earliest(end)), moved) && end.hasPassed()) {
        throw expired(call, moved);
      }
    } finally {
      handshake.leave();
      readable();
      writable();
      handshakePoint.signal();
    }
  }

  private ConnectorTimeoutException expired(ParkPoint.Call call, long moved) {
    TlsHandshakeException late = handshake.expire();
    ConnectorTimeoutException failure =
        new ConnectorTimeoutException(
            new FailureDetail("handshake", toString(), "timed out", 0, call.elapsedNanos(), moved));
    failure.initCause(late);
    return failure;
  }

  // ---- moving bytes

  @Override
  protected int take(ByteBuffer destination) throws IOException {
    return handshake.progress() ? input.take(destination) : 0;
  }

  @Override
  protected boolean isReadable() {
    return handshake.isDone() ? input.hasBytes() : handshake.isOver();
  }

  @Override
  protected boolean isWorthTaking() {
    return true; // the transport may have something
  }

  @Override
  protected boolean mayBeReadable() {
    return handshake.isDone() ? input.isWorthTaking() : handshake.isOver();
  }

  @Override
  protected int available() {
    return input.available();
  }

  @Override
  protected int put(ByteBuffer source) throws IOException {
    return handshake.progress() ? output.put(source) : 0;
  }

  @Override
  protected boolean isWritable() {
    return handshake.isDone() ? output.isFlushed() : handshake.isOver();
  }

  @Override
  protected boolean isFlushed() {
    return output.isFlushed();
  }

  @Override
  protected void attemptOutput() throws IOException {
    put(NOTHING.duplicate());
  }

  @Override
  protected void leftBehind() {
    if (handshake.isDone()) {
      output.flushLater();
    }
  }

  @Override
  public void updateKeys() throws IOException {
    handshake();
    if (!engine.getSession().getProtocol().equals("TLSv1.3")) {
      throw new CapabilityException(
          "new keys for " + this, engine.getSession().getProtocol() + " has none", "use TLSv1.3");
    }
    output.updateKeys();
  }

  // ---- ending

  @Override
  protected void inputEnded() {
    if (!isOpen()) {
      handshakePoint.close();
      return;
    }
    try {
      transport().shutdownInput(); // wakes who waits there
    } catch (IOException _) {
      // it has ended already
    }
  }

  @Override
  protected void outputEnded() {
    if (isOpen()) {
      output.end();
    } else {
      output.close(closeTimeout, this::closeTransport);
    }
  }

  private void closeTransport() {
    try {
      drain();
    } catch (IOException _) {
      // the peer is gone: nothing of ours can be lost any more
    }
    try {
      transport().close();
    } catch (IOException _) {
      // it is closed all the same
    }
    writable(); // who waits for that looks
  }

  /**
   * Takes what the peer has said unasked, such as tickets for its next session: TCP resets a
   * connection that is closed with something unread, and what was sent last is lost with it.
   */
  private void drain() throws IOException {
    if (transport().isOpen()) {
      ByteBuffer rest = ByteBuffer.allocate(1 << 12);
      for (int i = 0; i < MOST_DRAINED && transport().tryRead(rest.clear()) > 0; i++) {}
    }
  }

  // ---- waiting

  @Override
  protected void awaitInput(ParkPoint.Call call, BooleanSupplier condition, long moved)
      throws IOException {
    if (!handshake.isDone()) {
      awaitHandshake(call, moved);
    } else if (!condition.getAsBoolean() && !input.isWorthTaking()) {
      boolean unused = await(call, transport()::awaitReadable, moved);
    }
  }

  @Override
  protected void awaitOutput(ParkPoint.Call call, BooleanSupplier condition, long moved)
      throws IOException {
    if (!handshake.isDone()) {
      awaitHandshake(call, moved);
    } else if (output.isFlushing()) {
      call.await(() -> !output.isFlushing() || condition.getAsBoolean(), moved);
    } else if (!condition.getAsBoolean()) {
      boolean unused = await(call, transport()::awaitWritable, moved);
    }
  }

  /** What the thread knows that sends what is left. */
  private final class Beside implements RecordOutput.Beside {
    @Override
    public Deadline patience() {
      return handshake.isDone() || !isOpen() ? Deadline.NONE : handshake.end();
    }

    @Override
    public void ended() {
      readable();
      writable();
      handshakePoint.signal();
    }
  }

  @Override
  public StreamConnector writeDeadline(Deadline deadline) {
    StreamConnector unused = super.writeDeadline(deadline);
    output.rulesChanged();
    return this;
  }

  @FunctionalInterface
  private interface TransportWait {
    boolean await(Deadline deadline) throws IOException;
  }

  /** Waits at the transport; false if that ended early, and the call has nothing against it. */
  private static boolean await(ParkPoint.Call call, TransportWait wait, long moved)
      throws IOException {
    try {
      if (wait.await(call.deadline())) {
        return true;
      }
    } catch (ConnectorTimeoutException | ConnectorInterruptedException _) {
      // the call is asked what that means
    } catch (ClosedChannelException e) {
      awaitAnswer(call, moved);
      throw e; // not closed here: somebody has closed the transport
    }
    awaitAnswer(call, moved);
    return false;
  }

  /** Has the call throw what it has to, or put an interrupt off. */
  private static void awaitAnswer(ParkPoint.Call call, long moved) throws IOException {
    Thread me = Thread.currentThread();
    call.await(() -> !me.isInterrupted() && !call.deadline().hasPassed(), moved);
  }

  @Override
  public StreamConnector interruptPolicy(InterruptPolicy changed) {
    handshakePoint.interruptPolicy(changed);
    return super.interruptPolicy(changed);
  }

  // ---- names

  @Override
  public SSLSession session() {
    return engine.getSession();
  }

  @Override
  public Optional<String> applicationProtocol() {
    return Optional.ofNullable(engine.getApplicationProtocol()).filter(name -> !name.isEmpty());
  }

  @Override
  public Optional<String> serverName() {
    return engine.getSession() instanceof ExtendedSSLSession known && handshake.isDone()
        ? nameIn(known)
        : Optional.empty();
  }

  private static Optional<String> nameIn(ExtendedSSLSession session) {
    return session.getRequestedServerNames().stream()
        .filter(SNIHostName.class::isInstance)
        .map(name -> ((SNIHostName) name).getAsciiName())
        .findFirst();
  }

  @Override
  public String toString() {
    return "tls over " + transport();
  }
}
