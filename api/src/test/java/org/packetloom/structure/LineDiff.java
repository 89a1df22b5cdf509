// SPDX-License-Identifier: Apache-2.0
package org.packetloom.structure;

import java.util.ArrayList;
import java.util.List;

/**
 * The lines by which two texts differ, each below the last unindented line that both or either
 * have.
 */
final class LineDiff {
  private LineDiff() {}

  /**
   * Lines only in {@code before} start with {@code -}, lines only in {@code after} with {@code +}.
   */
  static List<String> of(List<String> before, List<String> after) {
    int[][] common = commonSuffixes(before, after);
    var result = new ArrayList<String>();
    var heading = "";
    int i = 0;
    int j = 0;
    while (i < before.size() || j < after.size()) {
      if (i < before.size() && j < after.size() && before.get(i).equals(after.get(j))) {
        heading = isHeading(after.get(j)) ? after.get(j) : heading;
        i++;
        j++;
        continue;
      }
      boolean removed =
          j == after.size() || (i < before.size() && common[i + 1][j] >= common[i][j + 1]);
      var line = removed ? before.get(i++) : after.get(j++);
      if (!heading.isEmpty() && !isHeading(line) && !line.isEmpty()) {
        result.add("  " + heading);
        heading = "";
      }
      result.add((removed ? "- " : "+ ") + line);
    }
    return result;
  }

  /**
   * Element (i, j) is the length of the longest common subsequence of the lines from i and from j
   * on.
   */
  private static int[][] commonSuffixes(List<String> before, List<String> after) {
    int[][] common = new int[before.size() + 1][after.size() + 1];
    for (int i = before.size() - 1; i >= 0; i--) {
      for (int j = after.size() - 1; j >= 0; j--) {
        common[i][j] =
            before.get(i).equals(after.get(j))
                ? common[i + 1][j + 1] + 1
                : Math.max(common[i + 1][j], common[i][j + 1]);
      }
    }
    return common;
  }

  private static boolean isHeading(String line) {
    return !line.isEmpty() && line.charAt(0) != ' ';
  }
}
