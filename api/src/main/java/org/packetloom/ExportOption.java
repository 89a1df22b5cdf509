// SPDX-License-Identifier: Apache-2.0
package org.packetloom;

/** How {@link Connector#exportDescriptor} gives a descriptor away. */
public enum ExportOption {
  /** The descriptor itself, not a duplicate; the connector is closed, the connection is not. */
  HAND_OVER,
  /**
   * Calls on it wait, as most code outside expects. Only with {@link #HAND_OVER}, as a duplicate
   * shares this with the connector, which cannot work so.
   */
  BLOCKING
}
