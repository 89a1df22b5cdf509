// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.nio;

import org.packetloom.suite.nio.Channels;
import org.packetloom.suite.nio.JdkChannels;
import org.packetloom.suite.nio.PipeContract;

/** Control: the JDK's own. */
class JdkPipeTest extends PipeContract {
  @Override
  protected Channels openChannels() {
    return new JdkChannels();
  }
}
