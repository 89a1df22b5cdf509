// SPDX-License-Identifier: Apache-2.0
package org.packetloom.benchmarks.compare.server;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What a server process is asked to do.
 *
 * @param peer which server, such as {@code jdk/socket}
 * @param role what it does with each connection, or by itself
 * @param blockBytes what it reads into or writes at once
 * @param timed whether every read has a deadline of 30 s
 * @param path the Unix-domain socket to listen at; empty for TCP
 * @param target the port that a relay connects to; 0 for others
 * @param variant in which of several ways it does its work; empty if there is one
 * @param messageBytes how long a message of the clients is that it has itself; 0 for others
 */
public record ServerPlan(
    String peer,
    Role role,
    int blockBytes,
    boolean timed,
    String path,
    int target,
    String variant,
    int messageBytes) {
  /** What a read is given at most if it is timed. */
  public static final int DEADLINE_SECONDS = 30;

  /** The variant of a server that refuses connections for which it has no descriptor. */
  public static final String SHED = "shed";

  /** The variant of a server whose connections are encrypted, and of its clients. */
  public static final String TLS = "tls";

  /**
   * An untimed server at a TCP port of its choice.
   *
   * @param peer which server
   * @param role what it does with each connection
   * @param blockBytes what it reads into or writes at once
   * @return the plan
   */
  public static ServerPlan of(String peer, Role role, int blockBytes) {
    return new ServerPlan(peer, role, blockBytes, false, "", 0, "", 0);
  }

  /**
   * The same, with a deadline for every read or without.
   *
   * @param isTimed whether there is one
   * @return the plan
   */
  public ServerPlan withTimed(boolean isTimed) {
    return new ServerPlan(peer, role, blockBytes, isTimed, path, target, variant, messageBytes);
  }

  /**
   * The same at a Unix-domain socket.
   *
   * @param place its path
   * @return the plan
   */
  public ServerPlan withPath(String place) {
    return new ServerPlan(peer, role, blockBytes, timed, place, target, variant, messageBytes);
  }

  /**
   * The same for a relay.
   *
   * @param port what it connects to
   * @return the plan
   */
  public ServerPlan withTarget(int port) {
    return new ServerPlan(peer, role, blockBytes, timed, path, port, variant, messageBytes);
  }

  /**
   * The same in one of several ways.
   *
   * @param way which
   * @return the plan
   */
  public ServerPlan withVariant(String way) {
    return new ServerPlan(peer, role, blockBytes, timed, path, target, way, messageBytes);
  }

  /**
   * The same with clients of its own.
   *
   * @param bytes how long their messages are
   * @return the plan
   */
  public ServerPlan withMessages(int bytes) {
    return new ServerPlan(peer, role, blockBytes, timed, path, target, variant, bytes);
  }

  /**
   * The path, if there is one.
   *
   * @return where to listen, or empty for TCP
   */
  public Optional<String> localPath() {
    return path.isEmpty() ? Optional.empty() : Optional.of(path);
  }

  /**
   * Words it for a command line.
   *
   * @return arguments {@link #parse} understands
   */
  public List<String> arguments() {
    return List.of(
        "peer=" + peer,
        "role=" + role.word(),
        "block=" + blockBytes,
        "timed=" + timed,
        "path=" + path,
        "target=" + target,
        "variant=" + variant,
        "message=" + messageBytes);
  }

  /**
   * Reads what {@link #arguments} wrote.
   *
   * @param arguments as given to the process
   * @return the plan
   * @throws IllegalArgumentException if one is unknown
   */
  public static ServerPlan parse(String... arguments) {
    Map<String, String> values =
        new HashMap<>(Map.of("path", "", "target", "0", "variant", "", "message", "0"));
    for (String argument : arguments) {
      int equals = argument.indexOf('=');
      values.put(argument.substring(0, equals), argument.substring(equals + 1));
    }
    ServerPlan plan =
        of(
                taken(values, "peer"),
                Role.valueOf(taken(values, "role").toUpperCase(Locale.ROOT)),
                Integer.parseInt(taken(values, "block")))
            .withTimed(Boolean.parseBoolean(taken(values, "timed")))
            .withPath(taken(values, "path"))
            .withTarget(Integer.parseInt(taken(values, "target")))
            .withVariant(taken(values, "variant"))
            .withMessages(Integer.parseInt(taken(values, "message")));
    if (!values.isEmpty()) {
      throw new IllegalArgumentException("unknown: " + values.keySet());
    }
    return plan;
  }

  private static String taken(Map<String, String> values, String key) {
    String value = values.remove(key);
    if (value == null) {
      throw new IllegalArgumentException("missing: " + key);
    }
    return value;
  }
}
