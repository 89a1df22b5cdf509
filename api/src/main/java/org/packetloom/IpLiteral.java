// SPDX-License-Identifier: Apache-2.0
package org.packetloom;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Literal IP addresses in their text form.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc4291#section-2.2">RFC 4291, section 2.2</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc5952">RFC 5952</a>
 */
final class IpLiteral {
  private static final int GROUPS = 8;

  private IpLiteral() {}

  /** Whether it is a dotted quad: four numbers up to 255, without leading zeros. */
  static boolean isVersion4(String text) {
    String[] numbers = text.split("\\.", -1);
    if (numbers.length != 4) {
      return false;
    }
    for (String number : numbers) {
      if (!isByte(number)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isByte(String number) {
    boolean hasLeadingZero = number.length() > 1 && number.startsWith("0");
    return AsciiText.isDigits(number)
        && number.length() <= 3
        && !hasLeadingZero
        && Integer.parseInt(number) <= 255;
  }

  /**
   * The canonical form of an IPv6 address.
   *
   * @return empty if {@code text} is none; zones and brackets do not belong to it
   */
  static Optional<String> canonicalVersion6(String text) {
    List<Integer> head = new ArrayList<>();
    List<Integer> tail = new ArrayList<>();
    int gap = text.indexOf("::");
    boolean isValid;
    if (gap < 0) {
      isValid = addGroups(text, true, head) && head.size() == GROUPS;
    } else {
      isValid =
          addGroups(text.substring(0, gap), false, head)
              && addGroups(text.substring(gap + 2), true, tail)
              && head.size() + tail.size() < GROUPS;
    }
    if (!isValid) {
      return Optional.empty();
    }
    while (head.size() + tail.size() < GROUPS) {
      head.add(0);
    }
    head.addAll(tail);
    return Optional.of(format(head));
  }

  private static boolean addGroups(String text, boolean mayEndInQuad, List<Integer> groups) {
    if (text.isEmpty()) {
      return true;
    }
    String[] pieces = text.split(":", -1);
    for (int i = 0; i < pieces.length; i++) {
      boolean isLast = i == pieces.length - 1;
      if (isLast && mayEndInQuad && isVersion4(pieces[i])) {
        addQuad(pieces[i], groups);
      } else if (isGroup(pieces[i])) {
        groups.add(Integer.parseInt(pieces[i], 16));
      } else {
        return false;
      }
    }
    return true;
  }

  private static boolean isGroup(String piece) {
    return !piece.isEmpty() && piece.length() <= 4 && piece.chars().allMatch(HexFormat::isHexDigit);
  }

  private static void addQuad(String quad, List<Integer> groups) {
    String[] numbers = quad.split("\\.", -1);
    groups.add(Integer.parseInt(numbers[0]) << 8 | Integer.parseInt(numbers[1]));
    groups.add(Integer.parseInt(numbers[2]) << 8 | Integer.parseInt(numbers[3]));
  }

  private static String format(List<Integer> groups) {
    if (groups.subList(0, 5).stream().allMatch(g -> g == 0) && groups.get(5) == 0xffff) {
      int high = groups.get(6);
      int low = groups.get(7);
      return "::ffff:%d.%d.%d.%d".formatted(high >> 8, high & 0xff, low >> 8, low & 0xff);
    }
    int gap = longestZeros(groups);
    if (gap < 0) {
      return join(groups);
    }
    int gapEnd = gap + zerosFrom(gap, groups);
    return join(groups.subList(0, gap)) + "::" + join(groups.subList(gapEnd, GROUPS));
  }

  private static String join(List<Integer> groups) {
    return groups.stream().map(Integer::toHexString).collect(Collectors.joining(":"));
  }

  /** Start of the first longest run of at least two zero groups, −1 if there is none. */
  private static int longestZeros(List<Integer> groups) {
    int best = -1;
    int bestLength = 1;
    for (int i = 0; i < GROUPS; i++) {
      int length = zerosFrom(i, groups);
      if (length > bestLength) {
        best = i;
        bestLength = length;
      }
    }
    return best;
  }

  private static int zerosFrom(int start, List<Integer> groups) {
    int end = start;
    while (end < GROUPS && groups.get(end) == 0) {
      end++;
    }
    return end - start;
  }
}
