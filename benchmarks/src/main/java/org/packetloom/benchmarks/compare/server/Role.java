// SPDX-License-Identifier: Apache-2.0
package org.packetloom.benchmarks.compare.server;

import java.util.Locale;

/** What a server does with each connection, or a process by itself. */
public enum Role {
  /** Sends back what it receives. */
  ECHO,
  /** Writes blocks until the peer leaves. */
  SOURCE,
  /** Reads into a block until the peer leaves. */
  SINK,
  /** Joins each connection to one that it makes. */
  RELAY,
  /** Has clients of its own, which ask and wait for the answer when told to. */
  PINGPONG,
  /** Has both ends of flows of datagrams. */
  DATAGRAM,
  /** Has connectors along which a byte is passed on. */
  CASCADE;

  /**
   * Its name in a command line.
   *
   * @return the name in small letters
   */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Whether connections come from outside, or are made as if they did.
   *
   * @return whether there is a listener
   */
  public boolean listens() {
    return this != DATAGRAM && this != CASCADE;
  }
}
