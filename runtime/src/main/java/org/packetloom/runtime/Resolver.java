// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.packetloom.ConnectorUri;
import org.packetloom.FailureDetail;
import org.packetloom.UnresolvedHostException;
import org.packetloom.runtime.flight.Recorder;
import org.packetloom.runtime.flight.Span;
import org.packetloom.spi.NameResolver;

/** Looks names up, off the carriers: by the system, or by what was registered for the scheme. */
final class Resolver implements AutoCloseable {
  private final LookUpThreads threads = new LookUpThreads();
  private final LookUp names;
  private final Services services;
  private final Map<String, NameResolver> functions;

  /** How the system finds the addresses of a name; may block. */
  @FunctionalInterface
  interface LookUp {
    InetAddress[] addresses(String host) throws UnknownHostException;
  }

  /**
   * Makes a resolver.
   *
   * @param names the system's look-up
   * @param services the system's services
   * @param functions what was registered in place of the system, by scheme
   */
  Resolver(LookUp names, Services services, Map<String, NameResolver> functions) {
    this.names = names;
    this.services = services;
    this.functions = Map.copyOf(functions);
  }

  Services services() {
    return services;
  }

  /** Whether something is registered for a scheme. */
  boolean isAskedFor(String scheme) {
    return functions.containsKey(scheme);
  }

  /** The addresses of a name, in the system's order; at least one. */
  List<InetAddress> addresses(String host, String uri, Opening opening) throws IOException {
    return recorded(host, () -> lookUp(host, uri, opening));
  }

  private List<InetAddress> lookUp(String host, String uri, Opening opening) throws IOException {
    List<InetAddress> addresses;
    try {
      addresses =
          threads.call(Optional.of(host), uri, opening, () -> List.of(names.addresses(host)));
    } catch (ExecutionException e) {
      UnresolvedHostException failure = noAddress(host, uri);
      failure.initCause(e.getCause());
      throw failure;
    }
    if (addresses.isEmpty()) {
      throw noAddress(host, uri);
    }
    return addresses;
  }

  private static UnresolvedHostException noAddress(String host, String uri) {
    return unresolved(uri, "host '" + host + "' has no address");
  }

  @FunctionalInterface
  private interface Question<T> {
    List<T> ask() throws IOException;
  }

  /** Asks, and records that. */
  private static <T> List<T> recorded(String name, Question<T> question) throws IOException {
    Span span = Recorder.current().resolving();
    try {
      List<T> answers = question.ask();
      if (span.finish()) {
        span.tell(name, "", answers.size(), "");
      }
      return answers;
    } catch (Throwable e) {
      if (span.finish()) {
        span.tell(name, "", 0, e.toString());
      }
      throw e;
    }
  }

  /** What the function that is registered for the URI's scheme answers; at least one URI. */
  List<ConnectorUri> ask(ConnectorUri uri, Opening opening) throws IOException {
    return recorded(uri.toString(), () -> askFunction(uri, opening));
  }

  private List<ConnectorUri> askFunction(ConnectorUri uri, Opening opening) throws IOException {
    NameResolver function = Objects.requireNonNull(functions.get(uri.scheme()), uri.scheme());
    List<ConnectorUri> answers;
    try {
      answers =
          threads.call(
              Optional.empty(),
              uri.toString(),
              opening,
              () -> opening.openDeadline().call(() -> List.copyOf(function.resolve(uri, opening))));
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException failure) {
        throw failure;
      }
      UnresolvedHostException failure = unresolved(uri.toString(), "its resolver failed");
      failure.initCause(e.getCause());
      throw failure;
    }
    if (answers.isEmpty()) {
      throw unresolved(uri.toString(), "its resolver knows no address");
    }
    return answers;
  }

  static UnresolvedHostException unresolved(String uri, String reason) {
    return new UnresolvedHostException(FailureDetail.atOnce("resolve", uri, reason));
  }

  @Override
  public void close() {
    threads.close();
  }
}
