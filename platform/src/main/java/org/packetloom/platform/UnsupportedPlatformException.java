// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform;

/** Packetloom cannot run here; the message says why in one sentence. */
public final class UnsupportedPlatformException extends Exception {
  private static final long serialVersionUID = 1L;

  /** What the user can do, or nothing. */
  private final String remedy;

  /**
   * Makes the exception.
   *
   * @param reason one sentence that names the system or the missing permission
   * @param remedy the flag to pass, or an empty string
   */
  public UnsupportedPlatformException(String reason, String remedy) {
    super(reason);
    this.remedy = remedy;
  }

  /**
   * What the user can do.
   *
   * @return the flag to pass, or an empty string
   */
  public String remedy() {
    return remedy;
  }
}
