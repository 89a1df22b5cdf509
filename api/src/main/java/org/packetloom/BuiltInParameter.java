// SPDX-License-Identifier: Apache-2.0
package org.packetloom;

import java.time.Duration;
import java.util.Locale;
import java.util.Set;

/**
 * The query parameters that need no registration: the values they take, and who has them. One line
 * for each.
 */
enum BuiltInParameter {
  BEHAVIOUR((n, v) -> behaviour(v).name().toLowerCase(Locale.ROOT), Group.ANY),
  BLOCKING(ParameterForm.SWITCH, Group.ANY),
  INTERRUPT((n, v) -> text(interruptPolicy(n, v)), Group.ANY),
  READ_TIMEOUT(ParameterForm.DURATION, Group.ANY),
  WRITE_TIMEOUT(ParameterForm.DURATION, Group.ANY),
  CONNECT_TIMEOUT(ParameterForm.DURATION, Group.ANY),

  SEND_BUFFER(ParameterForm.number(1), Group.SOCKET, Group.PIPE),
  RECEIVE_BUFFER(ParameterForm.number(1), Group.SOCKET, Group.PIPE),
  BACKLOG(ParameterForm.number(1), Group.LISTENER),

  REUSE_ADDRESS(ParameterForm.SWITCH, Group.INTERNET),
  REUSE_PORT(ParameterForm.SWITCH, Group.INTERNET),
  FREEBIND(ParameterForm.SWITCH, Group.INTERNET),
  TRANSPARENT(ParameterForm.SWITCH, Group.INTERNET),
  DEVICE(ParameterForm.name(15), Group.INTERNET),
  MARK(ParameterForm.bits(0, 0xffff_ffffL), Group.INTERNET),
  PRIORITY(ParameterForm.number(0), Group.INTERNET),
  TOS(ParameterForm.bits(0, 255), Group.INTERNET),
  TTL(ParameterForm.number(1, 255), Group.INTERNET),
  BUSY_POLL(ParameterForm.duration(Duration.ZERO, Duration.ofSeconds(2147)), Group.INTERNET),
  PACING_RATE(ParameterForm.number(1, Long.MAX_VALUE), Group.INTERNET),
  MTU_DISCOVERY(
      ParameterForm.word("off", "route", "always", "probe", "interface", "interface-cut"),
      Group.INTERNET),

  NODELAY(ParameterForm.SWITCH, Group.TCP),
  KEEPALIVE(ParameterForm.SWITCH, Group.TCP),
  KEEPALIVE_IDLE(
      ParameterForm.duration(Duration.ofSeconds(1), Duration.ofSeconds(32_767)), Group.TCP),
  KEEPALIVE_INTERVAL(
      ParameterForm.duration(Duration.ofSeconds(1), Duration.ofSeconds(32_767)), Group.TCP),
  KEEPALIVE_COUNT(ParameterForm.number(1, 127), Group.TCP),
  LINGER(ParameterForm.number(0, 65_535).orOff(), Group.TCP),
  USER_TIMEOUT(
      ParameterForm.duration(Duration.ZERO, Duration.ofMillis(Integer.MAX_VALUE)), Group.TCP),
  DEFER_ACCEPT(
      ParameterForm.duration(Duration.ZERO, Duration.ofSeconds(Integer.MAX_VALUE)), Group.TCP),
  FASTOPEN(ParameterForm.SWITCH, Group.TCP),
  FASTOPEN_QUEUE(ParameterForm.number(0), Group.TCP),
  NOTSENT_LOWAT(ParameterForm.number(1, 0xffff_ffffL), Group.TCP),
  MAX_SEGMENT(ParameterForm.number(88, 32_767), Group.TCP),
  CONGESTION(ParameterForm.name(15), Group.TCP),
  ATTEMPT_DELAY(ParameterForm.duration(Duration.ofMillis(10), Duration.ofSeconds(2)), Group.TCP),

  KEYSTORE(ParameterSyntax::toPath, Group.TLS),
  KEYSTORE_PASSWORD_FILE(ParameterSyntax::toPath, Group.TLS),
  TRUSTSTORE(ParameterSyntax::toPath, Group.TLS),
  TRUSTSTORE_PASSWORD_FILE(ParameterSyntax::toPath, Group.TLS),
  CLIENT_AUTH(ParameterForm.word("none", "want", "need"), Group.TLS),
  ALPN(ParameterForm.list(), Group.TLS),
  VERIFY(ParameterForm.word("yes", "chain", "no"), Group.TLS),
  SNI(ParameterForm.name(255), Group.TLS),
  TLS_VERSIONS(ParameterForm.list("1.2", "1.3"), Group.TLS),
  CIPHERS(ParameterForm.list(), Group.TLS),
  HANDSHAKE_TIMEOUT(ParameterForm.duration(Duration.ofMillis(1), Duration.ofHours(1)), Group.TLS),

  BROADCAST(ParameterForm.SWITCH, Group.UDP),

  MODE((n, v) -> String.format("%04o", ParameterSyntax.toMode(n, v)), Group.FIFO, Group.LOCAL),

  OWNER(ParameterSyntax::toAccount, Group.LOCAL),
  GROUP(ParameterSyntax::toAccount, Group.LOCAL),
  UNLINK(ParameterForm.SWITCH, Group.LOCAL),
  TAKEOVER(ParameterForm.SWITCH, Group.LOCAL),
  CHECK_FOLDER(ParameterForm.SWITCH, Group.LOCAL),

  DIRECTION(ParameterForm.word("read", "write"), Group.FIFO, Group.ANON),
  REPLY(ParameterSyntax::toPath, Group.FIFO),

  PIPE_MODE("mode", ParameterForm.word("byte", "message"), Group.PIPE),
  REMOTE(ParameterForm.SWITCH, Group.PIPE),
  ACCESS(ParameterForm.name(4096), Group.PIPE),
  INSTANCES(ParameterForm.number(1, 255), Group.PIPE),

  CLOSE(ParameterForm.SWITCH, Group.FD),

  MTU(ParameterForm.number(68, 65_535), Group.DEVICE),
  TXQUEUELEN(ParameterForm.number(0), Group.DEVICE),
  ADDRESS(InterfaceAddresses::canonical, Group.DEVICE),
  MULTI_QUEUE(ParameterForm.SWITCH, Group.DEVICE);

  /** Who has a parameter: a scheme is in several groups. */
  enum Group {
    /** Every scheme, the user's own included. */
    ANY,
    /** Schemes of sockets. */
    SOCKET,
    /** Schemes whose sockets listen. */
    LISTENER,
    /** Schemes of sockets with internet addresses. */
    INTERNET,
    /** Those of TCP. */
    TCP,
    /** That of encrypted TCP. */
    TLS,
    /** Those of UDP. */
    UDP,
    /** That of Unix-domain sockets. */
    LOCAL,
    /** That of pipes with a name in the file system. */
    FIFO,
    /** That of the named pipes of Windows. */
    PIPE,
    /** That of pipes without a name. */
    ANON,
    /** That of descriptors. */
    FD,
    /** Those of network devices. */
    DEVICE
  }

  private final String key;
  private final ParameterForm form;
  private final Set<Group> groups;

  BuiltInParameter(ParameterForm form, Group... groups) {
    this.key = name().toLowerCase(Locale.ROOT).replace('_', '-');
    this.form = form;
    this.groups = Set.of(groups);
  }

  /** One whose values are others than those of a parameter of the same name elsewhere. */
  BuiltInParameter(String key, ParameterForm form, Group... groups) {
    this.key = key;
    this.form = form;
    this.groups = Set.of(groups);
  }

  /** Whether schemes of a group have it. */
  boolean isOf(Group group) {
    return groups.contains(group);
  }

  /** The name as it stands in a URI. */
  String key() {
    return key;
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
    String word = ParameterSyntax.toWord(name, value, "keep-open", "close", "defer", "socket");
    return InterruptPolicy.valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'));
  }

  private static String text(InterruptPolicy policy) {
    return policy.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
