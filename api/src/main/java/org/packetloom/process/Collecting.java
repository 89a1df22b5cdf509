// SPDX-License-Identifier: Apache-2.0
package org.packetloom.process;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.packetloom.BrokenPipeException;
import org.packetloom.Deadline;
import org.packetloom.Packetloom;
import org.packetloom.StreamConnector;

/**
 * Feeds a process and reads all that it writes, each stream in a thread of its own so that none
 * waits for another.
 */
final class Collecting {
  private static final byte[] NOTHING = {};

  private final Packetloom loom;
  private final ConnectorProcess process;
  private final List<Errand> errands = new ArrayList<>();
  private final Optional<Errand> stdout;
  private final Optional<Errand> stderr;

  Collecting(Packetloom loom, ConnectorProcess process, byte[] input) {
    this.loom = loom;
    this.process = process;
    process.input().ifPresent(in -> added(new Errand(() -> feed(in, input))));
    this.stdout = process.output().map(out -> added(new Errand(() -> all(out))));
    this.stderr = process.error().map(error -> added(new Errand(() -> all(error))));
  }

  private Errand added(Errand errand) {
    errands.add(errand);
    return errand;
  }

  private static byte[] feed(StreamConnector stdin, byte[] input) throws IOException {
    try (stdin) {
      stdin.write(input);
    } catch (BrokenPipeException _) {
      // it has read what it wanted
    }
    return NOTHING;
  }

  private static byte[] all(StreamConnector from) throws IOException {
    return from.inputStream().readAllBytes();
  }

  /** Waits for the end of all. */
  ProcessOutcome outcome(Deadline deadline) throws IOException {
    for (Errand errand : errands) {
      loom.threadFactory().newThread(errand).start();
    }
    return deadline.<ProcessOutcome, IOException>call(
        () -> {
          process.ending().await("run", () -> hasFailed() || hasEnded());
          for (Errand errand : errands) {
            errand.ensureWell();
          }
          return new ProcessOutcome(process.process().exitValue(), bytes(stdout), bytes(stderr));
        });
  }

  private boolean hasFailed() {
    return errands.stream().anyMatch(errand -> errand.failure != null);
  }

  private boolean hasEnded() {
    return !process.isAlive() && errands.stream().allMatch(errand -> errand.result != null);
  }

  private static byte[] bytes(Optional<Errand> errand) {
    return errand.map(e -> e.result).orElse(NOTHING);
  }

  /** What one thread does. */
  private final class Errand implements Runnable {
    private final Work work;

    /** How it ended, null before; one of them is written, once, by the thread. */
    private volatile byte @Nullable [] result;

    private volatile @Nullable Throwable failure;

    Errand(Work work) {
      this.work = work;
    }

    @Override
    public void run() {
      try {
        result = work.run();
      } catch (Throwable e) {
        failure = e;
      } finally {
        process.ending().signal();
      }
    }

    void ensureWell() throws IOException {
      Throwable known = failure;
      if (known != null) {
        throw new IOException("run " + process + ": " + known.getMessage(), known);
      }
    }
  }

  @FunctionalInterface
  private interface Work {
    byte[] run() throws IOException;
  }
}
