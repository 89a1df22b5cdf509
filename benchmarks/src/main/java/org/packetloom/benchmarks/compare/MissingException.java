// SPDX-License-Identifier: Apache-2.0
package org.packetloom.benchmarks.compare;

/** Thrown when something that is needed is not on this machine; the message says what and why. */
final class MissingException extends Exception {
  private static final long serialVersionUID = 1L;

  MissingException(String reason) {
    super(reason);
  }
}
