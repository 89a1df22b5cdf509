// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform;

/** The meaning of a system's error numbers. Safe for use by any thread. */
public interface Errors {
  /**
   * The symbolic name.
   *
   * @param number the positive error number
   * @return as spelled in the header, or {@code errno N}
   */
  String name(int number);

  /**
   * What it means to a caller.
   *
   * @param number the positive error number
   * @return the kind, {@link ErrorKind#OTHER} if it has none
   */
  ErrorKind kind(int number);

  /**
   * The error of a call in a direction that its descriptor does not have.
   *
   * @return the positive error number
   */
  int wrongDirection();
}
