// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.LongFunction;
import java.util.function.LongPredicate;
import java.util.function.ToLongFunction;
import org.packetloom.ConnectorUri;
import org.packetloom.platform.SocketSetting;
import org.packetloom.platform.SocketSettings;

/**
 * An option that the system keeps as a number: a number, a switch, a duration or a choice.
 *
 * @param <T> the option's type
 * @param encode makes the system's number of a value, allowed or not
 * @param decode makes a value of the system's number
 * @param parse reads a parameter of a URI
 * @param isAllowed tells which numbers are
 * @param range words what is allowed
 */
record NumberForm<T>(
    ToLongFunction<T> encode,
    LongFunction<T> decode,
    BiFunction<ConnectorUri, String, T> parse,
    LongPredicate isAllowed,
    String range)
    implements OptionForm<T> {
  private static final String HEXADECIMAL = "0x";

  /** True or false. */
  static NumberForm<Boolean> ofSwitch() {
    return new NumberForm<>(
        value -> value ? 1 : 0, number -> number != 0, NumberForm::parseSwitch, _ -> true, "");
  }

  /** True or false, each of which is one of several numbers; any other number is false. */
  static NumberForm<Boolean> ofSwitch(int whenOn, int whenOff) {
    return new NumberForm<>(
        value -> value ? whenOn : whenOff,
        number -> number == whenOn,
        NumberForm::parseSwitch,
        _ -> true,
        "");
  }

  private static Boolean parseSwitch(ConnectorUri uri, String parameter) {
    return uri.flag(parameter).orElseThrow();
  }

  /** A number from the least to the most. */
  static NumberForm<Integer> of(int least, int most) {
    return new NumberForm<>(
        Integer::longValue,
        number -> (int) number,
        (uri, parameter) -> (int) parseNumber(uri, parameter),
        within(least, most),
        least + " to " + most);
  }

  /** A number from the least to the most, or more than an int holds. */
  static NumberForm<Long> ofLong(long least, long most) {
    return new NumberForm<>(
        Long::longValue,
        number -> number,
        NumberForm::parseNumber,
        within(least, most),
        least + " to " + most);
  }

  /** A number from 1 on, or −1 for no limit. */
  static NumberForm<Long> ofRate() {
    return new NumberForm<>(
        Long::longValue,
        number -> number,
        NumberForm::parseNumber,
        number -> number == -1 || number > 0,
        "-1, or 1 or more");
  }

  private static LongPredicate within(long least, long most) {
    return number -> number >= least && number <= most;
  }

  private static long parseNumber(ConnectorUri uri, String parameter) {
    String text = uri.parameter(parameter).orElseThrow().toLowerCase(Locale.ROOT);
    if (text.equals("off")) {
      return -1;
    }
    return text.startsWith(HEXADECIMAL)
        ? Long.parseLong(text.substring(HEXADECIMAL.length()), 16)
        : Long.parseLong(text);
  }

  /** A duration in a unit, rounded up to it, of the least to the most units. */
  static NumberForm<Duration> of(Duration unit, int least, int most) {
    return new NumberForm<>(
        value -> toUnits(value, unit),
        unit::multipliedBy,
        (uri, parameter) -> uri.duration(parameter).orElseThrow(),
        within(least, most),
        unit.multipliedBy(least) + " to " + unit.multipliedBy(most));
  }

  private static long toUnits(Duration value, Duration unit) {
    if (value.isNegative()) {
      return Long.MIN_VALUE; // out of any range, and not rounded up to zero
    }
    long units = value.dividedBy(unit);
    return unit.multipliedBy(units).compareTo(value) < 0 ? units + 1 : units;
  }

  /** One of the constants of an enum, whose ordinals are the system's numbers. */
  static <E extends Enum<E>> NumberForm<E> of(Class<E> type) {
    E[] constants = type.getEnumConstants();
    return new NumberForm<>(
        Enum::ordinal,
        number -> constants[(int) number],
        (uri, parameter) -> {
          String word = uri.parameter(parameter).orElseThrow();
          return Enum.valueOf(type, word.toUpperCase(Locale.ROOT).replace('-', '_'));
        },
        _ -> true,
        "");
  }

  /** One that can be read only. */
  static <T> NumberForm<T> readOnly(LongFunction<T> decode) {
    return new NumberForm<>(
        _ -> 0,
        decode,
        (_, parameter) -> {
          throw new IllegalArgumentException("parameter " + parameter);
        },
        _ -> false,
        "only read");
  }

  @Override
  public Optional<String> objection(T value) {
    boolean isFine = isAllowed.test(encode.applyAsLong(value));
    return isFine ? Optional.empty() : Optional.of("must be " + range);
  }

  @Override
  public T parse(ConnectorUri uri, String parameter) {
    return parse.apply(uri, parameter);
  }

  @Override
  public int get(
      SocketSettings sockets, int descriptor, Optional<SocketSetting> setting, Box<T> into) {
    long[] number = new long[1];
    int result = sockets.setting(descriptor, setting.orElseThrow(), number);
    if (result >= 0) {
      into.put(decode.apply(number[0]));
    }
    return result;
  }

  @Override
  public int set(SocketSettings sockets, int descriptor, Optional<SocketSetting> setting, T value) {
    return sockets.setting(descriptor, setting.orElseThrow(), encode.applyAsLong(value));
  }
}
