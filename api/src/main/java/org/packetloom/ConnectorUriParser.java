// SPDX-License-Identifier: Apache-2.0
package org.packetloom;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Takes a URI apart and checks every part.
 *
 * <p>Each part ends at the first of the characters that may begin a later one, and is
 * percent-decoded only then.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc3986#section-3">RFC 3986, section 3</a>
 */
final class ConnectorUriParser {
  /** What may stand in a URI besides letters and digits; brackets only in the authority. */
  private static final String ALLOWED = "-._~:/?#[]@!$&'()*+,;=%";

  private ConnectorUriParser() {}

  static ConnectorUri parse(String text) throws UriPartException {
    int colon = text.indexOf(':');
    String scheme = scheme(colon < 0 ? text : text.substring(0, colon));
    if (colon < 0 || !text.startsWith("//", colon + 1)) {
      throw new UriPartException(
          "scheme", colon < 0 ? text : text.substring(0, colon), "'://' must follow");
    }
    ensureCharacters(text);
    int begin = colon + 3;
    int fragmentAt = indexOrEnd(text, "#", begin, text.length());
    int queryAt = indexOrEnd(text, "?", begin, fragmentAt);
    int pathAt = indexOrEnd(text, "/", begin, queryAt);
    String authority = text.substring(begin, pathAt);
    String path = plain("path", text.substring(pathAt, queryAt));
    String query = plain("query", afterMark(text, queryAt, fragmentAt));
    String fragment = plain("fragment", afterMark(text, fragmentAt, text.length()));
    if (authority.indexOf('@') >= 0) {
      throw new UriPartException("authority", authority, "must not name a user: no '@'");
    }

    Optional<SchemeRules> rules = SchemeRules.of(scheme);
    ConnectorTarget target =
        rules.map(SchemeRules::targetSyntax).orElse(TargetSyntax.OPAQUE).parse(authority, path);
    Map<String, String> parameters = parameters(query);
    ensureValues(rules, parameters);
    return new ConnectorUri(
        text, scheme, target, parameters, PercentCoding.decode("fragment", fragment));
  }

  /** The scheme that a name means: lower case, aliases resolved. */
  static String scheme(String name) throws UriPartException {
    if (name.isEmpty()
        || !AsciiText.isLetter(name.charAt(0))
        || !AsciiText.consistsOfLettersDigitsAnd("+-.", name)) {
      throw new UriPartException(
          "scheme", name, "must be a letter, then letters, digits, '+', '-' or '.'");
    }
    return SchemeRules.resolve(AsciiText.toLowerCase(name));
  }

  private static void ensureCharacters(String text) throws UriPartException {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!AsciiText.isLetterOrDigit(c) && ALLOWED.indexOf(c) < 0) {
        throw new UriPartException(
            "character",
            Character.isISOControl(c)
                ? "\\u%04x".formatted((int) c)
                : Character.toString(text.codePointAt(i)),
            "at index " + i + ", " + remedy(c));
      }
    }
  }

  private static String remedy(char c) {
    return c == '\\'
        ? "write '/' between the names of a path, and %5C in a name"
        : "must be percent-encoded";
  }

  private static int indexOrEnd(String text, String mark, int begin, int end) {
    int index = text.indexOf(mark, begin);
    return index < 0 || index > end ? end : index;
  }

  private static String afterMark(String text, int mark, int end) {
    return mark == end ? "" : text.substring(mark + 1, end);
  }

  private static String plain(String kind, String part) throws UriPartException {
    if (part.indexOf('[') >= 0 || part.indexOf(']') >= 0 || part.indexOf('#') >= 0) {
      throw new UriPartException(kind, part, "'[', ']' and '#' must be percent-encoded here");
    }
    return part;
  }

  private static Map<String, String> parameters(String query) throws UriPartException {
    Map<String, String> parameters = new LinkedHashMap<>();
    if (query.isEmpty()) {
      return parameters;
    }
    for (String pair : query.split("&", -1)) {
      int equals = pair.indexOf('=');
      String key = key(pair, equals < 0 ? pair : pair.substring(0, equals));
      String value =
          equals < 0 ? "yes" : PercentCoding.decode("parameter", pair.substring(equals + 1));
      if (parameters.putIfAbsent(key, value) != null) {
        throw new UriPartException("parameter", pair, "'" + key + "' is given twice");
      }
    }
    return parameters;
  }

  private static String key(String pair, String encoded) throws UriPartException {
    String key = PercentCoding.decode("parameter", encoded);
    if (key.isEmpty()) {
      throw new UriPartException("parameter", pair, "its name is missing");
    }
    if (!AsciiText.consistsOfLettersDigitsAnd("-_.", key)) {
      throw new UriPartException(
          "parameter", pair, "a name has letters, digits, '-', '_' and '.' only");
    }
    return AsciiText.toLowerCase(key);
  }

  private static void ensureValues(Optional<SchemeRules> rules, Map<String, String> parameters)
      throws UriPartException {
    for (Map.Entry<String, String> entry : parameters.entrySet()) {
      Optional<BuiltInParameter> known = SchemeRules.parameter(rules, entry.getKey());
      if (known.isPresent()) {
        known.get().canonical(entry.getValue());
      }
    }
    String behaviour = parameters.get(BuiltInParameter.BEHAVIOUR.key());
    if (behaviour != null && rules.isPresent()) {
      rules.get().ensurePossible(BuiltInParameter.behaviour(behaviour), behaviour);
    }
  }
}
