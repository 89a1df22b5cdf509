// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.packetloom.ConnectorInterruptedException;
import org.packetloom.ConnectorTimeoutException;
import org.packetloom.ConnectorUri;
import org.packetloom.StreamConnector;
import org.packetloom.spi.Scheme;
import org.packetloom.spi.SchemeContext;

/**
 * A scheme of which only a resolver is registered: a name for connectors of other schemes.
 *
 * <p>Its answers are tried with the settings of the caller, or else their own: one after the other,
 * or in a race if all of them are {@code tcp}.
 */
record ResolvedScheme(String name) implements Scheme {
  @Override
  public StreamConnector connect(ConnectorUri uri, SchemeContext context) throws IOException {
    Opening opening = (Opening) context;
    List<ConnectorUri> answers = Resolution.of(uri, opening);
    if (answers.size() > 1 && answers.stream().allMatch(ResolvedScheme::isTcp)) {
      return race(uri, answers, opening);
    }
    IOException failure = null;
    for (ConnectorUri answer : answers) {
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

  private static boolean isTcp(ConnectorUri answer) {
    return Addresses.base(answer.scheme()).equals("tcp");
  }

  private StreamConnector race(ConnectorUri uri, List<ConnectorUri> answers, Opening opening)
      throws IOException {
    List<AddressRace.Candidate> candidates = new ArrayList<>(answers.size());
    for (ConnectorUri answer : answers) {
      Opening own = prepared(answer, opening).begin();
      InetSocketAddress address = HostAddresses.far(answer, own).getFirst();
      candidates.add(new AddressRace.Candidate(answer, address, own));
    }
    return new AddressRace(uri, opening, candidates).run();
  }

  private PreparedConnector prepared(ConnectorUri answer, Opening opening) throws IOException {
    if (answer.scheme().equals(name)) {
      throw Resolver.unresolved(answer.toString(), "no scheme of this name is registered");
    }
    Settings settings = opening.settings();
    PreparedConnector prepared = opening.loom().connector(answer);
    prepared.deadline(opening.openDeadline()).interruptPolicy(settings.interruptPolicy());
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
