// SPDX-License-Identifier: Apache-2.0
package org.packetloom;

import static org.packetloom.BuiltInParameter.ADDRESS;
import static org.packetloom.BuiltInParameter.BACKLOG;
import static org.packetloom.BuiltInParameter.BROADCAST;
import static org.packetloom.BuiltInParameter.CHECK_FOLDER;
import static org.packetloom.BuiltInParameter.CLOSE;
import static org.packetloom.BuiltInParameter.DIRECTION;
import static org.packetloom.BuiltInParameter.GROUP;
import static org.packetloom.BuiltInParameter.KEEPALIVE;
import static org.packetloom.BuiltInParameter.LINGER;
import static org.packetloom.BuiltInParameter.MODE;
import static org.packetloom.BuiltInParameter.MTU;
import static org.packetloom.BuiltInParameter.MULTI_QUEUE;
import static org.packetloom.BuiltInParameter.NODELAY;
import static org.packetloom.BuiltInParameter.OWNER;
import static org.packetloom.BuiltInParameter.RECEIVE_BUFFER;
import static org.packetloom.BuiltInParameter.REPLY;
import static org.packetloom.BuiltInParameter.REUSE_ADDRESS;
import static org.packetloom.BuiltInParameter.SEND_BUFFER;
import static org.packetloom.BuiltInParameter.TAKEOVER;
import static org.packetloom.BuiltInParameter.TXQUEUELEN;
import static org.packetloom.BuiltInParameter.UNLINK;

import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The built-in schemes: how each writes its target, behaves, and is set up by parameters. */
enum SchemeRules {
  TCP(TargetSyntax.HOST, Behaviour.STREAM, tcpParameters()),
  TCP4(TargetSyntax.HOST4, Behaviour.STREAM, tcpParameters()),
  TCP6(TargetSyntax.HOST6, Behaviour.STREAM, tcpParameters()),
  UDP(TargetSyntax.HOST, Behaviour.DATAGRAM, udpParameters()),
  UDP4(TargetSyntax.HOST4, Behaviour.DATAGRAM, udpParameters()),
  UDP6(TargetSyntax.HOST6, Behaviour.DATAGRAM, udpParameters()),
  LOCAL(
      TargetSyntax.LOCAL,
      List.of(Behaviour.STREAM, Behaviour.DATAGRAM, Behaviour.SEQPACKET),
      localParameters()),
  PIPE(TargetSyntax.PIPE, Behaviour.STREAM, Set.of()),
  FIFO(TargetSyntax.FILE, Behaviour.STREAM, EnumSet.of(DIRECTION, REPLY, MODE)),
  ANON(TargetSyntax.NOTHING, Behaviour.STREAM, Set.of()),
  FD(TargetSyntax.DESCRIPTOR, Behaviour.STREAM, EnumSet.of(CLOSE)),
  TUN(TargetSyntax.DEVICE, Behaviour.DATAGRAM, deviceParameters()),
  TAP(TargetSyntax.DEVICE, Behaviour.DATAGRAM, deviceParameters());

  private static final Map<String, SchemeRules> ALIASES = Map.of("unix", LOCAL, "filedesc", FD);

  private static final Map<String, SchemeRules> BY_NAME =
      Stream.of(values()).collect(Collectors.toUnmodifiableMap(SchemeRules::scheme, s -> s));

  private final TargetSyntax targetSyntax;
  private final List<Behaviour> behaviours;
  private final Set<BuiltInParameter> parameters;

  SchemeRules(TargetSyntax targetSyntax, Behaviour only, Set<BuiltInParameter> parameters) {
    this(targetSyntax, List.of(only), parameters);
  }

  SchemeRules(
      TargetSyntax targetSyntax, List<Behaviour> behaviours, Set<BuiltInParameter> parameters) {
    this.targetSyntax = targetSyntax;
    this.behaviours = behaviours;
    this.parameters = parameters;
  }

  private static Set<BuiltInParameter> tcpParameters() {
    return EnumSet.of(
        NODELAY, KEEPALIVE, REUSE_ADDRESS, LINGER, SEND_BUFFER, RECEIVE_BUFFER, BACKLOG);
  }

  private static Set<BuiltInParameter> localParameters() {
    return EnumSet.of(
        SEND_BUFFER, RECEIVE_BUFFER, BACKLOG, MODE, OWNER, GROUP, UNLINK, TAKEOVER, CHECK_FOLDER);
  }

  private static Set<BuiltInParameter> deviceParameters() {
    return EnumSet.of(MTU, TXQUEUELEN, ADDRESS, MULTI_QUEUE);
  }

  private static Set<BuiltInParameter> udpParameters() {
    return EnumSet.of(REUSE_ADDRESS, BROADCAST, SEND_BUFFER, RECEIVE_BUFFER);
  }

  /** The rules of a scheme, empty for one that is not built in; aliases were resolved before. */
  static Optional<SchemeRules> of(String scheme) {
    return Optional.ofNullable(BY_NAME.get(scheme));
  }

  /** The scheme that an alias stands for; other names as they are. */
  static String resolve(String lowerCaseName) {
    SchemeRules aliased = ALIASES.get(lowerCaseName);
    return aliased == null ? lowerCaseName : aliased.scheme();
  }

  /** All names, aliases included. */
  static Set<String> names() {
    Set<String> names = new TreeSet<>(BY_NAME.keySet());
    names.addAll(ALIASES.keySet());
    return Collections.unmodifiableSet(names);
  }

  String scheme() {
    return name().toLowerCase(Locale.ROOT);
  }

  TargetSyntax targetSyntax() {
    return targetSyntax;
  }

  /** How connectors of a scheme behave where the URI does not say; built in or not. */
  static Behaviour defaultBehaviour(String scheme) {
    return of(scheme).map(rules -> rules.behaviours.getFirst()).orElse(Behaviour.STREAM);
  }

  /** The built-in parameter of that name, empty if a scheme does not know it. */
  static Optional<BuiltInParameter> parameter(Optional<SchemeRules> rules, String key) {
    return parameters(rules).filter(p -> p.key().equals(key)).findFirst();
  }

  /** All built-in parameters of a scheme; the general ones if it is not built in. */
  static Stream<BuiltInParameter> parameters(Optional<SchemeRules> rules) {
    return Stream.concat(
        BuiltInParameter.GENERAL.stream(), rules.stream().flatMap(r -> r.parameters.stream()));
  }

  void ensurePossible(Behaviour behaviour, String asWritten) throws UriPartException {
    if (!behaviours.contains(behaviour)) {
      String possible =
          behaviours.stream()
              .map(b -> b.name().toLowerCase(Locale.ROOT))
              .collect(Collectors.joining(", "));
      throw ParameterSyntax.wrong(
          "behaviour", asWritten, "scheme " + scheme() + " can be " + possible + " only");
    }
  }
}
