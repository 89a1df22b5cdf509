// SPDX-License-Identifier: Apache-2.0
package org.packetloom;

import java.io.IOException;
import java.util.Objects;

/**
 * This machine, JVM or configuration cannot do what was asked.
 *
 * <p>The message is one sentence that says what is missing and, where there is one, the remedy.
 */
public final class CapabilityException extends IOException {
  private static final long serialVersionUID = 1L;

  /** What was asked for. */
  private final String capability;

  /** Why it cannot be had. */
  private final String reason;

  /** What the user can do, or nothing. */
  private final String remedy;

  /**
   * Makes the exception.
   *
   * @param capability what was asked for, such as {@code scheme pipe} or {@code poller kqueue}
   * @param reason why it cannot be had
   * @param remedy what the user can do, or an empty string
   */
  public CapabilityException(String capability, String reason, String remedy) {
    super(capability + ": " + reason + (remedy.isEmpty() ? "" : " (" + remedy + ")"));
    this.capability = Objects.requireNonNull(capability, "capability");
    this.reason = Objects.requireNonNull(reason, "reason");
    this.remedy = remedy;
  }

  /**
   * What was asked for.
   *
   * @return a few words
   */
  public String capability() {
    return capability;
  }

  /**
   * Why it cannot be had.
   *
   * @return a few words
   */
  public String reason() {
    return reason;
  }

  /**
   * What the user can do about it.
   *
   * @return a few words, empty if nothing
   */
  public String remedy() {
    return remedy;
  }
}
