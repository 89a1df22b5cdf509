// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.io.IOException;
import java.util.Objects;
import org.packetloom.ConnectorBuilder;
import org.packetloom.ConnectorInterruptedException;
import org.packetloom.ConnectorTimeoutException;
import org.packetloom.ConnectorUri;
import org.packetloom.StreamConnector;
import org.packetloom.spi.Scheme;
import org.packetloom.spi.SchemeContext;

/**
 * A scheme of which only a resolver is registered: a name for connectors of other schemes.
 *
 * <p>Its answers are tried one after the other, with the settings of the caller, or else their own.
 */
record ResolvedScheme(String name) implements Scheme {
  @Override
  public StreamConnector connect(ConnectorUri uri, SchemeContext context) throws IOException {
    Opening opening = (Opening) context;
    IOException failure = null;
    for (ConnectorUri answer : Resolution.of(uri, opening)) {
      try {
        return prepared(answer, opening).connect();
      } catch (ConnectorTimeoutException | ConnectorInterruptedException e) {
        throw Failures.with(e, failure);
      } catch (IOException e) {
        failure = Failures.with(e, failure);
      }
    }
    throw Objects.requireNonNull(failure, "no answer");
  }

  private ConnectorBuilder prepared(ConnectorUri answer, Opening opening) throws IOException {
    if (answer.scheme().equals(name)) {
      throw Resolver.unresolved(answer.toString(), "no scheme of this name is registered");
    }
    Settings settings = opening.settings();
    ConnectorBuilder prepared =
        opening
            .loom()
            .connector(answer)
            .deadline(opening.openDeadline())
            .interruptPolicy(settings.interruptPolicy());
    if (!settings.readTimeout().isZero()) {
      prepared.readTimeout(settings.readTimeout());
    }
    if (!settings.writeTimeout().isZero()) {
      prepared.writeTimeout(settings.writeTimeout());
    }
    settings.localAddress().ifPresent(prepared::localAddress);
    return prepared;
  }
}
