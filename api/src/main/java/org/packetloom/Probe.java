// SPDX-License-Identifier: Apache-2.0
package org.packetloom;

import java.util.List;
import java.util.Objects;

/**
 * What this toolkit can do on this machine, and why not more.
 *
 * @param version of Packetloom
 * @param system operating system and processor, such as {@code linux-x86_64}
 * @param engine the engine in use
 * @param poller the poller in use
 * @param findings everything looked at, in the order engines, pollers, features, schemes,
 *     capabilities, limits
 */
public record Probe(
    String version, String system, String engine, String poller, List<Finding> findings) {
  /** Copies the list. */
  public Probe {
    Objects.requireNonNull(version, "version");
    Objects.requireNonNull(system, "system");
    Objects.requireNonNull(engine, "engine");
    Objects.requireNonNull(poller, "poller");
    findings = List.copyOf(findings);
  }

  /** What a finding is about. */
  public enum Kind {
    /** How pollers and virtual threads are run. */
    ENGINE,
    /** A kernel notification object. */
    POLLER,
    /** Something of the system that pollers of one kind use, named after both. */
    FEATURE,
    /** A scheme of connectors. */
    SCHEME,
    /** A {@link Capability}. */
    CAPABILITY,
    /** A number set by the system, such as descriptors per process. */
    LIMIT
  }

  /**
   * One thing looked at.
   *
   * @param kind what it is about
   * @param name its name
   * @param isAvailable whether it can be used; true for a limit
   * @param detail its value, or why it is missing
   * @param remedy what to do about a missing one, empty if nothing
   */
  public record Finding(Kind kind, String name, boolean isAvailable, String detail, String remedy) {
    /** Checks that nothing is missing. */
    public Finding {
      Objects.requireNonNull(kind, "kind");
      Objects.requireNonNull(name, "name");
      Objects.requireNonNull(detail, "detail");
      Objects.requireNonNull(remedy, "remedy");
    }
  }
}
