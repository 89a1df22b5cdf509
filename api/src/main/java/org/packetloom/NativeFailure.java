// SPDX-License-Identifier: Apache-2.0
package org.packetloom;

/**
 * A failure that the operating system reported.
 *
 * <p>Implemented by exceptions of the {@link java.io.IOException} family, so that a caller can ask
 * any of them for the system's own name of the error.
 */
public interface NativeFailure {
  /**
   * The system's symbolic name of the error, such as {@code ECONNRESET}.
   *
   * @return the name as spelled in the system's header, or {@code errno N} if it has none
   */
  String errorName();

  /**
   * The system's number of the error.
   *
   * @return the positive value of {@code errno}; its meaning differs between systems
   */
  int errorNumber();
}
