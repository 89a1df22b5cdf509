// SPDX-License-Identifier: Apache-2.0
package org.packetloom.benchmarks.compare;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Files that a report goes to. Null is one that nobody asked for. */
final class Outputs {
  @Option(names = "--json", paramLabel = "FILE", description = "Write all figures as JSON.")
  private Path json; // written by the parser

  @Option(names = "--csv", paramLabel = "FILE", description = "Write them as lines for a sheet.")
  private Path csv; // written by the parser

  @Option(names = "--html", paramLabel = "FILE", description = "Write a page with charts.")
  private Path html; // written by the parser

  @Option(names = "--markdown", paramLabel = "FILE", description = "Write tables for a README.")
  private Path markdown; // written by the parser

  void write(Report report) throws IOException {
    write(json, JsonForm.of(report));
    write(csv, CsvForm.of(report));
    write(html, HtmlForm.of(report));
    write(markdown, new Tables(report).markdown());
  }

  private static void write(Path file, String text) throws IOException {
    if (file != null) {
      Files.writeString(file, text);
    }
  }
}
