// SPDX-License-Identifier: Apache-2.0
package org.packetloom.benchmarks.compare;

import java.util.List;
import java.util.stream.Stream;

/** Who can be compared. A new peer is a name here, and a server of that name. */
final class Peers {
  static final String REACTOR = "packetloom/reactor";
  static final String DROP_IN = "packetloom/dropin";
  static final String DROP_IN_VIRTUAL = "packetloom/dropin/virtual";
  static final String JDK_SOCKET = "jdk/socket";
  static final String JDK_CHANNEL = "jdk/channel";
  static final String JDK_SELECTOR = "jdk/selector";
  static final String NETTY_EPOLL = "netty/epoll";
  static final String NETTY_IO_URING = "netty/io_uring";
  static final String GO = "go";
  static final String C = "c";
  static final String C_LIBEVENT = "c/libevent";
  static final String C_LIBEV = "c/libev";
  static final String JUNIXSOCKET = "junixsocket";
  static final String SOCAT = "socat";

  private static final List<String> POLLERS = List.of("epoll", "io_uring", "poll");

  /** Every engine with every poller; one that a machine does not have is missing there. */
  static final List<String> OURS =
      Stream.of("loop", "virtual", "thread")
          .flatMap(engine -> POLLERS.stream().map(poller -> engine + "/" + poller))
          .map(name -> "packetloom/" + name)
          .toList();

  /** Ourselves, and through the sockets of {@code java.net}. */
  static final List<String> OURS_AND_DROP_IN =
      Stream.concat(OURS.stream(), Stream.of(DROP_IN, DROP_IN_VIRTUAL)).toList();

  /** Ourselves as compared unless asked otherwise: with the flag and without. */
  static final List<String> OURS_FIRST =
      List.of("packetloom/loop/epoll", "packetloom/virtual/epoll");

  private static final List<String> COMPILED_BEFORE = List.of(GO, C, C_LIBEVENT, C_LIBEV, SOCAT);

  static final List<String> ALL =
      Stream.of(
              OURS_AND_DROP_IN,
              List.of(REACTOR),
              List.of(JDK_SOCKET, JDK_CHANNEL, JDK_SELECTOR, NETTY_EPOLL, NETTY_IO_URING),
              List.of(JUNIXSOCKET),
              COMPILED_BEFORE)
          .flatMap(List::stream)
          .toList();

  private Peers() {}

  static boolean isOurs(String peer) {
    return peer.startsWith("packetloom/");
  }

  /** Whether it does not compile while it runs. */
  static boolean isCompiledBefore(String peer) {
    return COMPILED_BEFORE.contains(peer);
  }

  /** Ourselves in every form, and others. */
  static List<String> and(String... others) {
    return Stream.concat(OURS.stream(), Stream.of(others)).toList();
  }

  /** Ourselves as usual, and others. */
  static List<String> oursAnd(String... others) {
    return Stream.concat(OURS_FIRST.stream(), Stream.of(others)).toList();
  }
}
