// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One operating system on one processor architecture. Safe for use by any thread. */
public interface Platform {
  /**
   * Operating system and architecture.
   *
   * @return such as {@code linux-x86_64}
   */
  String name();

  /**
   * The calls that open, name and close descriptors.
   *
   * @return always the same object
   */
  Descriptors descriptors();

  /**
   * The calls about the peers of Unix-domain sockets.
   *
   * @return always the same object
   */
  LocalPeers localPeers();

  /**
   * The calls about folders and files.
   *
   * @return always the same object
   */
  Paths paths();

  /**
   * The calls about descriptors that others opened, and about pipes with a name.
   *
   * @return always the same object
   */
  ForeignDescriptors foreign();

  /**
   * The calls that make TUN and TAP devices.
   *
   * @return empty if the system has none, or not in this way
   */
  default Optional<TunnelDevices> tunnels() {
    return Optional.empty();
  }

  /**
   * The calls that make pipes with names that are no files.
   *
   * @return empty if the system has none
   */
  default Optional<NamedPipes> namedPipes() {
    return Optional.empty();
  }

  /**
   * The signals of this process.
   *
   * @return always the same object, on every platform of the process
   */
  SignalSource signals();

  /**
   * The meaning of error numbers.
   *
   * @return always the same object
   */
  Errors errors();

  /**
   * The pollers this operating system has, whether or not they work on this machine.
   *
   * @return fastest first; names are unique
   */
  List<PollerFactory> pollers();

  /**
   * The clock that deadlines are measured by.
   *
   * @return always the same clock
   */
  Clock clock();

  /**
   * What can be done where there is no IP version 6.
   *
   * @return a few words for whoever administers the system
   */
  String ipv6Remedy();

  /**
   * Why system calls that are made often go through the C library.
   *
   * @return in a few words; empty if they enter the kernel without it
   */
  default Optional<String> directCallsMissing() {
    return Optional.of("this system promises nothing but its library");
  }

  /**
   * Why datagrams of a batch do not go joined, for the kernel to cut, without being asked.
   *
   * @return in a few words; empty if they do where the kernel can cut
   */
  default Optional<String> joiningMissing() {
    return Optional.of("the system does not cut datagrams");
  }

  /**
   * Limits set by the system that bear on the number of connectors.
   *
   * @return names and values in the system's words, such as {@code RLIMIT_NOFILE} to {@code 20000};
   *     in a fixed order
   */
  Map<String, String> limits();
}
