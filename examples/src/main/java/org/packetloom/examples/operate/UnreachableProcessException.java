// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.operate;

import java.io.IOException;

/** A process cannot be looked into; the message says why, and what can be done about it. */
public final class UnreachableProcessException extends IOException {
  private static final long serialVersionUID = 1;

  UnreachableProcessException(long process, String reason) {
    super("process " + process + ": " + reason);
  }

  UnreachableProcessException(long process, String reason, Throwable cause) {
    super("process " + process + ": " + reason, cause);
  }
}
