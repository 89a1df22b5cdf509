// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

import java.util.EnumSet;
import java.util.Set;
import org.packetloom.DatagramConnector;
import org.packetloom.message.LinkConditions;
import org.packetloom.message.SimulatedDatagrams;
import org.packetloom.suite.Feature;
import org.packetloom.suite.Scale;

/** The datagram contract over connectors with a simulated link that loses nothing. */
abstract class SimulatedDatagramContract extends ConnectorDatagramContract {
  private final LinkConditions incoming;

  SimulatedDatagramContract(String engine, String poller, Place place, String incoming) {
    super(engine, poller, place);
    this.incoming = LinkConditions.parse(incoming);
  }

  @Override
  final DatagramConnector underTest(DatagramConnector connector) {
    return SimulatedDatagrams.over(connector, LinkConditions.PERFECT, incoming, 1);
  }

  @Override
  public final int openingRounds() {
    return Scale.rounds(100);
  }

  /**
   * A link holds more than any test sends: nobody waits for a full receiver. A datagram that has
   * come to the connector is not yet on the link: those who receive may have to wait, for longer
   * than a short timeout.
   */
  @Override
  public final Set<Feature> features() {
    Set<Feature> features = super.features();
    features.removeAll(
        EnumSet.of(Feature.LOSSLESS_DATAGRAMS, Feature.INTERRUPT_ONLY_WAITS, Feature.TIMEOUTS));
    return features;
  }
}
