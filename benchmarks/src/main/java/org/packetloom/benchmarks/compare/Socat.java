// SPDX-License-Identifier: Apache-2.0
package org.packetloom.benchmarks.compare;

import java.util.List;
import org.packetloom.benchmarks.compare.server.ServerPlan;

/** The peer {@code socat}, a relay that is a process for each connection. */
final class Socat {
  /**
   * Behaves as our servers do: says when it is ready, at which port, and ends with standard input.
   */
  private static final String SCRIPT =
      """
      socat -d -d -b 262144 TCP-LISTEN:0,bind=127.0.0.1,backlog=1024,nodelay,fork,reuseaddr \
      "TCP:127.0.0.1:$1,nodelay" 2>"$2/socat-$1.log" &
      tries=0
      until port=$(sed -n 's/.* listening on .*:\\([0-9]*\\)$/\\1/p' "$2/socat-$1.log") && [ "$port" ]; do
        tries=$((tries + 1))
        [ $tries -lt 200 ] || { kill $!; exit 1; }
        sleep 0.02
      done
      echo "READY $port one process for each connection"
      read -r line
      kill $!
      wait
      """;

  private Socat() {}

  /** The command; its only plan is that of a relay. */
  static List<String> command(ServerPlan plan, String folder) throws MissingException {
    if (!Tools.isInPath("socat")) {
      throw new MissingException("no socat in PATH (Debian: apt-get install socat)");
    }
    return List.of("sh", "-c", SCRIPT, "socat", Integer.toString(plan.target()), folder);
  }
}
