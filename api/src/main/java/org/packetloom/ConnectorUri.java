// SPDX-License-Identifier: Apache-2.0
package org.packetloom;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The name of a connector: a scheme, what it points at, and settings.
 *
 * <p>The form is {@code scheme://authority/path?query#fragment}, where all after {@code ://} may be
 * missing if the scheme allows it. Characters that a URI may not have, such as spaces and all
 * beyond ASCII, are percent-encoded in UTF-8. A user name before the host is always refused.
 *
 * <table>
 *   <caption>The built-in schemes</caption>
 *   <tr><th>scheme<th>form<th>behaviour<th>parameters
 *   <tr><td>{@code tcp}, {@code tcp4}, {@code tcp6}<td>{@code host:port}, {@code [::1]:port},
 *       {@code [fe80::1%eth0]:port}, {@code :port} for all interfaces; a service's name may stand
 *       for the port; no port is port 0<td>stream<td>those of sockets, of listeners, of the
 *       internet and of TCP
 *   <tr><td>{@code udp}, {@code udp4}, {@code udp6}<td>the same<td>datagram<td>those of sockets and
 *       of the internet; {@code broadcast}
 *   <tr><td>{@code tls}<td>the same as {@code tcp}<td>stream<td>those of {@code tcp}, and those of
 *       TLS
 *   <tr><td>{@code local}, alias {@code unix}<td>{@code /path}, {@code /%00name} for an abstract
 *       name of 1 to 107 bytes, {@code /%00} for one that the system chooses when binding, nothing
 *       for an unnamed socket<td>stream, datagram, seqpacket<td>those of sockets and of listeners;
 *       {@code mode}, {@code owner}, {@code group}, {@code unlink}, {@code takeover}, {@code
 *       check-folder}
 *   <tr><td>{@code pipe}<td>{@code /name}<td>stream<td>that of listeners; {@code mode},
 *       {@code remote}, {@code access}, {@code instances}, {@code send-buffer},
 *       {@code receive-buffer}
 *   <tr><td>{@code fifo}<td>{@code /path}<td>stream<td>{@code direction}, {@code reply},
 *       {@code mode}
 *   <tr><td>{@code anon}<td>nothing<td>stream<td>{@code direction}, for pairs
 *   <tr><td>{@code fd}, alias {@code filedesc}<td>{@code /number}, {@code /stdin}, {@code /stdout},
 *       {@code /stderr}, {@code /listen/name} for a listener of the service manager<td>stream<td>{@code
 *       close}
 *   <tr><td>{@code tun}, {@code tap}<td>{@code /device}, {@code /prefix%25d} for the first number
 *       that is free, or nothing<td>datagram<td>{@code mtu},
 *       {@code txqueuelen}, {@code address}, {@code multi-queue}
 * </table>
 *
 * <p>Paths have slashes on every system; a drive of Windows stands behind the first, as in {@code
 * local:///C:/Temp/x.sock}.
 *
 * <p>Any other scheme is one of the user's own: its target is {@link ConnectorTarget.Opaque}.
 *
 * <p><b>{@code fifo}</b>: each end is opened by its first use, the writing end once somebody reads;
 * {@code direction} ({@code read}, {@code write}) leaves only one. The end is read when the last
 * writer has left; what a later writer writes follows it. Listening makes the pipe if it is not
 * there, with the permissions in {@code mode} or for its owner alone, and removes what it made; it
 * has one connection at a time. {@code reply} is the path of a second pipe for the other way.
 *
 * <p><b>{@code pipe}</b>: a named pipe of Windows, {@code \\.\pipe\name}. What follows is for
 * listening, but for {@code mode}. {@code mode} is {@code byte}, or {@code message}: then each
 * write is a message to programs that read messages, and the output can be shut down, which is an
 * empty message; both ends of a pipe are of the mode that its listener chose, and a client that
 * gives another fails. {@code remote} (a switch) admits clients of other machines. {@code access}
 * says who may connect, as a security descriptor in the language of Windows (SDDL); without it only
 * the user who listens may. {@code instances} (1 to 255, 255 for no limit) is the most connections
 * at once, of which {@code backlog} may wait to be accepted; {@code send-buffer} and {@code
 * receive-buffer} are what a connection holds for each direction, as the listener sees it.
 *
 * <p><b>{@code fd}</b>: works on a descriptor that stays somebody else's, and leaves the flags of
 * its open file alone; {@code close} (a switch) has it closed with the connector. To take one over,
 * see {@link ConnectorBuilder#adopt}.
 *
 * <p><b>{@code tls}</b>: TLS over {@code tcp}. {@code keystore} is the path of the keys that this
 * side shows, which a server needs, and {@code truststore} that of the certificates it trusts in
 * place of those that the JDK does: a key store of the JDK or a PEM file, whose password is the
 * first line of the file {@code keystore-password-file} or {@code truststore-password-file}. {@code
 * client-auth} ({@code none}, {@code want}, {@code need}) says whether a server asks for
 * certificates, {@code verify} what a client checks: {@code yes} for the chain and the host, {@code
 * chain}, or {@code no}. {@code alpn}, {@code tls-versions} (of {@code 1.2}, {@code 1.3}) and
 * {@code ciphers} are lists, joined by commas. {@code sni} is the host that a client asks for and
 * verifies in place of the one in the URI, or the only one that a server serves; {@code
 * handshake-timeout} a duration. Connecting does the handshake; an accepted connection does it when
 * it is first used.
 *
 * <p>Parameters are written {@code name=value} and joined by {@code &}; a name alone means {@code
 * yes}. Names are case-insensitive and may be given once. Every scheme has {@code behaviour}
 * ({@code stream}, {@code datagram} or {@code dgram}, {@code seqpacket}), {@code blocking} (a
 * switch), {@code interrupt} ({@code keep-open}, {@code close}, {@code defer}, {@code socket}), and
 * the durations {@code read-timeout}, {@code write-timeout} and {@code connect-timeout}, of which
 * zero means no limit. A switch is {@code yes}, {@code true}, {@code 1}, {@code no}, {@code false}
 * or {@code 0}; a duration a number with one of the units {@code us}, {@code ms}, {@code s}, {@code
 * m}, {@code h}; {@code mode} an octal number up to 0777; {@code owner} and {@code group} a name or
 * a number; {@code address} one or more of {@code 10.9.0.1/24} or {@code fd09::1/64}, separated by
 * commas.
 *
 * <table>
 *   <caption>The parameters of sockets, named after the options that they set</caption>
 *   <tr><th>of<th>parameters
 *   <tr><td>sockets<td>{@code send-buffer}, {@code receive-buffer}: bytes
 *   <tr><td>listeners<td>{@code backlog}: a number
 *   <tr><td>the internet<td>{@code reuse-address}, {@code reuse-port}, {@code freebind}, {@code
 *       transparent}: switches; {@code device}: an interface's name; {@code mark}, {@code tos}:
 *       numbers, which may be hexadecimal with {@code 0x}; {@code priority}, {@code ttl}: numbers;
 *       {@code busy-poll}: a duration; {@code pacing-rate}: bytes per second; {@code mtu-discovery}:
 *       {@code off}, {@code route}, {@code always}, {@code probe}, {@code interface} or {@code
 *       interface-cut}
 *   <tr><td>TCP<td>{@code nodelay}, {@code keepalive}, {@code fastopen} (to connect with): switches;
 *       {@code keepalive-idle}, {@code keepalive-interval}, {@code user-timeout}, {@code
 *       defer-accept}: durations; {@code keepalive-count}, {@code fastopen-queue} (to listen with),
 *       {@code notsent-lowat}, {@code max-segment}: numbers; {@code linger}: seconds or {@code off};
 *       {@code congestion}: a name; {@code attempt-delay}: a duration between attempts to connect
 * </table>
 *
 * <p>The values of parameters that the scheme knows are checked by {@link #parse}; that there are
 * no others is checked by {@link #ensureParametersKnown}, for other code may define more.
 *
 * <p>Immutable and safe for use by any thread. Two URIs are equal if their {@link #canonical()}
 * forms have the same text.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc3986">RFC 3986</a>
 */
public final class ConnectorUri {
  private final String text;
  private final String scheme;
  private final ConnectorTarget target;
  private final Map<String, String> parameters;
  private final String fragment;

  /** For the parser alone, which has checked every part. */
  ConnectorUri(
      String text,
      String scheme,
      ConnectorTarget target,
      Map<String, String> parameters,
      String fragment) {
    this.text = text;
    this.scheme = scheme;
    this.target = target;
    this.parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
    this.fragment = fragment;
  }

  /**
   * Reads a URI.
   *
   * @param text the URI, without white space around it
   * @return the URI, whose {@link #toString()} is {@code text}
   * @throws ConnectorUriException if any part of it is wrong; the message names the part
   */
  public static ConnectorUri parse(String text) throws ConnectorUriException {
    try {
      return ConnectorUriParser.parse(text);
    } catch (UriPartException wrong) {
      throw wrong.in(text);
    }
  }

  /**
   * Puts a URI without parameters together.
   *
   * @param scheme a scheme or an alias, in any case
   * @param target what it points at, of the kind that the scheme has; of any kind for a scheme that
   *     is not built in
   * @return the URI, in canonical form
   * @throws IllegalArgumentException if the scheme cannot have that target
   */
  public static ConnectorUri of(String scheme, ConnectorTarget target) {
    return ConnectorUriWriter.assemble(scheme, target, Map.of(), "");
  }

  /**
   * The names of the parameters that are built in for any scheme.
   *
   * @return lower-case names, unmodifiable
   */
  public static Set<String> builtInParameters() {
    return Stream.of(BuiltInParameter.values())
        .map(BuiltInParameter::key)
        .collect(Collectors.toUnmodifiableSet());
  }

  /**
   * The names of the schemes that are built in.
   *
   * @return lower-case names, aliases included, unmodifiable
   */
  public static Set<String> builtInSchemes() {
    return SchemeRules.names();
  }

  /**
   * The scheme.
   *
   * @return lower case, with aliases resolved
   */
  public String scheme() {
    return scheme;
  }

  /**
   * What the URI points at.
   *
   * @return the target, decoded and in normal form: host names in lower case, IPv6 addresses as RFC
   *     5952 writes them, no port for port 0
   */
  public ConnectorTarget target() {
    return target;
  }

  /**
   * The parameters of the query.
   *
   * @return lower-case names and decoded values, in the order of the URI, unmodifiable
   */
  public Map<String, String> parameters() {
    return parameters;
  }

  /**
   * The value of a parameter.
   *
   * @param name in lower case
   * @return the decoded value, {@code yes} if the name stands alone; empty if it is not given
   */
  public Optional<String> parameter(String name) {
    return Optional.ofNullable(parameters.get(name));
  }

  /**
   * What follows {@code #}; it has no meaning here.
   *
   * @return the decoded text; empty if there is none
   */
  public Optional<String> fragment() {
    return fragment.isEmpty() ? Optional.empty() : Optional.of(fragment);
  }

  /**
   * How bytes travel.
   *
   * @return what the parameter {@code behaviour} says, else the scheme's default; that of a scheme
   *     that is not built in is {@link Behaviour#STREAM}
   */
  public Behaviour behaviour() {
    return value("behaviour", (_, value) -> BuiltInParameter.behaviour(value))
        .orElseGet(() -> SchemeRules.defaultBehaviour(scheme));
  }

  /**
   * Whether plain calls wait.
   *
   * @return false only if the parameter {@code blocking} says so
   */
  public boolean isBlocking() {
    return flag("blocking").orElse(true);
  }

  /**
   * What an interrupt does, as the parameter {@code interrupt} says.
   *
   * @return empty if it is not given
   */
  public Optional<InterruptPolicy> interruptPolicy() {
    return value("interrupt", BuiltInParameter::interruptPolicy);
  }

  /**
   * The value of a parameter that is a duration, such as {@code read-timeout}.
   *
   * @param name in lower case
   * @return zero or more; empty if it is not given
   * @throws IllegalArgumentException if the value is no duration; never so for those that {@link
   *     #parse} knows to be one
   */
  public Optional<Duration> duration(String name) {
    return value(name, ParameterSyntax::toDuration);
  }

  /**
   * The value of a parameter that is a switch, such as {@code nodelay}.
   *
   * @param name in lower case
   * @return empty if it is not given
   * @throws IllegalArgumentException if the value is no switch; never so for those that {@link
   *     #parse} knows to be one
   */
  public Optional<Boolean> flag(String name) {
    return value(name, ParameterSyntax::toBoolean);
  }

  /**
   * The value of a parameter that is a number, such as {@code backlog}.
   *
   * @param name in lower case
   * @return zero or more, −1 for {@code off}; empty if it is not given
   * @throws IllegalArgumentException if the value is no decimal number up to 2147483647; never so
   *     for those that {@link #parse} knows to be one
   */
  public OptionalInt integer(String name) {
    return value(name, ParameterSyntax::toIntegerOrOff)
        .map(OptionalInt::of)
        .orElseGet(OptionalInt::empty);
  }

  /**
   * Checks that every parameter has a meaning.
   *
   * @param additional lower-case names known besides those that are built in for the scheme
   * @throws ConnectorUriException if there is one more; the message names it
   */
  public void ensureParametersKnown(Set<String> additional) throws ConnectorUriException {
    Set<String> known =
        SchemeRules.parameters(SchemeRules.of(scheme))
            .map(BuiltInParameter::key)
            .collect(Collectors.toCollection(TreeSet::new));
    known.addAll(additional);
    for (Map.Entry<String, String> entry : parameters.entrySet()) {
      if (!known.contains(entry.getKey())) {
        String reason = "scheme " + scheme + " knows " + String.join(", ", known);
        throw ParameterSyntax.wrong(entry.getKey(), entry.getValue(), reason).in(text);
      }
    }
  }

  /**
   * The one spelling of everything that means the same.
   *
   * <p>The scheme and host names are in lower case, aliases are resolved, IPv6 addresses are
   * written as RFC 5952 says, and exactly what need not be is not percent-encoded. Port 0, an empty
   * fragment, and the parameters {@code behaviour} and {@code blocking} are left out where they say
   * the default; the other parameters are sorted, and the values known to the scheme have one
   * spelling.
   *
   * @return a URI that is equal to this one
   */
  public ConnectorUri canonical() {
    Map<String, String> sorted = ConnectorUriWriter.canonical(scheme, parameters);
    return ConnectorUriWriter.assemble(scheme, target, sorted, fragment);
  }

  /**
   * This URI with another target.
   *
   * @param other of the kind that the scheme has
   * @return a URI with the same scheme, parameters and fragment
   * @throws IllegalArgumentException if the scheme cannot have that target
   */
  public ConnectorUri withTarget(ConnectorTarget other) {
    return ConnectorUriWriter.assemble(scheme, other, parameters, fragment);
  }

  /**
   * This URI with another scheme, such as {@code tcp4} in place of {@code tcp}.
   *
   * @param other a scheme or an alias, in any case
   * @return a URI with the same target, parameters and fragment
   * @throws IllegalArgumentException if the scheme cannot have that target or one of the values
   */
  public ConnectorUri withScheme(String other) {
    return ConnectorUriWriter.assemble(other, target, parameters, fragment);
  }

  private <T> Optional<T> value(String name, ParameterSyntax.Reader<T> reader) {
    String value = parameters.get(name);
    if (value == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(reader.read(name, value));
    } catch (UriPartException wrong) {
      throw wrong.asArgument();
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ConnectorUri that
        && (text.equals(that.text) || canonical().text.equals(that.canonical().text));
  }

  @Override
  public int hashCode() {
    return canonical().text.hashCode();
  }

  /**
   * The text that was parsed or put together, exactly.
   *
   * @return the URI
   */
  @Override
  public String toString() {
    return text;
  }
}
