// SPDX-License-Identifier: Apache-2.0
package org.packetloom.tls;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;

/**
 * What was chosen with a {@link Tls}; changed by making another one.
 *
 * @param isClient whether it is a client's
 * @param source keys and trust
 * @param host whom a client talks to; empty if not told
 * @param port at which port; −1 if not told
 * @param serverName whom it asks for in place of the host; empty for the host
 * @param isHostVerified whether the certificate has to be for that name
 * @param limits of each connection
 * @param changes what else is chosen
 */
record TlsSettings(
    boolean isClient,
    ContextSource source,
    String host,
    int port,
    String serverName,
    boolean isHostVerified,
    TlsLimits limits,
    List<Consumer<SSLParameters>> changes) {
  private static final int NO_PORT = -1;

  static TlsSettings of(boolean isClient, ContextSource source) {
    return new TlsSettings(isClient, source, "", NO_PORT, "", isClient, TlsLimits.of(), List.of());
  }

  TlsSettings with(ContextSource changed) {
    return new TlsSettings(
        isClient, changed, host, port, serverName, isHostVerified, limits, changes);
  }

  TlsSettings with(TlsLimits changed) {
    return new TlsSettings(
        isClient, source, host, port, serverName, isHostVerified, changed, changes);
  }

  TlsSettings with(Consumer<SSLParameters> change) {
    List<Consumer<SSLParameters>> more = new ArrayList<>(changes);
    more.add(Objects.requireNonNull(change, "change"));
    return new TlsSettings(
        isClient, source, host, port, serverName, isHostVerified, limits, List.copyOf(more));
  }

  TlsSettings withPeer(String name, int number) {
    return new TlsSettings(
        isClient, source, name, number, serverName, isHostVerified, limits, changes);
  }

  TlsSettings withServerName(String name) {
    return new TlsSettings(isClient, source, host, port, name, isHostVerified, limits, changes);
  }

  TlsSettings withHostVerified(boolean isVerified) {
    return new TlsSettings(isClient, source, host, port, serverName, isVerified, limits, changes);
  }

  /** Checks that there is a name if it is to be verified. */
  void ensurePeerTold() {
    if (isHostVerified && host.isEmpty() && serverName.isEmpty()) {
      throw new IllegalStateException("no peer was told whose host could be verified");
    }
  }

  /** What one connection needs. */
  SSLEngine engine() throws IOException {
    SSLContext own = source.context();
    // sessions are kept by this name, and remember the one that was asked for: they must agree
    String name = serverName.isEmpty() ? host : serverName;
    SSLEngine engine = name.isEmpty() ? own.createSSLEngine() : own.createSSLEngine(name, port);
    engine.setUseClientMode(isClient);
    SSLParameters parameters = engine.getSSLParameters();
    if (isHostVerified) {
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
    }
    if (isClient && !serverName.isEmpty()) {
      parameters.setServerNames(List.of(new SNIHostName(serverName)));
    }
    changes.forEach(change -> change.accept(parameters));
    engine.setSSLParameters(parameters);
    return engine;
  }
}
