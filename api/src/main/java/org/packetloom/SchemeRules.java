// SPDX-License-Identifier: Apache-2.0
package org.packetloom;

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
import org.packetloom.BuiltInParameter.Group;

/** The built-in schemes: how each writes its target, behaves, and is set up by parameters. */
enum SchemeRules {
  TCP(TargetSyntax.HOST, Behaviour.STREAM, tcp()),
  TCP4(TargetSyntax.HOST4, Behaviour.STREAM, tcp()),
  TCP6(TargetSyntax.HOST6, Behaviour.STREAM, tcp()),
  TLS(
      TargetSyntax.HOST,
      Behaviour.STREAM,
      EnumSet.of(Group.SOCKET, Group.LISTENER, Group.INTERNET, Group.TCP, Group.TLS)),
  UDP(TargetSyntax.HOST, Behaviour.DATAGRAM, udp()),
  UDP4(TargetSyntax.HOST4, Behaviour.DATAGRAM, udp()),
  UDP6(TargetSyntax.HOST6, Behaviour.DATAGRAM, udp()),
  LOCAL(
      TargetSyntax.LOCAL,
      List.of(Behaviour.STREAM, Behaviour.DATAGRAM, Behaviour.SEQPACKET),
      EnumSet.of(Group.SOCKET, Group.LISTENER, Group.LOCAL)),
  PIPE(TargetSyntax.PIPE, Behaviour.STREAM, EnumSet.of(Group.LISTENER, Group.PIPE)),
  FIFO(TargetSyntax.FILE, Behaviour.STREAM, EnumSet.of(Group.FIFO)),
  ANON(TargetSyntax.NOTHING, Behaviour.STREAM, EnumSet.of(Group.ANON)),
  FD(TargetSyntax.DESCRIPTOR, Behaviour.STREAM, EnumSet.of(Group.FD)),
  TUN(TargetSyntax.DEVICE, Behaviour.DATAGRAM, EnumSet.of(Group.DEVICE)),
  TAP(TargetSyntax.DEVICE, Behaviour.DATAGRAM, EnumSet.of(Group.DEVICE));

  private static final Map<String, SchemeRules> ALIASES = Map.of("unix", LOCAL, "filedesc", FD);

  /** The parameters of schemes that are not built in. */
  private static final Map<String, BuiltInParameter> GENERAL = parameters(Set.of());

  private static final Map<String, SchemeRules> BY_NAME =
      Stream.of(values()).collect(Collectors.toUnmodifiableMap(SchemeRules::scheme, s -> s));

  private final TargetSyntax targetSyntax;
  private final List<Behaviour> behaviours;

  /** By name, those of every scheme included. */
  private final Map<String, BuiltInParameter> parameters;

  SchemeRules(TargetSyntax targetSyntax, Behaviour only, Set<Group> groups) {
    this(targetSyntax, List.of(only), groups);
  }

  SchemeRules(TargetSyntax targetSyntax, List<Behaviour> behaviours, Set<Group> groups) {
    this.targetSyntax = targetSyntax;
    this.behaviours = behaviours;
    this.parameters = parameters(groups);
  }

  private static Set<Group> tcp() {
    return EnumSet.of(Group.SOCKET, Group.LISTENER, Group.INTERNET, Group.TCP);
  }

  private static Set<Group> udp() {
    return EnumSet.of(Group.SOCKET, Group.INTERNET, Group.UDP);
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
    return Optional.ofNullable(byName(rules).get(key));
  }

  /** All built-in parameters of a scheme; the general ones if it is not built in. */
  static Stream<BuiltInParameter> parameters(Optional<SchemeRules> rules) {
    return byName(rules).values().stream();
  }

  private static Map<String, BuiltInParameter> byName(Optional<SchemeRules> rules) {
    return rules.map(known -> known.parameters).orElse(GENERAL);
  }

  private static Map<String, BuiltInParameter> parameters(Set<Group> groups) {
    return Stream.of(BuiltInParameter.values())
        .filter(p -> p.isOf(Group.ANY) || groups.stream().anyMatch(p::isOf))
        .collect(Collectors.toUnmodifiableMap(BuiltInParameter::key, p -> p));
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
