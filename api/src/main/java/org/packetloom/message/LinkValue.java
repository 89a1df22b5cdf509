// SPDX-License-Identifier: Apache-2.0
package org.packetloom.message;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The values of link conditions as text: numbers with units, and words. */
enum LinkValue {
  PROBABILITY("a probability, such as 20% or 0.2", Map.of(), "%=0.01", "~=1"),
  NUMBER("a number", Map.of(), "=1"),
  SWITCH("yes or no", Map.of("yes", BigDecimal.ONE, "no", BigDecimal.ZERO)),
  DURATION(
      "a duration, such as 25ms or 0.5s",
      Map.of(),
      "s=1000000000",
      "ms=1000000",
      "us=1000",
      "ns=1"),
  RATE(
      "a rate, such as 10mbit, or unlimited",
      Map.of("unlimited", BigDecimal.ZERO),
      "gbit=125000000",
      "mbit=125000",
      "kbit=125",
      "bit=0.125"),
  QUEUE(
      "a size, such as 64kb, or unlimited",
      Map.of("unlimited", BigDecimal.valueOf(Long.MAX_VALUE)),
      Texts.SIZES),
  SIZE("a size, such as 28b", Map.of(), Texts.SIZES);

  private static final class Texts {
    private static final String[] SIZES = {
      "gb=1000000000",
      "mb=1000000",
      "kb=1000",
      "b=1",
      "~gib=1073741824",
      "~mib=1048576",
      "~kib=1024",
      "~=1"
    };
  }

  /** A unit; one with a tilde is read, but not written. */
  private record Unit(String symbol, BigDecimal factor, boolean isWritten) {
    private static Unit of(String text) {
      int equals = text.indexOf('=');
      boolean isWritten = text.charAt(0) != '~';
      String symbol = text.substring(isWritten ? 0 : 1, equals);
      return new Unit(symbol, new BigDecimal(text.substring(equals + 1)), isWritten);
    }
  }

  private static final Pattern NUMBER_AND_UNIT =
      Pattern.compile("([0-9]{1,400}(?:\\.[0-9]{1,400})?) ?([a-z%]*)");

  private final String description;
  private final Map<String, BigDecimal> words;
  private final Unit[] units;

  LinkValue(String description, Map<String, BigDecimal> words, String... units) {
    this.description = description;
    this.words = words;
    this.units = Arrays.stream(units).map(Unit::of).toArray(Unit[]::new);
  }

  /** Reads a value; the name is for the failure. */
  BigDecimal read(String name, String text) {
    BigDecimal word = words.get(text);
    if (word != null) {
      return word;
    }
    Matcher matcher = NUMBER_AND_UNIT.matcher(text);
    if (matcher.matches()) {
      BigDecimal number = new BigDecimal(matcher.group(1));
      for (Unit unit : units) {
        if (unit.symbol.equals(matcher.group(2))) {
          return number.multiply(unit.factor);
        }
      }
    }
    throw new IllegalArgumentException(name + " is not " + description);
  }

  /** Writes a value as a word, or in the largest unit of which it is one or more. */
  String write(BigDecimal value) {
    for (Map.Entry<String, BigDecimal> word : words.entrySet()) {
      if (word.getValue().compareTo(value) == 0) {
        return word.getKey();
      }
    }
    Unit chosen = units[0];
    for (Unit unit : units) {
      if (unit.isWritten && value.compareTo(chosen.factor) < 0) {
        chosen = unit;
      }
    }
    return value.divide(chosen.factor).stripTrailingZeros().toPlainString() + chosen.symbol;
  }
}
