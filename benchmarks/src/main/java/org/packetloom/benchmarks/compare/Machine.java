// SPDX-License-Identifier: Apache-2.0
package org.packetloom.benchmarks.compare;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;

/**
 * Where a run took place.
 *
 * @param cpus how many processors it could use
 * @param cpu what they are
 * @param kernel name and release
 * @param jdk version of the Java runtime
 * @param load one minute's load average before the run began: others who used the machine
 * @param date day of the run, UTC
 */
record Machine(int cpus, String cpu, String kernel, String jdk, double load, String date) {
  static Machine here() {
    return new Machine(
        Runtime.getRuntime().availableProcessors(),
        cpuName(),
        System.getProperty("os.name") + " " + System.getProperty("os.version"),
        System.getProperty("java.vendor") + " " + Runtime.version(),
        loadAverage(),
        LocalDate.now(ZoneOffset.UTC).toString());
  }

  private static String cpuName() {
    try {
      return Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse(System.getProperty("os.arch"));
    } catch (IOException _) {
      return System.getProperty("os.arch");
    }
  }

  private static double loadAverage() {
    try {
      return Double.parseDouble(Files.readString(Path.of("/proc/loadavg")).split(" ")[0]);
    } catch (IOException _) {
      return Double.NaN;
    }
  }
}
