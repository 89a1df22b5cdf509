// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.command;

import java.util.Optional;
import org.packetloom.DatagramConnector;
import org.packetloom.message.LinkConditions;
import org.packetloom.message.SimulatedDatagrams;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** Options that make a good link bad, to see what becomes of it. */
final class LinkOption {
  @Spec(Target.MIXEE)
  private CommandSpec spec; // set once, by the parser's constructor

  @Option(
      names = "--loss",
      paramLabel = "PERCENT",
      description = "Lose so many of the datagrams sent here, and of those received.")
  private Optional<Double> percent = Optional.empty(); // written by the parser

  @Option(
      names = "--link",
      paramLabel = "LINK",
      description =
          "What becomes of datagrams, in both directions: loss=20%%,delay=25ms,jitter=5ms,"
              + "rate=1mbit,queue=64kb; bad, very-bad, very-very-bad.")
  private Optional<String> text = Optional.empty(); // written by the parser

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Another number has other datagrams lost (default: 1).")
  private long seed; // written by the parser

  /** Refuses values that are none. */
  void ensureValid() {
    conditions();
  }

  /** What was asked for; empty if nothing was. */
  Optional<LinkConditions> conditions() {
    if (percent.isPresent() && (percent.get() < 0 || percent.get() > 90)) {
      throw new ParameterException(spec.commandLine(), "--loss must be 0 to 90");
    }
    try {
      var link = text.map(LinkConditions::parse);
      if (percent.isEmpty()) {
        return link;
      }
      var builder = link.map(LinkConditions::toBuilder).orElseGet(LinkConditions::builder);
      return Optional.of(builder.loss(percent.get() / 100).build());
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), "--link: " + e.getMessage(), e);
    }
  }

  /** A connector over such a link. */
  DatagramConnector over(DatagramConnector connector) {
    var link = conditions();
    return link.isEmpty()
        ? connector
        : SimulatedDatagrams.over(connector, link.get(), link.get(), seed);
  }
}
