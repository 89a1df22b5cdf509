// SPDX-License-Identifier: Apache-2.0
package org.packetloom.event;

import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import org.packetloom.Deadline;
import org.packetloom.InterruptPolicy;

/**
 * Signals to the process, waited for by plain blocking calls.
 *
 * {@snippet :
 * try (Signals signals = loom.signals(Signal.INT, Signal.TERM)) {
 *   Signal fired = signals.await(); // parks this virtual thread
 *   server.drain(Deadline.after(Duration.ofSeconds(5)));
 * }
 * }
 *
 * <p>While it is open its kinds of signals do nothing else: the virtual machine does not end by
 * them, nor do handlers run that others had installed. Other kinds stay as they are. With the
 * {@link #close()} of the last one, in any toolkit, that has a kind, what was there before is back,
 * unless somebody else has taken the kind over meanwhile. A kind that was ignored when the process
 * began, such as {@code HUP} under {@code nohup} or {@code INT} of a job in the background of a
 * script, stays ignored and never fires.
 *
 * <p><b>Who gets a signal.</b> Every open {@code Signals} that has its kind. Each of them remembers
 * it, once for each kind, until a call takes it: a signal is taken by one of the threads that wait
 * in the same object, and further ones of its kind are not told apart before that. Remembered kinds
 * are taken in the order in which they fired first. Those that nobody took are forgotten at close.
 *
 * <p>Waiting obeys the ambient {@link Deadline}, answers interrupts by the {@link InterruptPolicy},
 * and ends at close, as in a {@link org.packetloom.Connector}. Safe for use by any thread.
 *
 * @see org.packetloom.Packetloom#signals(Signal, Signal...)
 */
public interface Signals extends AutoCloseable {
  /**
   * What is waited for.
   *
   * @return an unmodifiable set, in the order of {@link Signal}
   */
  Set<Signal> kinds();

  /**
   * Waits until a signal fires, or takes one that was remembered.
   *
   * @return which
   * @throws org.packetloom.ConnectorTimeoutException if the ambient deadline passes
   * @throws org.packetloom.ConnectorInterruptedException if the thread is interrupted, under {@link
   *     InterruptPolicy#KEEP_OPEN}
   * @throws org.packetloom.ConnectorClosedByInterruptException the same under {@link
   *     InterruptPolicy#CLOSE}; this is then closed
   * @throws org.packetloom.ConnectorClosedException if this is closed, or {@link
   *     org.packetloom.ConnectorClosedWhileWaitingException} if that happens meanwhile
   * @throws IOException only the types above
   */
  Signal await() throws IOException;

  /**
   * Waits until a signal fires or a deadline passes.
   *
   * @param deadline when to give up; one that has passed makes this {@link #poll()}
   * @return which, empty if the deadline came first
   * @throws IOException as {@link #await()}; the ambient deadline is a failure, this one is not
   */
  Optional<Signal> await(Deadline deadline) throws IOException;

  /**
   * Takes a signal that was remembered; never waits.
   *
   * @return which, empty if there is none
   * @throws org.packetloom.ConnectorClosedException if this is closed
   * @throws IOException only the type above
   */
  Optional<Signal> poll() throws IOException;

  /**
   * Chooses what an interrupt of a waiting thread does, from the next interrupt on.
   *
   * @param policy the new policy, {@link InterruptPolicy#KEEP_OPEN} at first
   * @return this
   */
  Signals interruptPolicy(InterruptPolicy policy);

  /**
   * Whether it is open.
   *
   * @return false from the first {@link #close()} on, of this or of its toolkit
   */
  boolean isOpen();

  /** Wakes every thread that waits, and gives the kinds back; does nothing if closed. */
  @Override
  void close();
}
