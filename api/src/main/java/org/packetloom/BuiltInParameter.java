// SPDX-License-Identifier: Apache-2.0
package org.packetloom;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** The query parameters that need no registration, and the values they take. */
enum BuiltInParameter {
  BEHAVIOUR((n, v) -> behaviour(v).name().toLowerCase(Locale.ROOT)),
  BLOCKING(BuiltInParameter::canonicalSwitch),
  INTERRUPT((n, v) -> interruptPolicy(n, v).name().toLowerCase(Locale.ROOT).replace('_', '-')),
  READ_TIMEOUT(BuiltInParameter::canonicalDuration),
  WRITE_TIMEOUT(BuiltInParameter::canonicalDuration),
  CONNECT_TIMEOUT(BuiltInParameter::canonicalDuration),

  NODELAY(BuiltInParameter::canonicalSwitch),
  KEEPALIVE(BuiltInParameter::canonicalSwitch),
  REUSE_ADDRESS(BuiltInParameter::canonicalSwitch),
  BROADCAST(BuiltInParameter::canonicalSwitch),
  LINGER(
      (n, v) -> AsciiText.toLowerCase(v).equals("off") ? "off" : canonicalInteger(n, v, 0, 65_535)),
  SEND_BUFFER((n, v) -> canonicalInteger(n, v, 1, Integer.MAX_VALUE)),
  RECEIVE_BUFFER((n, v) -> canonicalInteger(n, v, 1, Integer.MAX_VALUE)),
  BACKLOG((n, v) -> canonicalInteger(n, v, 1, Integer.MAX_VALUE)),

  MODE((n, v) -> String.format("%04o", ParameterSyntax.toMode(n, v))),
  OWNER(ParameterSyntax::toAccount),
  GROUP(ParameterSyntax::toAccount),
  UNLINK(BuiltInParameter::canonicalSwitch),
  TAKEOVER(BuiltInParameter::canonicalSwitch),
  CHECK_FOLDER(BuiltInParameter::canonicalSwitch),

  REPLY(ParameterSyntax::toPath),
  CLOSE(BuiltInParameter::canonicalSwitch),
  DIRECTION((n, v) -> ParameterSyntax.toWord(n, v, "read", "write")),

  MTU((n, v) -> canonicalInteger(n, v, 68, 65_535)),
  TXQUEUELEN((n, v) -> canonicalInteger(n, v, 0, Integer.MAX_VALUE)),
  ADDRESS(InterfaceAddresses::canonical),
  MULTI_QUEUE(BuiltInParameter::canonicalSwitch);

  /** Those of every scheme, the user's own included. */
  static final Set<BuiltInParameter> GENERAL = EnumSet.range(BEHAVIOUR, CONNECT_TIMEOUT);

  private final Form form;

  BuiltInParameter(Form form) {
    this.form = form;
  }

  /** What values are right, and how they are written in canonical URIs. */
  @FunctionalInterface
  private interface Form {
    String canonical(String name, String value) throws UriPartException;
  }

  /** The name as it stands in a URI. */
  String key() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Checks a value; returns its one canonical spelling. */
  String canonical(String value) throws UriPartException {
    return form.canonical(key(), value);
  }

  static Behaviour behaviour(String value) throws UriPartException {
    String word =
        ParameterSyntax.toWord("behaviour", value, "stream", "datagram", "dgram", "seqpacket");
    return word.equals("dgram")
        ? Behaviour.DATAGRAM
        : Behaviour.valueOf(word.toUpperCase(Locale.ROOT));
  }

  static InterruptPolicy interruptPolicy(String name, String value) throws UriPartException {
    String word = ParameterSyntax.toWord(name, value, "keep-open", "close", "defer");
    return InterruptPolicy.valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'));
  }

  private static String canonicalSwitch(String name, String value) throws UriPartException {
    return ParameterSyntax.toBoolean(name, value) ? "yes" : "no";
  }

  private static String canonicalDuration(String name, String value) throws UriPartException {
    return ParameterSyntax.toText(ParameterSyntax.toDuration(name, value));
  }

  private static String canonicalInteger(String name, String value, int least, int most)
      throws UriPartException {
    int number = ParameterSyntax.toInteger(name, value);
    if (number < least || number > most) {
      throw ParameterSyntax.wrong(name, value, "not from " + least + " to " + most);
    }
    return Integer.toString(number);
  }
}
