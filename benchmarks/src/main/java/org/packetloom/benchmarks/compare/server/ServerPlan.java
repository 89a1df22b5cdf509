// SPDX-License-Identifier: Apache-2.0
package org.packetloom.benchmarks.compare.server;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What a server process is asked to do.
 *
 * @param peer which server, such as {@code jdk/socket}
 * @param role what it does with each connection
 * @param blockBytes what it reads into or writes at once
 * @param timed whether every read has a deadline of 30 s
 * @param path the Unix-domain socket to listen at; empty for TCP
 */
public record ServerPlan(String peer, Role role, int blockBytes, boolean timed, String path) {
  /** What a read is given at most if it is timed. */
  public static final int DEADLINE_SECONDS = 30;

  /**
   * An untimed server at a TCP port of its choice.
   *
   * @param peer which server
   * @param role what it does with each connection
   * @param blockBytes what it reads into or writes at once
   * @return the plan
   */
  public static ServerPlan of(String peer, Role role, int blockBytes) {
    return new ServerPlan(peer, role, blockBytes, false, "");
  }

  /**
   * The same, with a deadline for every read or without.
   *
   * @param isTimed whether there is one
   * @return the plan
   */
  public ServerPlan withTimed(boolean isTimed) {
    return new ServerPlan(peer, role, blockBytes, isTimed, path);
  }

  /**
   * The same at a Unix-domain socket.
   *
   * @param place its path
   * @return the plan
   */
  public ServerPlan withPath(String place) {
    return new ServerPlan(peer, role, blockBytes, timed, place);
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
        "path=" + path);
  }

  /**
   * Reads what {@link #arguments} wrote.
   *
   * @param arguments as given to the process
   * @return the plan
   * @throws IllegalArgumentException if one is unknown
   */
  public static ServerPlan parse(String... arguments) {
    ServerPlan plan = of("", Role.ECHO, 1);
    for (String argument : arguments) {
      int equals = argument.indexOf('=');
      plan = plan.with(argument.substring(0, equals), argument.substring(equals + 1));
    }
    return plan;
  }

  private ServerPlan with(String key, String value) {
    return switch (key) {
      case "peer" -> new ServerPlan(value, role, blockBytes, timed, path);
      case "role" -> {
        Role parsed = Role.valueOf(value.toUpperCase(Locale.ROOT));
        yield new ServerPlan(peer, parsed, blockBytes, timed, path);
      }
      case "block" -> new ServerPlan(peer, role, Integer.parseInt(value), timed, path);
      case "timed" -> withTimed(Boolean.parseBoolean(value));
      case "path" -> withPath(value);
      default -> throw new IllegalArgumentException(key + "=" + value);
    };
  }
}
