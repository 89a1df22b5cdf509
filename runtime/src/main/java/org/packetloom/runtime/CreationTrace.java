// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

/** Where a connector was opened, and by which thread; never thrown. */
final class CreationTrace extends Throwable {
  private static final long serialVersionUID = 1;

  CreationTrace() {
    super("opened here by " + Thread.currentThread().getName());
  }
}
