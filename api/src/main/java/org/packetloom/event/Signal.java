// SPDX-License-Identifier: Apache-2.0
package org.packetloom.event;

/**
 * What a process can be sent by another one, by a terminal or by the system.
 *
 * <p>Not every one can be had everywhere: {@link org.packetloom.Packetloom#probe()} tells which,
 * and why not the others. Those by which the system reports faults of the program, such as {@code
 * SEGV}, are not here: they belong to the Java virtual machine.
 *
 * @see <a href="https://man7.org/linux/man-pages/man7/signal.7.html">signal(7)</a>
 */
public enum Signal {
  /** Interrupt from the keyboard: Ctrl-C. The virtual machine ends by it, with status 130. */
  INT,
  /** Please end: what {@code kill} sends. The virtual machine ends by it, with status 143. */
  TERM,
  /** The terminal is gone; servers read their settings again. Ends the virtual machine: 129. */
  HUP,
  /** Quit from the keyboard: Ctrl-\. The virtual machine keeps it, for thread dumps. */
  QUIT,
  /** Of no meaning but what the program gives it. Ends the process, with status 138 on Linux. */
  USR1,
  /**
   * Of no meaning either; but the virtual machine sends it to itself, unless the variable {@code
   * _JAVA_SR_SIGNUM} of its environment names another signal to use.
   */
  USR2
}
