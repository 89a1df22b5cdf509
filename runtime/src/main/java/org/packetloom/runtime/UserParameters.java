// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.packetloom.ConnectorBuilder;
import org.packetloom.ConnectorUri;
import org.packetloom.ConnectorUriException;
import org.packetloom.spi.ParameterHandler;
import org.packetloom.spi.Scheme;

/** The query parameters that the user gave a meaning to. */
final class UserParameters {
  private static final Pattern NAME = Pattern.compile("[a-z0-9._-]+");

  private final Map<String, ParameterHandler> handlers = new HashMap<>();

  /** What schemes of the user have for themselves. */
  private final Set<String> ofSchemes = new HashSet<>();

  /** Adds a parameter of every scheme. */
  void add(String name, ParameterHandler handler) {
    Objects.requireNonNull(handler, "handler");
    String objection =
        !NAME.matcher(name).matches()
            ? "not a name"
            : ConnectorUri.builtInParameters().contains(name)
                ? "built in"
                : ofSchemes.contains(name) || handlers.containsKey(name) ? "taken" : "";
    if (!objection.isEmpty()) {
      throw new IllegalArgumentException("parameter '" + name + "': " + objection);
    }
    handlers.put(name, handler);
  }

  /** Notes the parameters of a scheme, which handles them itself. */
  void addOf(Scheme scheme) {
    for (String name : scheme.parameters()) {
      if (handlers.containsKey(name)) {
        throw new IllegalArgumentException(
            "scheme '" + scheme.name() + "': parameter '" + name + "' is taken");
      }
    }
    ofSchemes.addAll(scheme.parameters());
  }

  /** A copy that does not change any more. */
  UserParameters copy() {
    UserParameters copy = new UserParameters();
    copy.handlers.putAll(handlers);
    return copy;
  }

  /** Checks that every parameter of a URI has a meaning, to the scheme or here. */
  void ensureKnown(ConnectorUri uri, Scheme scheme) throws ConnectorUriException {
    Set<String> known = new HashSet<>(handlers.keySet());
    known.addAll(scheme.parameters());
    uri.ensureParametersKnown(known);
  }

  /** Makes the settings that the parameters of a URI stand for. */
  void apply(ConnectorUri uri, ConnectorBuilder connector) throws ConnectorUriException {
    for (Map.Entry<String, String> parameter : uri.parameters().entrySet()) {
      ParameterHandler handler = handlers.get(parameter.getKey());
      if (handler != null) {
        apply(handler, uri, parameter, connector);
      }
    }
  }

  private static void apply(
      ParameterHandler handler,
      ConnectorUri uri,
      Map.Entry<String, String> parameter,
      ConnectorBuilder connector)
      throws ConnectorUriException {
    try {
      handler.apply(uri, parameter.getValue(), connector);
    } catch (IllegalArgumentException | UnsupportedOperationException e) {
      ConnectorUriException failure =
          new ConnectorUriException(
              uri.toString(),
              "parameter '" + parameter.getKey() + "=" + parameter.getValue() + "'",
              String.valueOf(e.getMessage()));
      failure.initCause(e);
      throw failure;
    }
  }
}
