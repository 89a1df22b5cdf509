// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform;

/** Signals of a kind cannot be heard here; the message says why. */
public final class SignalRefusedException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Why, and what to do. */
  private final transient SignalRefusal refusal;

  /**
   * Makes the exception.
   *
   * @param kind what was asked for
   * @param refusal why it cannot be had
   */
  public SignalRefusedException(SignalKind kind, SignalRefusal refusal) {
    super(kind + ": " + refusal.reason());
    this.refusal = refusal;
  }

  /**
   * Why, and what to do.
   *
   * @return the refusal
   */
  public SignalRefusal refusal() {
    return refusal;
  }
}
