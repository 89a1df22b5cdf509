// SPDX-License-Identifier: Apache-2.0
package org.packetloom.tls;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.packetloom.Deadline;
import org.packetloom.StreamConnector;
import org.packetloom.tls.TlsHandshakeException.Reason;

/**
 * The handshake of a connection: whoever first reads or writes does it, in steps that do not wait.
 *
 * <p>Steps are made under {@code stepLock}. Between them, one thread at a time waits at the
 * transport: it <em>drives</em>. Others who need the handshake wait until it is over or nobody
 * drives any more; the driver tells them when it leaves, for whatever reason, and one of them takes
 * its place. So a driver that is interrupted, or out of time, holds up nobody.
 */
final class Handshake {
  private final SSLEngine engine;
  private final StreamConnector transport;
  private final RecordInput input;
  private final RecordOutput output;
  private final Duration timeout;
  private final int mostBytes;

  private final ReentrantLock stepLock = new ReentrantLock();
  private final AtomicBoolean isDriven = new AtomicBoolean();
  private volatile boolean isDone;
  private volatile boolean isSending; // what the next step needs: room, or else bytes
  private volatile @Nullable IOException failure; // never unset
  private volatile Deadline end = Deadline.NONE; // set by the first step
  private boolean isBegun; // guarded by stepLock
  private @Nullable IOException broken; // what the transport told of our part; the same guard
  private int received; // bytes of the peer; guarded by stepLock

  Handshake(
      SSLEngine engine,
      StreamConnector transport,
      RecordInput input,
      RecordOutput output,
      Duration timeout,
      int mostBytes) {
    this.engine = engine;
    this.transport = transport;
    this.input = input;
    this.output = output;
    this.timeout = timeout;
    this.mostBytes = mostBytes;
  }

  boolean isDone() {
    return isDone;
  }

  /** Whether it has come to an end, good or bad. */
  boolean isOver() {
    return isDone || failure != null;
  }

  /** Whether the next step waits for room, not for bytes. */
  boolean isSending() {
    return isSending;
  }

  /** When it has to be over. */
  Deadline end() {
    return end;
  }

  boolean tryDrive() {
    return isDriven.compareAndSet(false, true);
  }

  boolean isDriven() {
    return isDriven.get();
  }

  void leave() {
    isDriven.set(false);
  }

  /** Goes on as far as that is possible without waiting; whether it is done. */
  boolean progress() throws IOException {
    if (isDone) {
      return true;
    }
    stepLock.lock();
    try {
      IOException known = failure;
      if (known != null) {
        throw known;
      }
      begin();
      isDone = isDone || step();
      return isDone;
    } catch (TlsHandshakeException e) {
      throw failed(e);
    } catch (SSLException | RuntimeException e) {
      throw failed(refusal(e));
    } finally {
      stepLock.unlock();
    }
  }

  /** Ends it as it has taken too long. */
  TlsHandshakeException expire() {
    stepLock.lock();
    try {
      TlsHandshakeException late = failure(Reason.TIME, "not done after " + timeout);
      failure = late;
      return late;
    } finally {
      stepLock.unlock();
    }
  }

  private void begin() throws SSLException {
    if (!isBegun) {
      isBegun = true;
      end = Deadline.after(timeout);
      engine.beginHandshake();
    }
  }

  private boolean step() throws IOException {
    while (true) {
      switch (engine.getHandshakeStatus()) {
        case NOT_HANDSHAKING, FINISHED -> {
          isSending = true;
          return output.tryFlush();
        }
        case NEED_TASK -> RecordInput.runTasks(engine);
        case NEED_WRAP -> {
          isSending = true;
          if (!say()) {
            return false;
          }
        }
        case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> {
          isSending = false;
          if (!listen()) {
            return false;
          }
        }
      }
    }
  }

  /**
   * Who refuses says why before it closes: so a transport that takes no more may have an answer.
   */
  private boolean say() throws IOException {
    try {
      return output.say();
    } catch (SSLException e) {
      throw e;
    } catch (IOException e) {
      broken = e;
      output.drop();
      return true;
    }
  }

  /** Hears what the peer has said; whether it has said enough for another step. */
  private boolean listen() throws IOException {
    int n = input.listen();
    IOException cause = broken;
    if (n < 0 && cause != null) {
      throw cause;
    }
    if (n == RecordInput.NOT_NOW) {
      return false;
    }
    if (n < 0) {
      throw received == 0
          ? failure(Reason.SILENCE, "the peer ended the connection without a word")
          : failure(Reason.ENDED, "the peer ended the connection");
    }
    received += n;
    if (received > mostBytes) {
      throw failure(Reason.SIZE, "the peer's part is longer than " + mostBytes + " bytes");
    }
    return true;
  }

  private TlsHandshakeException refusal(Exception cause) {
    TlsHandshakeException refusal = failure(Reason.REFUSAL, words(cause));
    refusal.initCause(cause);
    return refusal;
  }

  /** The JDK tells some alerts, such as those that come unencrypted, by the cause alone. */
  private static String words(Exception failure) {
    String words = String.valueOf(failure.getMessage());
    Throwable first = failure;
    for (Throwable cause = first.getCause(); cause != null; cause = first.getCause()) {
      first = cause;
    }
    String reason = String.valueOf(first.getMessage());
    return words.contains(reason) ? words : words + ": " + reason;
  }

  private TlsHandshakeException failure(Reason reason, String words) {
    return new TlsHandshakeException(reason, "handshake " + transport + ": " + words);
  }

  private TlsHandshakeException failed(TlsHandshakeException cause) {
    failure = cause;
    try {
      boolean unused = engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP && output.say();
    } catch (IOException | RuntimeException _) {
      // the peer sees the end of the connection
    }
    return cause;
  }
}
