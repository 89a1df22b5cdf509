// SPDX-License-Identifier: Apache-2.0
package org.packetloom;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Puts the text of a URI together from its parts. */
final class ConnectorUriWriter {
  private ConnectorUriWriter() {}

  /**
   * Writes the parts and reads them back, so that nothing wrong gets through.
   *
   * @throws IllegalArgumentException if they do not go together
   */
  static ConnectorUri assemble(
      String scheme, ConnectorTarget target, Map<String, String> parameters, String fragment) {
    try {
      String resolved = ConnectorUriParser.scheme(scheme);
      ConnectorUri uri = ConnectorUriParser.parse(write(resolved, target, parameters, fragment));
      if (SchemeRules.of(resolved).isPresent() && isOtherKind(target, uri.target())) {
        throw new UriPartException(
            "target", target.toString(), "not of the kind that scheme " + resolved + " has");
      }
      return uri;
    } catch (UriPartException wrong) {
      throw wrong.asArgument();
    }
  }

  private static boolean isOtherKind(ConnectorTarget one, ConnectorTarget other) {
    return one.getClass() != other.getClass();
  }

  private static String write(
      String scheme, ConnectorTarget target, Map<String, String> parameters, String fragment)
      throws UriPartException {
    var text = new StringBuilder(scheme).append("://").append(TargetSyntax.write(target));
    char mark = '?';
    for (Map.Entry<String, String> entry : parameters.entrySet()) {
      text.append(mark)
          .append(entry.getKey())
          .append('=')
          .append(PercentCoding.encode("parameter", entry.getValue(), "/:,"));
      mark = '&';
    }
    if (!fragment.isEmpty()) {
      text.append('#').append(PercentCoding.encode("fragment", fragment, "/"));
    }
    return text.toString();
  }

  /**
   * The parameters sorted by name, in canonical spelling, without those that say the default.
   *
   * @throws IllegalArgumentException if a value is wrong; never so after parsing
   */
  static Map<String, String> canonical(String scheme, Map<String, String> parameters) {
    Optional<SchemeRules> rules = SchemeRules.of(scheme);
    Map<String, String> sorted = new TreeMap<>();
    try {
      for (Map.Entry<String, String> entry : parameters.entrySet()) {
        Optional<BuiltInParameter> known = SchemeRules.parameter(rules, entry.getKey());
        String value =
            known.isPresent() ? known.get().canonical(entry.getValue()) : entry.getValue();
        if (known.isEmpty() || !isDefault(scheme, known.get(), value)) {
          sorted.put(entry.getKey(), value);
        }
      }
    } catch (UriPartException wrong) {
      throw wrong.asArgument();
    }
    return sorted;
  }

  private static boolean isDefault(String scheme, BuiltInParameter parameter, String value)
      throws UriPartException {
    return (parameter == BuiltInParameter.BLOCKING && value.equals("yes"))
        || (parameter == BuiltInParameter.BEHAVIOUR
            && BuiltInParameter.behaviour(value) == SchemeRules.defaultBehaviour(scheme));
  }
}
