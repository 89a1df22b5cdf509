// SPDX-License-Identifier: Apache-2.0
package org.packetloom.tls;

import java.io.IOException;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSession;
import org.packetloom.ConnectorInterruptedException;
import org.packetloom.ConnectorTimeoutException;
import org.packetloom.Deadline;
import org.packetloom.FailureDetail;
import org.packetloom.InterruptPolicy;
import org.packetloom.Packetloom;
import org.packetloom.StreamConnector;
import org.packetloom.spi.AbstractStream;
import org.packetloom.spi.ParkPoint;
import org.packetloom.spi.SchemeContext;

/**
 * A {@link TlsConnector}: records from {@link RecordInput} and to {@link RecordOutput}.
 *
 * <p><b>Waiting.</b> A call waits at the transport, under no rules but its own: the transport keeps
 * open when interrupted, and its deadlines are ours, but only to wake whoever waits when they are
 * changed. Whenever that wait ends early, the call is asked what to do, and it knows deadline,
 * timeout, policy, and what it has moved so far.
 */
final class TlsStream extends AbstractStream implements TlsConnector {
  private static final String HANDSHAKE = "handshake";

  /** A certificate chain is some KiB; nobody needs so much. */
  private static final int MOST_HANDSHAKE_BYTES = 256 << 10;

  /** Blocks that are taken before closing. */
  private static final int MOST_DRAINED = 8;

  private final SSLEngine engine;
  private final StreamConnector transport;
  private final RecordInput input;
  private final RecordOutput output;

  private TlsStream(
      SchemeContext context,
      StreamConnector transport,
      SSLEngine engine,
      RecordBuffers buffers,
      boolean isTruncationEnd) {
    super(transport.uri(), context);
    this.engine = engine;
    this.transport = transport;
    this.output =
        new RecordOutput(engine, transport, buffers, context.packetloom().threadFactory());
    this.input = new RecordInput(engine, transport, buffers, output, isTruncationEnd);
  }

  /** Makes a stream that has not shaken hands. */
  static TlsStream open(
      Packetloom loom,
      StreamConnector transport,
      SSLEngine engine,
      RecordBuffers buffers,
      boolean isTruncationEnd)
      throws IOException {
    SchemeContext context = loom.connector("anon://").context(); // no settings but the services
    TlsStream stream = new TlsStream(context, transport, engine, buffers, isTruncationEnd);
    stream.interruptPolicy(transport.interruptPolicy());
    return AbstractStream.open(stream);
  }

  // ---- handshake

  /** Shakes hands, until the deadline at most. */
  void handshake(Deadline end) throws IOException {
    transport.interruptPolicy(interruptPolicy());
    try {
      engine.beginHandshake();
      shake(end);
    } catch (SSLException e) {
      boolean unused = sayWhy();
      throw e;
    }
    transport.interruptPolicy(InterruptPolicy.KEEP_OPEN);
  }

  private void shake(Deadline end) throws IOException {
    int received = 0;
    while (true) {
      switch (engine.getHandshakeStatus()) {
        case NOT_HANDSHAKING, FINISHED -> {
          awaitFlushed(end);
          return;
        }
        case NEED_TASK -> RecordInput.runTasks(engine);
        case NEED_WRAP -> {
          if (!output.say()) {
            awaitFlushed(end);
          }
        }
        case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> {
          int n = input.listen();
          if (n < 0) {
            ensureInTime(transport.awaitReadable(end));
          } else {
            received += n;
          }
          if (received > MOST_HANDSHAKE_BYTES) {
            throw new SSLHandshakeException(
                "the peer's part of the handshake has more than "
                    + MOST_HANDSHAKE_BYTES
                    + " bytes");
          }
        }
      }
    }
  }

  private void awaitFlushed(Deadline end) throws IOException {
    while (!output.tryFlush()) {
      ensureInTime(transport.awaitWritable(end));
    }
  }

  private void ensureInTime(boolean isInTime) throws ConnectorTimeoutException {
    if (!isInTime) {
      throw new ConnectorTimeoutException(
          FailureDetail.atOnce(HANDSHAKE, transport.toString(), "timed out"));
    }
  }

  /** Tells the peer what was wrong, as far as that goes without waiting. */
  private boolean sayWhy() {
    try {
      return engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP && output.say();
    } catch (IOException _) {
      return false; // the peer sees the end of the connection
    }
  }

  // ---- moving bytes

  @Override
  protected int take(ByteBuffer destination) throws IOException {
    return input.take(destination);
  }

  @Override
  protected boolean isReadable() {
    return input.hasBytes();
  }

  @Override
  protected boolean isWorthTaking() {
    return true; // the transport may have something
  }

  @Override
  protected int available() {
    return input.available();
  }

  @Override
  protected int put(ByteBuffer source) throws IOException {
    return output.put(source);
  }

  @Override
  protected boolean isWritable() {
    return output.isFlushed();
  }

  @Override
  protected boolean isFlushed() {
    return output.isFlushed();
  }

  @Override
  protected void leftBehind() {
    output.flushLater();
  }

  @Override
  protected void inputEnded() {
    if (isOpen()) {
      try {
        transport.shutdownInput(); // wakes who waits there
      } catch (IOException _) {
        // it has ended already
      }
    }
  }

  @Override
  protected void outputEnded() {
    if (isOpen()) {
      output.end();
      return;
    }
    output.endAtOnce();
    try {
      drain();
      transport.close();
    } catch (IOException _) {
      // it is closed all the same
    }
  }

  /**
   * Takes what the peer has said unasked, such as tickets for its next session: TCP resets a
   * connection that is closed with something unread, and what was sent last is lost with it.
   */
  private void drain() throws IOException {
    ByteBuffer rest = ByteBuffer.allocate(1 << 12);
    for (int i = 0; i < MOST_DRAINED && transport.tryRead(rest.clear()) > 0; i++) {}
  }

  // ---- waiting

  @Override
  protected void awaitInput(ParkPoint.Call call, BooleanSupplier condition, long moved)
      throws IOException {
    if (!condition.getAsBoolean()) {
      await(call, transport::awaitReadable, moved);
    }
  }

  @Override
  protected void awaitOutput(ParkPoint.Call call, BooleanSupplier condition, long moved)
      throws IOException {
    if (!condition.getAsBoolean()) {
      await(call, transport::awaitWritable, moved);
    }
  }

  @FunctionalInterface
  private interface TransportWait {
    boolean await(Deadline deadline) throws IOException;
  }

  private static void await(ParkPoint.Call call, TransportWait wait, long moved)
      throws IOException {
    try {
      if (wait.await(call.deadline())) {
        return;
      }
    } catch (ConnectorTimeoutException | ConnectorInterruptedException _) {
      // the call is asked what that means
    } catch (ClosedChannelException e) {
      awaitAnswer(call, moved);
      throw e; // not closed here: somebody has closed the transport
    }
    awaitAnswer(call, moved);
  }

  /** Has the call throw what it has to, or put an interrupt off. */
  private static void awaitAnswer(ParkPoint.Call call, long moved) throws IOException {
    Thread me = Thread.currentThread();
    call.await(() -> !me.isInterrupted() && !call.deadline().hasPassed(), moved);
  }

  @Override
  public StreamConnector readDeadline(Deadline deadline) {
    StreamConnector unused = super.readDeadline(deadline);
    transport.readDeadline(deadline);
    return this;
  }

  @Override
  public StreamConnector writeDeadline(Deadline deadline) {
    StreamConnector unused = super.writeDeadline(deadline);
    transport.writeDeadline(deadline);
    return this;
  }

  @Override
  public StreamConnector readTimeout(Duration timeout) {
    StreamConnector unused = super.readTimeout(timeout);
    transport.readTimeout(timeout);
    return this;
  }

  @Override
  public StreamConnector writeTimeout(Duration timeout) {
    StreamConnector unused = super.writeTimeout(timeout);
    transport.writeTimeout(timeout);
    return this;
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
  public StreamConnector transport() {
    return transport;
  }

  @Override
  public Optional<SocketAddress> localAddress() {
    return transport.localAddress();
  }

  @Override
  public Optional<SocketAddress> peerAddress() {
    return transport.peerAddress();
  }

  @Override
  public <T> T option(SocketOption<T> option) throws IOException {
    return transport.option(option);
  }

  @Override
  public <T> StreamConnector option(SocketOption<T> option, T value) throws IOException {
    transport.option(option, value);
    return this;
  }

  @Override
  public Set<SocketOption<?>> supportedOptions() {
    return transport.supportedOptions();
  }

  @Override
  public String toString() {
    return "tls over " + transport;
  }
}
