// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.nio;

import org.packetloom.suite.nio.Channels;
import org.packetloom.suite.nio.PipeContract;

/** Ours. */
class LoomPipeTest extends PipeContract {
  @Override
  protected Channels openChannels() {
    return LoomChannels.open();
  }
}
