// SPDX-License-Identifier: Apache-2.0
package org.packetloom.structure;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** The rules on source text that neither the compiler nor the formatter knows. */
final class SourceShape {
  static final String LICENCE = "// SPDX-License-Identifier: Apache-2.0";
  static final int MAX_LINES = 400;

  /** Tables of constants, by file name: they may be as long as the header they mirror. */
  private static final Set<String> TABLES = Set.of();

  private static final Pattern OPEN_END = Pattern.compile("\\bTO" + "DO\\b(?!\\(#\\d+\\))");
  private static final Pattern SLEEP = Pattern.compile("\\.sleep\\(");

  private SourceShape() {}

  /**
   * One line per breach in {@code lines}, the text of {@code file}; main sources have rules of
   * their own.
   */
  static List<String> breaches(Path file, List<String> lines, boolean main) {
    var breaches = new ArrayList<String>();
    if (lines.isEmpty() || !lines.getFirst().equals(LICENCE)) {
      breaches.add(file + ":1: the first line is not: " + LICENCE);
    }
    if (main && lines.size() > MAX_LINES && !TABLES.contains(file.getFileName().toString())) {
      breaches.add(file + ": " + lines.size() + " lines, more than " + MAX_LINES);
    }
    for (int i = 0; i < lines.size(); i++) {
      var place = file + ":" + (i + 1);
      if (OPEN_END.matcher(lines.get(i)).find()) {
        breaches.add(place + ": unfinished work without an issue number");
      }
      if (main && SLEEP.matcher(withoutComment(lines.get(i))).find()) {
        breaches.add(place + ": sleeps; wait for a condition");
      }
    }
    return breaches;
  }

  private static String withoutComment(String line) {
    var text = line.strip();
    return text.startsWith("*") || text.startsWith("/*") ? "" : text.replaceFirst("//.*", "");
  }
}
