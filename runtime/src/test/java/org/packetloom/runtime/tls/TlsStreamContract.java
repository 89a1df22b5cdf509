// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.ThreadFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.packetloom.Packetloom;
import org.packetloom.suite.Await;
import org.packetloom.suite.ConnectorEnd;
import org.packetloom.suite.Ends;
import org.packetloom.suite.Feature;
import org.packetloom.suite.StreamContract;
import org.packetloom.tls.Tls;

/** The stream contract over TLS: rows say engine, poller and what is below. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class TlsStreamContract extends StreamContract {
  private final String engine;
  private final String poller;
  private final String transport;

  /** Set before the first test, closed after the last. */
  private Packetloom loom;

  private Tls client;
  private Tls server;

  TlsStreamContract(String engine, String poller, String transport) {
    this.engine = engine;
    this.poller = poller;
    this.transport = transport;
  }

  @BeforeAll
  final void openToolkit() throws Exception {
    loom = Packetloom.builder().engine(engine).poller(poller).open();
    SSLContext context = Keys.context();
    client = Tls.client().context(context).peer("localhost", 1);
    server = Tls.server(context);
  }

  @AfterAll
  final void closeToolkit() {
    try (Packetloom last = loom) {
      Await.until("all transports are closed", () -> last.statistics().open().isEmpty());
      assertThat(last.statistics().leaked()).isZero();
    }
  }

  @Override
  public final Ends open() throws Exception {
    return ConnectorEnd.ends(TlsPair.over(loom, loom.pair(transport), client, server).pair());
  }

  @Override
  public final int openingRounds() {
    return 2;
  }

  @Override
  public final ThreadFactory threads() {
    return loom.threadFactory();
  }

  @Override
  public final Set<Feature> features() {
    Set<Feature> features = EnumSet.allOf(Feature.class);
    features.removeAll(
        EnumSet.of(
            Feature.SHORT_LIVED_STREAMS, // a handshake each, and the numbers are the transport's
            Feature.DESCRIPTOR_FOLDER,
            Feature.STRUCTURED_CONCURRENCY,
            Feature.RESET,
            Feature.AVAILABLE,
            Feature.SOCKET_FILES,
            Feature.FLAGS,
            Feature.FULL_QUEUE_WAITS));
    features.addAll(Feature.ofThisProcess());
    if (!transport.startsWith("tcp")) {
      features.remove(Feature.PORTS);
    }
    if (transport.startsWith("anon")) {
      features.remove(Feature.ADDRESSES);
    }
    return features;
  }
}
