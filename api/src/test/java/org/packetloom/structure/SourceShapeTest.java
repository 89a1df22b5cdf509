// SPDX-License-Identifier: Apache-2.0
package org.packetloom.structure;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** All sources have the shape we agreed on, and the check would notice if not. */
class SourceShapeTest {
  private static final List<String> MODULES =
      List.of("api", "api/conformance", "platform", "runtime", "examples", "benchmarks");
  private static final Path FILE = Path.of("Planted.java");

  @Test
  void allSourcesKeepTheRules() throws Exception {
    var breaches = new ArrayList<String>();
    for (var module : MODULES) {
      for (var kind : List.of("main", "test", "preview", "previewTest")) {
        breaches.addAll(breaches(module, kind));
      }
    }
    assertThat(breaches).isEmpty();
  }

  @Test
  void missingLicenceIsReported() {
    assertThat(SourceShape.breaches(FILE, List.of("package planted;"), false))
        .singleElement()
        .asString()
        .startsWith("Planted.java:1: the first line is not");
    assertThat(SourceShape.breaches(FILE, List.of(), false)).hasSize(1);
  }

  @Test
  void lengthIsReportedInMainSourcesOnly() {
    var lines = new ArrayList<>(Collections.nCopies(SourceShape.MAX_LINES, ""));
    lines.addFirst(SourceShape.LICENCE);
    assertThat(SourceShape.breaches(FILE, lines, true))
        .containsExactly("Planted.java: 401 lines, more than 400");
    assertThat(SourceShape.breaches(FILE, lines, false)).isEmpty();
  }

  @Test
  void openEndNeedsItsIssue() {
    var mark = "TO" + "DO"; // split, or this file breaks the rule itself
    assertThat(planted("// " + mark + ": later"))
        .containsExactly("Planted.java:2: unfinished work without an issue number");
    assertThat(planted("// " + mark + "(#7): later")).isEmpty();
  }

  @Test
  void sleepIsReportedUnlessInComment() {
    assertThat(planted("Thread.sleep(5);"))
        .containsExactly("Planted.java:2: sleeps; wait for a condition");
    assertThat(planted("TimeUnit.SECONDS.sleep(5);")).hasSize(1);
    assertThat(planted(" * Thread.sleep(5) is not used.")).isEmpty();
    assertThat(planted("run(); // not Thread.sleep(5)")).isEmpty();
  }

  private static List<String> planted(String line) {
    return SourceShape.breaches(FILE, List.of(SourceShape.LICENCE, line), true);
  }

  private static List<String> breaches(String module, String kind) throws Exception {
    var breaches = new ArrayList<String>();
    for (var file :
        Repository.files(Repository.root().resolve(module).resolve("src").resolve(kind), ".java")) {
      var name = Repository.root().relativize(file);
      boolean main = !kind.toLowerCase(Locale.ROOT).endsWith("test");
      breaches.addAll(SourceShape.breaches(name, Files.readAllLines(file), main));
    }
    return breaches;
  }
}
