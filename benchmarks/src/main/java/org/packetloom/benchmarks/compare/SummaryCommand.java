// SPDX-License-Identifier: Apache-2.0
package org.packetloom.benchmarks.compare;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code compare summary}: prints the leading ratios of several results as one table. */
@Command(
    name = "compare",
    mixinStandardHelpOptions = true,
    usageHelpWidth = 100,
    description = {
      "Put the leading ratios of several results into one table of Markdown.",
      "Each says how many times better we are: what others need of what we need, or what we do of"
          + " what they do."
    })
final class SummaryCommand implements Callable<Integer> {
  /** What the first argument must be. */
  static final String NAME = "summary";

  @Spec private CommandSpec spec; // set once, by the parser

  @SuppressWarnings("UnusedVariable") // it is there to be asked for
  @Parameters(index = "0", paramLabel = NAME, description = "This word.")
  private String name; // written by the parser

  @Parameters(
      index = "1..*",
      arity = "1..*",
      paramLabel = "FILE",
      description = "What --json has written.")
  private List<Path> files; // written by the parser

  private SummaryCommand() {}

  static CommandLine commandLine() {
    return new CommandLine(new SummaryCommand());
  }

  @Override
  public Integer call() throws IOException {
    spec.commandLine().getOut().print(Summary.of(files));
    spec.commandLine().getOut().flush();
    return CommandLine.ExitCode.OK;
  }
}
