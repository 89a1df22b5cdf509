// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.io.IOException;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.packetloom.ConnectorUri;
import org.packetloom.DatagramConnector;
import org.packetloom.Packetloom;
import org.packetloom.platform.Family;
import org.packetloom.platform.SocketType;
import org.packetloom.spi.Scheme;
import org.packetloom.spi.SchemeContext;
import org.packetloom.suite.ConnectorDatagrams;
import org.packetloom.suite.DatagramContract;
import org.packetloom.suite.DatagramEnds;
import org.packetloom.suite.Feature;

/** The datagram contract over Unix-domain sockets with abstract names, where sends have to wait. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LocalDatagramsTest extends DatagramContract {
  private static final AtomicLong NUMBERS = new AtomicLong();

  private Packetloom loom;

  /** Binds to an abstract name that nobody else has. */
  private static final class Abstract implements Scheme {
    @Override
    public String name() {
      return "abstract";
    }

    @Override
    public DatagramConnector bind(ConnectorUri uri, SchemeContext context) throws IOException {
      Opening opening = (Opening) context;
      int descriptor = opening.descriptors().socket(Family.LOCAL, SocketType.DATAGRAM);
      String name = "datagrams-" + ProcessHandle.current().pid() + "-" + NUMBERS.incrementAndGet();
      return DescriptorConnector.open(
          DescriptorDatagrams.over(
              opening, uri, OptionTable.LOCAL, DescriptorDatagrams.Nature.LOCAL, descriptor),
          datagrams -> {
            int result =
                opening
                    .descriptors()
                    .bind(descriptor, Addresses.abstractName(name.getBytes("US-ASCII")));
            opening.failures().ensure("bind", uri.toString(), result);
            datagrams.name(uri, datagrams.askLocalAddress(), Optional.empty());
          });
    }
  }

  @BeforeAll
  void openToolkit() throws Exception {
    loom = Packetloom.builder().scheme(new Abstract()).open();
  }

  @AfterAll
  void closeToolkit() {
    loom.close();
  }

  @Override
  public DatagramEnds open(String parameters) throws Exception {
    String uri = "abstract://x" + (parameters.isEmpty() ? "" : "?" + parameters);
    var near = new ConnectorDatagrams(loom.bind(uri));
    return new DatagramEnds(near, new ConnectorDatagrams(loom.bind(uri)));
  }

  @Override
  public Set<Feature> features() {
    Set<Feature> features = EnumSet.allOf(Feature.class);
    features.remove(Feature.REFUSED_DATAGRAMS);
    return features;
  }
}
