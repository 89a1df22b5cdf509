// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.demo;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.packetloom.Packetloom;
import org.packetloom.Probe;

/**
 * The demonstration: what serves, a row per scheme, then proofs beside the JDK. Prints each line as
 * soon as it is known.
 */
public final class Demo {
  /** A watchdog for rows and proofs, which take a second or less each unless others compute. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Packetloom loom;
  private final PrintWriter out;
  private final int connections;
  private final Duration time;
  private boolean isAllWell = true;

  /**
   * Prepares a demonstration.
   *
   * @param loom what is shown
   * @param out where
   * @param connections how many each row has at a time, 1 or more
   * @param time how long each row measures
   */
  public Demo(Packetloom loom, PrintWriter out, int connections, Duration time) {
    this.loom = loom;
    this.out = out;
    this.connections = connections;
    this.time = time;
  }

  /**
   * Shows everything.
   *
   * @return whether no row and no proof failed
   * @throws IOException if there is no place for a temporary folder
   * @throws InterruptedException if the caller is interrupted
   */
  public boolean run() throws IOException, InterruptedException {
    Probe probe = loom.probe();
    out.println(new Headline(probe).text());
    out.println();
    showSchemes(probe);
    out.println();
    showProofs(probe);
    out.println();
    out.println("Try next: examples/packetloom echo-server tcp://127.0.0.1:7000");
    out.println("and then: examples/packetloom echo-client tcp://127.0.0.1:7000 --count 100000");
    return isAllWell;
  }

  private void showSchemes(Probe probe) throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("packetloom");
    try {
      out.println(Row.HEADING);
      SchemeTrial trial = new SchemeTrial(loom, probe, connections, time, PATIENCE.plus(time));
      Schemes schemes = new Schemes(folder);
      for (Peers peers : schemes.peers()) {
        show(trial.of(peers));
      }
      for (Glimpse glimpse : schemes.glimpses()) {
        show(trial.of(glimpse));
      }
      MessageTrial.rows().forEach(this::show);
    } finally {
      Files.deleteIfExists(folder);
    }
  }

  private void show(Row row) {
    out.println(row.text());
    isAllWell &= row.isWell();
  }

  private void showProofs(Probe probe) throws InterruptedException {
    for (Proof proof :
        List.of(
            new InterruptProof(), new WriteTimeoutProof(), new FifoProof(), new ParkedProof())) {
      out.println(proof.title());
      Optional<String> reason = proof.needs().flatMap(needed -> SchemeTrial.whyNot(probe, needed));
      if (reason.isPresent()) {
        out.println("  skip(" + reason.get() + ")");
        continue;
      }
      show("packetloom", () -> proof.ours(loom), true);
      show("the JDK", proof::theirs, false);
    }
  }

  private void show(String who, Watchdog.Work<String> work, boolean isOurs)
      throws InterruptedException {
    String line;
    try {
      line = Watchdog.call(PATIENCE, work);
    } catch (IOException | RuntimeException e) {
      line = "FAILED(" + e.getMessage() + ")";
      isAllWell &= !isOurs;
    }
    out.printf("  %-12s%s%n", who, line);
  }
}
