// SPDX-License-Identifier: Apache-2.0
package org.packetloom.spi;

import java.io.IOException;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.packetloom.Deadline;
import org.packetloom.InterruptPolicy;

/**
 * A place where threads wait for a condition under the waiting contract: deadline, rolling timeout,
 * ambient deadline, interrupt policy and close.
 *
 * <p>Safe for use by any thread; several threads may wait at once. Whoever makes a condition true
 * calls {@link #signal()} afterwards: no wake-up is lost.
 */
public interface ParkPoint {
  /**
   * Waits until a condition holds.
   *
   * @param operation the call's verb for messages, such as {@code read}
   * @param condition cheap, without side effects; called by the waiting thread only, holding no
   *     lock of the park point
   * @throws org.packetloom.ConnectorTimeoutException if a deadline passes; at once if it has
   * @throws org.packetloom.ConnectorInterruptedException if the thread is interrupted, under {@link
   *     InterruptPolicy#KEEP_OPEN}
   * @throws org.packetloom.ConnectorClosedByInterruptException the same under {@link
   *     InterruptPolicy#CLOSE}; the park point is then closed
   * @throws org.packetloom.ConnectorClosedException if the park point is closed, or {@link
   *     org.packetloom.ConnectorClosedWhileWaitingException} if that happens meanwhile
   * @throws IOException only the types above
   */
  void await(String operation, BooleanSupplier condition) throws IOException;

  /**
   * Begins a call that may wait several times, for its turn and then for bytes: its timeout counts
   * from the first of them, and its failures tell how long it took in all.
   *
   * @param operation the call's verb for messages, such as {@code read}
   * @return the call; to be closed by the thread that began it
   * @throws org.packetloom.ConnectorTimeoutException if a deadline has passed
   * @throws org.packetloom.ConnectorClosedException if the park point is closed
   * @throws IOException only the types above
   */
  Call begin(String operation) throws IOException;

  /** A call in progress; belongs to the thread that began it. */
  interface Call extends AutoCloseable {
    /**
     * Waits until a condition holds.
     *
     * @param condition as for {@link ParkPoint#await}
     * @param bytesMoved what the call has moved so far, for the failure
     * @throws IOException as {@link ParkPoint#await}
     */
    void await(BooleanSupplier condition, long bytesMoved) throws IOException;

    /**
     * When the call has to end by what holds now: the earliest of the deadlines and, counted from
     * its first wait, which this is if there was none, the timeout.
     *
     * @return {@link Deadline#NONE} for no limit
     */
    Deadline deadline();

    /** Has the timeout count from the next wait: the call got somewhere. */
    void progress();

    /**
     * Nanoseconds since the call first had to wait.
     *
     * @return −1 if it has not
     */
    long elapsedNanos();

    /** Ends the call: an interrupt that was put off is made good. */
    @Override
    void close();
  }

  /** Has every waiting thread look at its condition again. */
  void signal();

  /**
   * Sets the point at which waits end, those in progress included.
   *
   * @param deadline {@link Deadline#NONE} to take it away
   */
  void deadline(Deadline deadline);

  /**
   * Limits how long each single wait may take.
   *
   * @param timeout zero for no limit
   */
  void timeout(Duration timeout);

  /**
   * Chooses what an interrupt does.
   *
   * @param policy the policy
   */
  void interruptPolicy(InterruptPolicy policy);

  /**
   * Whether it is open.
   *
   * @return false from the first {@link #close()} on
   */
  boolean isOpen();

  /**
   * Chooses what else has to be done when the park point is closed: by its owner, by an interrupt
   * under {@link InterruptPolicy#CLOSE}, or with its toolkit. Done at once if that has happened.
   *
   * @param action must not wait; replaces an earlier one
   */
  void onClose(Runnable action);

  /** Ends every wait, now and later; does nothing if closed. */
  void close();
}
