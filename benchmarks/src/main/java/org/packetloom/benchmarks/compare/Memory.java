// SPDX-License-Identifier: Apache-2.0
package org.packetloom.benchmarks.compare;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;

/** Whether so many servers fit into memory at once. */
final class Memory {
  /** What a server in Java takes at most, most of it heap. */
  private static final long MIB_OF_A_SERVER = 512;

  private static final long KIB_PER_MIB = 1024;

  private Memory() {}

  /**
   * Checks that there is room, as far as that can be known.
   *
   * @throws MissingException if there is not
   */
  static void ensureFits(Plan plan) throws MissingException {
    ensureFits(plan, available());
  }

  /** As the other, with so much in MiB; empty if nobody knows. */
  static void ensureFits(Plan plan, OptionalLong available) throws MissingException {
    long servers = plan.mostServersInJava();
    long needed = servers * MIB_OF_A_SERVER;
    if (plan.starts() > 1 && available.isPresent() && needed > available.getAsLong()) {
      throw new MissingException(
          ("%d servers at a time may take %d MiB of memory, and %d are free: use fewer --peers or"
                  + " --starts")
              .formatted(servers, needed, available.getAsLong()));
    }
  }

  private static OptionalLong available() {
    try {
      return parse(Files.readAllLines(Path.of("/proc/meminfo")));
    } catch (IOException _) {
      return OptionalLong.empty(); // another system than Linux
    }
  }

  /** MiB that can be had, of lines as the kernel writes them. */
  static OptionalLong parse(List<String> lines) {
    return lines.stream()
        .filter(line -> line.startsWith("MemAvailable:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) / KIB_PER_MIB)
        .findFirst();
  }
}
