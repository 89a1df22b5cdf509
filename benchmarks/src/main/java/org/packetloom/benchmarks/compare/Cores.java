// SPDX-License-Identifier: Apache-2.0
package org.packetloom.benchmarks.compare;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Which processors run what: the load the first one, a pinned server the last one.
 *
 * @param allowed the processors that this process may use
 */
record Cores(List<Integer> allowed) {
  private static final Path STATUS = Path.of("/proc/self/status");

  static Cores ofThisProcess() throws IOException, MissingException {
    if (!Files.isReadable(STATUS)) {
      throw new MissingException("needs Linux: there is no " + STATUS);
    }
    for (String line : Files.readAllLines(STATUS)) {
      if (line.startsWith("Cpus_allowed_list:")) {
        return new Cores(parse(line.substring(line.indexOf(':') + 1).strip()));
      }
    }
    throw new IOException(STATUS + " names no processors");
  }

  /** From the kernel's way to write a set, such as {@code 0-2,5}. */
  static List<Integer> parse(String list) {
    List<Integer> numbers = new ArrayList<>();
    for (String range : list.split(",")) {
      String[] ends = range.split("-");
      int last = Integer.parseInt(ends[ends.length - 1]);
      for (int i = Integer.parseInt(ends[0]); i <= last; i++) {
        numbers.add(i);
      }
    }
    return List.copyOf(numbers);
  }

  /** Whether load and server can have a processor each. */
  boolean canPin() {
    return allowed.size() > 1 && Tools.isInPath("taskset");
  }

  /** Looks at the distance of the two; empty if there is only one. */
  Optional<Distance.Probe> distance(Tools tools) {
    return canPin() ? Optional.of(() -> distanceNanos(tools)) : Optional.empty();
  }

  private double distanceNanos(Tools tools)
      throws IOException, InterruptedException, MissingException {
    List<String> command =
        List.of(
            tools.load().toString(),
            "distance",
            "--first",
            allowed.getFirst().toString(),
            "--second",
            allowed.getLast().toString());
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException("the distance of processors is unknown: " + said.strip());
    }
    return Measured.parse(said).number("trip_nanos");
  }

  List<String> pinnedLoad() {
    return List.of("taskset", "-c", allowed.getFirst().toString());
  }

  List<String> pinnedServer() {
    return List.of("taskset", "-c", allowed.getLast().toString());
  }
}
