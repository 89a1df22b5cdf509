// SPDX-License-Identifier: Apache-2.0
package org.packetloom.suite.net;

import java.net.SocketAddress;

/** An address of a kind that no socket knows. */
final class StrangeAddress extends SocketAddress {
  private static final long serialVersionUID = 1;

  StrangeAddress() {}
}
