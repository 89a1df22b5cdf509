// SPDX-License-Identifier: Apache-2.0
package org.packetloom.message;

import java.util.OptionalInt;

/** Decides which clients a server takes; incubating. */
@FunctionalInterface
public interface Admission {
  /** Takes all. */
  Admission ALL = request -> OptionalInt.empty();

  /**
   * Decides about a client that has proven to be at its address, and to have a connect token if the
   * server wants them. Called before anything is kept of it, within {@link
   * MessageServerEndpoint#receive}: it must not wait. A client that was not taken may be asked
   * about again, as what it sends may come twice.
   *
   * @param request who asks
   * @return empty to take it; otherwise a number, 0 to 65535, that the client gets to know as
   *     {@link DisconnectReason#denied}
   */
  OptionalInt denial(JoinRequest request);
}
