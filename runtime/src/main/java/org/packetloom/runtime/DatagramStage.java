// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.net.ProtocolFamily;
import org.packetloom.DatagramConnector;
import org.packetloom.spi.StagedDatagrams;

/** A socket of datagrams, which is bound in a step of its own. */
final class DatagramStage extends Stage<DescriptorDatagrams> implements StagedDatagrams {
  DatagramStage(ProtocolFamily family, DescriptorDatagrams datagrams) {
    super(family, datagrams);
  }

  @Override
  public DatagramConnector connector() {
    return connector;
  }
}
