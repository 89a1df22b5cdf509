// SPDX-License-Identifier: Apache-2.0
package org.packetloom.serving;

import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.packetloom.ConnectionLimit;
import org.packetloom.StreamConnector;

/*
 * Nothing is done when bytes move: the connector counts them, and the sweep compares its counts
 * with those of its last visit. So a limit is found out a quarter of its time late at most, and a
 * byte costs nothing.
 *
 * A rate says something about the peer only while the peer is waited for. Output: a thread waits in
 * a write, or a queue to be written, whenever the sweep looks, for a whole window. Input: a thread
 * waits in a read, or a handler to be given something, and the
 * peer owes something, which it does from its first byte on until something is written to it, as a
 * request is answered once it is complete. A window in which nothing came at all is left to the
 * idle limit: a peer may as well be done, where messages have no answers.
 */

/** What one connection has done since the last sweep, and whether that is too little. */
public final class Activity {
  private final StreamConnector connection;
  private final ServerLimits limits;
  private final BooleanSupplier isAwaitingInput;
  private final BooleanSupplier isAwaitingOutput;

  /** When the handler began, and what had been read by then, such as a header. */
  private final long began;

  private final long readBefore;

  // as of the last sweep; used by the sweeping thread only
  private long read;
  private long written;
  private long movedAt;
  private boolean isOwed;

  /** Written by the sweeping thread before it ends the connection, whose own thread reads it. */
  private volatile Optional<ConnectionLimit> exceeded = Optional.empty();

  private final Window input = new Window();
  private final Window output = new Window();

  /**
   * Begins to look at a connection whose peer is waited for by threads.
   *
   * @param connection counts its bytes
   * @param limits of the server
   * @param now the time
   */
  public Activity(StreamConnector connection, ServerLimits limits, long now) {
    this(connection, connection::isAwaitingInput, connection::isAwaitingOutput, limits, now);
  }

  /**
   * Begins to look at a connection.
   *
   * @param connection counts its bytes
   * @param isAwaitingInput whether the peer is waited for to send something
   * @param isAwaitingOutput whether the peer is waited for to take something
   * @param limits of the server
   * @param now the time
   */
  public Activity(
      StreamConnector connection,
      BooleanSupplier isAwaitingInput,
      BooleanSupplier isAwaitingOutput,
      ServerLimits limits,
      long now) {
    this.connection = connection;
    this.isAwaitingInput = isAwaitingInput;
    this.isAwaitingOutput = isAwaitingOutput;
    this.limits = limits;
    this.began = now;
    this.movedAt = now;
    this.readBefore = connection.bytesRead();
    this.read = readBefore;
    this.written = connection.bytesWritten();
    input.begin(now, read);
    output.begin(now, written);
  }

  /** A stretch of time in which a minimum of bytes has to move. */
  private static final class Window {
    private long since;
    private long bytes;

    void begin(long now, long count) {
      since = now;
      bytes = count;
    }

    boolean isOver(long now, long length) {
      return now - since >= length;
    }

    long moved(long count) {
      return count - bytes;
    }
  }

  /**
   * The limit that a sweep has found exceeded.
   *
   * @return empty if there is none
   */
  public Optional<ConnectionLimit> exceeded() {
    return exceeded;
  }

  /**
   * Looks at the connection's counts.
   *
   * @param now the time
   * @return the limit that it has exceeded, if any
   */
  public Optional<ConnectionLimit> sweep(long now) {
    Optional<ConnectionLimit> found = look(now);
    if (found.isPresent()) {
      exceeded = found;
    }
    return found;
  }

  private Optional<ConnectionLimit> look(long now) {
    long nowRead = connection.bytesRead();
    long nowWritten = connection.bytesWritten();
    boolean isAnswered = nowWritten != written;
    boolean isReceived = nowRead != read;
    if (isAnswered || isReceived) {
      movedAt = now;
    }
    isOwed = !isAnswered && (isOwed || isReceived);
    read = nowRead;
    written = nowWritten;
    boolean isSlow = isInputSlow(now) | isOutputSlow(now);
    if (isOver(limits.totalNanos(), began, now)) {
      return Optional.of(ConnectionLimit.DEADLINE);
    }
    if (read == readBefore && isOver(limits.firstByteNanos(), began, now)) {
      return Optional.of(ConnectionLimit.FIRST_BYTE);
    }
    if (isOver(limits.idleNanos(), movedAt, now)) {
      return Optional.of(ConnectionLimit.IDLE);
    }
    return isSlow ? Optional.of(ConnectionLimit.RATE) : Optional.empty();
  }

  private static boolean isOver(long length, long since, long now) {
    return length > 0 && now - since >= length;
  }

  private boolean isInputSlow(long now) {
    if (!isOwed || !isAwaitingInput.getAsBoolean()) {
      input.begin(now, read);
      return false;
    }
    if (limits.windowNanos() == 0 || !input.isOver(now, limits.windowNanos())) {
      return false;
    }
    long moved = input.moved(read);
    input.begin(now, read);
    return moved > 0 && moved < limits.bytesPerWindow();
  }

  private boolean isOutputSlow(long now) {
    if (!isAwaitingOutput.getAsBoolean()) {
      output.begin(now, written);
      return false;
    }
    if (limits.windowNanos() == 0 || !output.isOver(now, limits.windowNanos())) {
      return false;
    }
    long moved = output.moved(written);
    output.begin(now, written);
    return moved < limits.bytesPerWindow();
  }
}
