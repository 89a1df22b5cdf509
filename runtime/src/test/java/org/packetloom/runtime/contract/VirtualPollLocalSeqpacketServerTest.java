// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

class VirtualPollLocalSeqpacketServerTest extends ConnectorServerContract {
  VirtualPollLocalSeqpacketServerTest() {
    super("virtual", "poll", Place.LOCAL_SEQPACKET);
  }
}
