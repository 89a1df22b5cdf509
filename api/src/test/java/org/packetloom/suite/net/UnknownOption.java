// SPDX-License-Identifier: Apache-2.0
package org.packetloom.suite.net;

import java.net.SocketOption;

/** An option that no socket knows. */
final class UnknownOption implements SocketOption<String> {
  @Override
  public String name() {
    return "UNKNOWN";
  }

  @Override
  public Class<String> type() {
    return String.class;
  }
}
