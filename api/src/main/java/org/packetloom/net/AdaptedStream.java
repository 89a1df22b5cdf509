// SPDX-License-Identifier: Apache-2.0
package org.packetloom.net;

import java.io.EOFException;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.packetloom.ConnectionResetException;
import org.packetloom.ConnectorUri;
import org.packetloom.FailureDetail;
import org.packetloom.StreamConnector;
import org.packetloom.spi.AbstractStream;
import org.packetloom.spi.SchemeContext;

/**
 * Something of the JDK seen as a stream: threads of the background wait in its calls, so that those
 * who read and write here can leave at any time.
 *
 * <p>Closing lets a piece that is being written go out, for a while, before the thing itself is
 * closed: as a system does with its buffers.
 */
final class AdaptedStream extends AbstractStream {
  /** How long what was written may take to go out after closing. */
  private static final Duration LINGER = Duration.ofSeconds(10);

  private static final int END = -1;

  private final JdkEnd end;
  private final InwardPump in;
  private final OutwardPump out;
  private final AtomicBoolean isEndClosed = new AtomicBoolean();

  /** Completed once all has gone out. */
  private final CompletableFuture<Boolean> drained = new CompletableFuture<>();

  /** Whether closing is to be a reset; written by any thread. */
  private volatile boolean isAbrupt;

  AdaptedStream(ConnectorUri uri, SchemeContext context, JdkEnd end) {
    super(uri, context);
    this.end = end;
    this.in = new InwardPump(end, this::readable);
    this.out = new OutwardPump(end, this::writable, this::outputFinished);
  }

  // ---- reading

  @Override
  protected int take(ByteBuffer destination) throws IOException {
    try {
      return in.take(destination);
    } catch (EOFException _) {
      return END;
    } catch (IOException e) {
      throw failure("read", e);
    }
  }

  @Override
  protected boolean isReadable() {
    return in.isReady();
  }

  @Override
  protected int available() {
    int taken = in.available();
    try {
      return taken + end.available();
    } catch (IOException _) {
      return taken; // a read will tell
    }
  }

  // ---- writing

  @Override
  protected int put(ByteBuffer source) throws IOException {
    try {
      return out.put(source);
    } catch (IOException e) {
      if (hasWords(e, "Broken pipe") || hasWords(e, "Pipe closed")) {
        return END;
      }
      throw failure("write", e);
    }
  }

  @Override
  protected boolean isWritable() {
    return out.isReady();
  }

  /** The failure to tell for one of the JDK, which has no type of its own for a reset. */
  private IOException failure(String operation, IOException thrown) {
    if (JdkFailures.isOfClosed(thrown)) {
      close(); // somebody has closed the thing itself
      return JdkFailures.closed(operation, this, thrown);
    }
    if (hasWords(thrown, "Connection reset")) {
      ConnectionResetException reset =
          new ConnectionResetException(FailureDetail.atOnce(operation, toString(), "ECONNRESET"));
      reset.initCause(thrown);
      return reset;
    }
    return thrown;
  }

  private static boolean hasWords(IOException thrown, String words) {
    String message = thrown.getMessage();
    return message != null && message.startsWith(words);
  }

  // ---- ending

  @Override
  protected void inputEnded() {
    if (isOpen()) {
      perform(end::shutdownInput);
    }
  }

  @Override
  protected void outputEnded() {
    out.end();
    if (isOpen()) {
      return;
    }
    if (isAbrupt) {
      closeEnd();
    } else {
      var unused =
          drained
              .completeOnTimeout(false, LINGER.toMillis(), TimeUnit.MILLISECONDS)
              .thenRun(this::closeEnd);
    }
  }

  private void outputFinished() {
    if (isOpen()) {
      perform(end::shutdownOutput);
    }
    drained.complete(true);
  }

  private void closeEnd() {
    if (isEndClosed.compareAndSet(false, true)) {
      perform(
          () -> {
            try {
              end.close();
            } finally {
              in.interrupt();
              out.interrupt();
            }
          });
    }
  }

  /** Something that may fail because the peer is gone, which reads and writes tell. */
  @FunctionalInterface
  private interface Step {
    void run() throws IOException;
  }

  /** Does it here if it does not wait. */
  private void perform(Step step) {
    Runnable quiet =
        () -> {
          try {
            step.run();
          } catch (IOException _) {
            // see Step; what is closed is closed all the same
          }
        };
    if (end.isQuick()) {
      quiet.run();
    } else {
      Thread.ofVirtual().name("packetloom-close").start(quiet);
    }
  }

  // ---- names and options

  @Override
  public Optional<SocketAddress> localAddress() {
    return end.local();
  }

  @Override
  public Optional<SocketAddress> peerAddress() {
    return end.peer();
  }

  @Override
  public Set<SocketOption<?>> supportedOptions() {
    return end.options();
  }

  @Override
  public <T> T option(SocketOption<T> option) throws IOException {
    return end.option(option);
  }

  @Override
  public <T> StreamConnector option(SocketOption<T> option, T value) throws IOException {
    end.option(option, value);
    if (option == StandardSocketOptions.SO_LINGER) {
      isAbrupt = value.equals(0);
    }
    return this;
  }
}
