// SPDX-License-Identifier: Apache-2.0
package org.packetloom;

/**
 * The authority {@code host:port} of the schemes {@code tcp} and {@code udp}.
 *
 * <p>What looks like an address and is none, such as {@code 1.2.3} or {@code 0x7f000001}, is
 * rejected: a resolver would take it for another address, or for a name.
 */
final class HostSyntax {
  private static final int LONGEST_NAME = 253;
  private static final int LONGEST_LABEL = 63;
  private static final int HIGHEST_PORT = 65_535;

  private HostSyntax() {}

  /** The target that an authority names, in normal form; percent-encoded as it was given. */
  static ConnectorTarget.Host parse(String authority) throws UriPartException {
    if (authority.isEmpty()) {
      throw new UriPartException("authority", authority, "host and port are missing");
    }
    if (authority.startsWith("[")) {
      return parseBracketed(authority);
    }
    int colon = authority.indexOf(':');
    if (colon != authority.lastIndexOf(':')) {
      throw new UriPartException("host", authority, "put an IPv6 address in brackets: [::1]:80");
    }
    String host = colon < 0 ? authority : authority.substring(0, colon);
    String service = colon < 0 ? "" : service(authority.substring(colon + 1));
    return new ConnectorTarget.Host(host.isEmpty() ? "" : name(host), "", service);
  }

  private static ConnectorTarget.Host parseBracketed(String authority) throws UriPartException {
    int end = authority.indexOf(']');
    if (end < 0) {
      throw new UriPartException("host", authority, "']' is missing");
    }
    String rest = authority.substring(end + 1);
    if (!rest.isEmpty() && !rest.startsWith(":")) {
      throw new UriPartException("port", rest, "only ':' and a port may follow ']'");
    }
    String inside = authority.substring(1, end);
    int percent = inside.indexOf('%');
    String address = percent < 0 ? inside : inside.substring(0, percent);
    String canonical =
        IpLiteral.canonicalVersion6(address)
            .orElseThrow(
                () -> new UriPartException("host", "[" + inside + "]", "not an IPv6 address"));
    String zone = percent < 0 ? "" : zone(inside.substring(percent));
    return new ConnectorTarget.Host(
        canonical, zone, rest.isEmpty() ? "" : service(rest.substring(1)));
  }

  /**
   * The zone behind {@code %} or {@code %25}. Text after the first kind is percent-decoded too;
   * {@code %25} alone is the interface with number 25.
   *
   * @see <a href="https://www.rfc-editor.org/rfc/rfc6874#section-2">RFC 6874, section 2</a>
   */
  private static String zone(String text) throws UriPartException {
    boolean isEncoded = text.startsWith("%25") && text.length() > 3;
    String zone = PercentCoding.decode("zone", text.substring(isEncoded ? 3 : 1));
    if (zone.isEmpty()) {
      throw new UriPartException("zone", text, "the name of an interface must follow %");
    }
    if (zone.chars().anyMatch(c -> c <= ' ' || c == 0x7f || c == '/')) {
      throw new UriPartException("zone", text, "not the name of an interface");
    }
    return zone;
  }

  private static String name(String encoded) throws UriPartException {
    String host = AsciiText.toLowerCase(PercentCoding.decode("host", encoded));
    if (IpLiteral.isVersion4(host)) {
      return host;
    }
    String relative = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
    if (relative.length() > LONGEST_NAME) {
      throw new UriPartException("host", host, "a name has at most " + LONGEST_NAME + " bytes");
    }
    for (String label : relative.split("\\.", -1)) {
      ensureLabel(host, label);
    }
    String last = relative.substring(relative.lastIndexOf('.') + 1);
    if (AsciiText.isDigits(last) || last.startsWith("0x")) {
      throw new UriPartException(
          "host", host, "not an IPv4 address: four numbers up to 255, without leading zeros");
    }
    return host;
  }

  private static void ensureLabel(String host, String label) throws UriPartException {
    if (label.isEmpty() || label.length() > LONGEST_LABEL) {
      throw new UriPartException(
          "host", host, "between the dots of a name are 1 to " + LONGEST_LABEL + " bytes");
    }
    if (!AsciiText.consistsOfLettersDigitsAnd("-_", label)) {
      throw new UriPartException(
          "host", host, "a name has letters, digits, '-' and '_' (others in their xn-- form)");
    }
    if (label.startsWith("-") || label.endsWith("-")) {
      throw new UriPartException("host", host, "'-' stands at the edge of a label");
    }
  }

  /** A port or the name of a service; empty for port 0. */
  private static String service(String text) throws UriPartException {
    if (text.isEmpty()) {
      throw new UriPartException("port", text, "a port must follow ':'");
    }
    if (AsciiText.isDigits(text)) {
      return port(text);
    }
    if (!AsciiText.isLetter(text.charAt(0))
        || !AsciiText.consistsOfLettersDigitsAnd("-_.+", text)) {
      throw new UriPartException(
          "port", text, "neither a number from 0 to 65535 nor the name of a service");
    }
    return text;
  }

  private static String port(String digits) throws UriPartException {
    if (digits.length() > 1 && digits.startsWith("0")) {
      throw new UriPartException("port", digits, "has leading zeros");
    }
    if (digits.length() > 5 || Integer.parseInt(digits) > HIGHEST_PORT) {
      throw new UriPartException("port", digits, "the highest port is " + HIGHEST_PORT);
    }
    return digits.equals("0") ? "" : digits;
  }

  /** Writes a target in normal form; what is wrong in it stays wrong, for the parser to find. */
  static String write(ConnectorTarget.Host target) throws UriPartException {
    String host = target.host();
    boolean isVersion6 = host.indexOf(':') >= 0;
    if (host.indexOf('%') >= 0 || (!isVersion6 && !target.zone().isEmpty())) {
      throw new UriPartException(
          "host", host + " zone " + target.zone(), "a zone belongs to an IPv6 address, apart");
    }
    String service = PercentCoding.encode("port", target.service(), "+");
    boolean isPortZero = service.isEmpty() || service.equals("0");
    if (host.isEmpty()) {
      return isPortZero ? ":0" : ":" + service;
    }
    return (isVersion6 ? bracketed(host, target.zone()) : PercentCoding.encode("host", host, ""))
        + (isPortZero ? "" : ":" + service);
  }

  private static String bracketed(String host, String zone) throws UriPartException {
    String address =
        IpLiteral.canonicalVersion6(host)
            .orElseThrow(() -> new UriPartException("host", host, "not an IPv6 address"));
    return "["
        + address
        + (zone.isEmpty() ? "" : "%25" + PercentCoding.encode("zone", zone, ""))
        + "]";
  }
}
