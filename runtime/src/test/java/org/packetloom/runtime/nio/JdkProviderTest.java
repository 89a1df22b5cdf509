// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.nio;

import org.packetloom.suite.nio.Channels;
import org.packetloom.suite.nio.JdkChannels;
import org.packetloom.suite.nio.ProviderContract;

/** Control: the JDK's own. */
class JdkProviderTest extends ProviderContract {
  @Override
  protected Channels openChannels() {
    return new JdkChannels();
  }
}
