// SPDX-License-Identifier: Apache-2.0
package org.packetloom.message;

import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;

/** Link conditions as text: presets, and parts with a key and a value. */
final class LinkSyntax {
  private static final Map<String, LinkConditions> PRESETS = new LinkedHashMap<>();

  static {
    PRESETS.put("perfect", LinkConditions.PERFECT);
    PRESETS.put("default", LinkConditions.DEFAULT);
    PRESETS.put("bad", LinkConditions.BAD);
    PRESETS.put("very-bad", LinkConditions.VERY_BAD);
    PRESETS.put("very-very-bad", LinkConditions.VERY_VERY_BAD);
  }

  private LinkSyntax() {}

  static LinkConditions parse(String text) {
    String[] parts = text.toLowerCase(Locale.ROOT).split(",", -1);
    LinkConditions preset = PRESETS.get(parts[0].strip());
    LinkConditions.Builder builder = preset == null ? LinkConditions.builder() : preset.toBuilder();
    Set<LinkPart> given = EnumSet.noneOf(LinkPart.class);
    try {
      for (int i = preset == null ? 0 : 1; i < parts.length; i++) {
        add(parts[i].strip(), builder, given);
      }
      return builder.build();
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("link '" + text + "': " + e.getMessage(), e);
    }
  }

  private static void add(String text, LinkConditions.Builder builder, Set<LinkPart> given) {
    int equals = text.indexOf('=');
    if (equals < 0) {
      throw new IllegalArgumentException(
          "'" + text + "' is neither key=value nor, in front, one of " + list(PRESETS.keySet()));
    }
    LinkPart part = LinkPart.of(text.substring(0, equals).strip());
    if (!given.add(part)) {
      throw new IllegalArgumentException(part.key() + " is given twice");
    }
    part.read(text.substring(equals + 1).strip(), builder);
  }

  private static String list(Set<String> names) {
    return String.join(", ", names);
  }

  static String toText(LinkConditions conditions) {
    StringJoiner text = new StringJoiner(",").setEmptyValue("perfect");
    for (LinkPart part : LinkPart.values()) {
      String value = part.write(conditions);
      if (!value.equals(part.write(LinkConditions.PERFECT))) {
        text.add(part.key() + "=" + value);
      }
    }
    return text.toString();
  }
}
