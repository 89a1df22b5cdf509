// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.packetloom.ConnectorTarget;
import org.packetloom.ConnectorUri;
import org.packetloom.UnresolvedHostException;

/**
 * Finds what a URI of any scheme stands for, through as many resolvers as it takes.
 *
 * <p>What cannot be resolved is left out as long as something else can.
 */
final class Resolution {
  /** Resolvers that may send on one another's answers: more would be a circle. */
  private static final int DEEPEST = 8;

  private final Opening opening;
  private final Set<ConnectorUri> found = new LinkedHashSet<>();
  private final List<UnresolvedHostException> failures = new ArrayList<>();

  private Resolution(Opening opening) {
    this.opening = opening;
  }

  /** At least one URI, in canonical form, unlike one another. */
  static List<ConnectorUri> of(ConnectorUri uri, Opening opening) throws IOException {
    Resolution resolution = new Resolution(opening);
    resolution.add(uri, 0);
    if (resolution.found.isEmpty()) {
      throw first(resolution.failures);
    }
    return List.copyOf(resolution.found);
  }

  /** The first of several failures, with the others. */
  static UnresolvedHostException first(List<UnresolvedHostException> failures) {
    UnresolvedHostException first = failures.getFirst();
    failures.stream().skip(1).filter(other -> other != first).forEach(first::addSuppressed);
    return first;
  }

  private void add(ConnectorUri uri, int depth) throws IOException {
    if (depth > DEEPEST) {
      failures.add(Resolver.unresolved(uri.toString(), "its resolvers go round in a circle"));
      return;
    }
    try {
      if (uri.scheme().equals("tls")) {
        ConnectorUri tcp = ConnectorUri.of("tcp", uri.target());
        HostAddresses.resolve(tcp, opening)
            .forEach(answer -> found.add(uri.withTarget(answer.target()).canonical()));
      } else if (uri.target() instanceof ConnectorTarget.Host) {
        found.addAll(HostAddresses.resolve(uri, opening));
      } else if (opening.loom().resolver().isAskedFor(uri.scheme())) {
        addAnswers(uri, depth);
      } else {
        found.add(uri.canonical());
      }
    } catch (UnresolvedHostException e) {
      failures.add(e);
    }
  }

  private void addAnswers(ConnectorUri uri, int depth) throws IOException {
    for (ConnectorUri answer : opening.loom().resolver().ask(uri, opening)) {
      if (answer.scheme().equals(uri.scheme())) {
        found.add(answer.canonical());
      } else {
        add(answer, depth + 1);
      }
    }
  }
}
