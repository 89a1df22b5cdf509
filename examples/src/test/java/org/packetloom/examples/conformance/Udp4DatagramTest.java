// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.conformance;

import java.io.IOException;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.packetloom.Packetloom;
import org.packetloom.conformance.DatagramConformance;
import org.packetloom.conformance.SchemeUnderTest;
import org.packetloom.suite.Feature;

/** UDP keeps the datagram contract, looked at as a scheme of somebody else. */
@Tag("matrix")
class Udp4DatagramTest extends DatagramConformance {
  @Override
  public SchemeUnderTest scheme() {
    return new SchemeUnderTest() {
      @Override
      public Packetloom open() throws IOException {
        return Packetloom.open();
      }

      @Override
      public String datagramUri() {
        return "udp4://127.0.0.1:0";
      }

      @Override
      public Set<Feature> has() {
        return Set.of(Feature.PORTS, Feature.REFUSED_DATAGRAMS);
      }
    };
  }
}
