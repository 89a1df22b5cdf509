// SPDX-License-Identifier: Apache-2.0
package org.packetloom;

/**
 * What an interrupt does to a thread that waits in a connector.
 *
 * <p>An interrupt matters only to a call that has to wait: one that can finish at once does so, and
 * leaves the flag as it was. Each connector has a policy; accepted connectors start with that of
 * their listener.
 */
public enum InterruptPolicy {
  /**
   * The wait ends with {@link ConnectorInterruptedException}, the flag stays set, the connector
   * stays usable. The default.
   */
  KEEP_OPEN,

  /**
   * The connector is closed and the wait ends with {@link ConnectorClosedByInterruptException}, the
   * flag stays set: what the channels of the JDK do.
   */
  CLOSE,

  /** The wait goes on, and the flag is set again when the call returns. */
  DEFER,

  /**
   * {@link #CLOSE} for virtual threads, {@link #DEFER} for platform threads: what the sockets of
   * the JDK do ({@link java.net.Socket}, {@link java.net.ServerSocket}, {@link
   * java.net.DatagramSocket}), and the default of those of {@code org.packetloom.net}.
   */
  SOCKET;

  /**
   * What this policy means for the calling thread.
   *
   * @return any but {@link #SOCKET}
   */
  public InterruptPolicy forCaller() {
    if (this != SOCKET) {
      return this;
    }
    return Thread.currentThread().isVirtual() ? CLOSE : DEFER;
  }
}
