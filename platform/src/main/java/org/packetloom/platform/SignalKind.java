// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform;

/** A signal that programs may want to hear; named as in {@code signal.h}, without {@code SIG}. */
public enum SignalKind {
  /** Interrupt from the keyboard. */
  INT,
  /** Request to end. */
  TERM,
  /** The terminal is gone. */
  HUP,
  /** Quit from the keyboard. */
  QUIT,
  /** Up to the program. */
  USR1,
  /** Up to the program. */
  USR2
}
