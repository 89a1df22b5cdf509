// SPDX-License-Identifier: Apache-2.0
package org.packetloom.tls;

/** Whether a server asks its clients for certificates. */
public enum ClientAuthentication {
  /** It does not. */
  NONE,

  /** It does, and goes on without one. */
  WANTED,

  /** It does, and the handshake fails without one. */
  NEEDED
}
