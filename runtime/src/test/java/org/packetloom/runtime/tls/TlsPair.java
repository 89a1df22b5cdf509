// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.tls;

import java.util.concurrent.ThreadFactory;
import org.packetloom.Packetloom;
import org.packetloom.Pair;
import org.packetloom.suite.Task;
import org.packetloom.tls.Tls;
import org.packetloom.tls.TlsConnector;

/** Two ends that have shaken hands. */
record TlsPair(TlsConnector client, TlsConnector server) implements AutoCloseable {
  static TlsPair over(Packetloom loom, Pair transports, Tls client, Tls server) throws Exception {
    ThreadFactory threads = loom.threadFactory();
    Task<TlsConnector> near = Task.start(threads, () -> client.over(loom, transports.first()));
    Task<TlsConnector> far = Task.start(threads, () -> server.over(loom, transports.second()));
    try {
      return new TlsPair(near.result(), far.result());
    } catch (Throwable e) {
      transports.close();
      throw e;
    }
  }

  Pair pair() {
    return new Pair(client, server);
  }

  @Override
  public void close() throws java.io.IOException {
    client.close();
    server.close();
  }
}
