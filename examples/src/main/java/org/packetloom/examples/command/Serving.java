// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import org.packetloom.ConnectorUri;
import org.packetloom.Deadline;
import org.packetloom.Server;
import org.packetloom.event.Signal;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What commands that serve until a signal asks them to stop have in common. */
final class Serving {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec; // set once, by the parser's constructor

  @Option(
      names = "--max-connections",
      paramLabel = "N",
      description = "Serve at most so many at a time; others wait to be accepted.")
  private int maxConnections; // written by the parser; 0 if not given

  @Option(
      names = "--drain-timeout",
      paramLabel = "TIME",
      defaultValue = "5s",
      description = "How long to wait for connections after a signal (default: 5s).")
  private Duration drainTimeout; // written by the parser

  /** How connections that stand are waited for. */
  @FunctionalInterface
  interface Drain {
    void drain(Signal signal, Deadline deadline) throws IOException;
  }

  /** Refuses values that are none. */
  void ensureValid() {
    if (maxConnections < 0) {
      throw new ParameterException(spec.commandLine(), "--max-connections must be at least 1");
    }
  }

  /** Sets the limit, if there is one. */
  Server.Builder limit(Server.Builder builder) {
    return maxConnections > 0 ? builder.maxConnections(maxConnections) : builder;
  }

  /**
   * Says where it listens, waits for the first signal, and drains; closes at the second.
   *
   * @param words where to say it
   */
  void run(StopSignal stop, List<ConnectorUri> uris, PrintWriter words, Drain drain, Runnable close)
      throws IOException, InterruptedException {
    for (ConnectorUri uri : uris) {
      words.println("listening " + uri);
    }
    Signal signal = stop.await();
    stop.atNext(close);
    drain.drain(signal, Deadline.after(drainTimeout));
  }
}
