// SPDX-License-Identifier: Apache-2.0
package org.packetloom.benchmarks.compare.server;

import java.util.Locale;

/** What a server does with each connection. */
public enum Role {
  /** Sends back what it receives. */
  ECHO,
  /** Writes blocks until the peer leaves. */
  SOURCE,
  /** Reads into a block until the peer leaves. */
  SINK,
  /** Has clients of its own, which ask and wait for the answer when told to. */
  PINGPONG;

  /**
   * Its name in a command line.
   *
   * @return the name in small letters
   */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
