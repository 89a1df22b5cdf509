// SPDX-License-Identifier: Apache-2.0
package org.packetloom.message;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/** One of the link conditions as text: its key, and how its value is read and written. */
enum LinkPart {
  LOSS(LinkValue.PROBABILITY, (b, v) -> b.loss(v.doubleValue()), c -> c.loss()),
  BURST(LinkValue.NUMBER, (b, v) -> b.lossBurst(v.doubleValue()), c -> c.lossBurst()),
  DELAY(LinkValue.DURATION, (b, v) -> b.delay(duration(v)), c -> c.delay().toNanos()),
  JITTER(LinkValue.DURATION, (b, v) -> b.jitter(duration(v)), c -> c.jitter().toNanos()),
  KEEP_ORDER(
      LinkValue.SWITCH, (b, v) -> b.keepOrder(v.signum() > 0), c -> c.keepsOrder() ? 1L : 0L),
  REORDER(LinkValue.PROBABILITY, (b, v) -> b.reordering(v.doubleValue()), c -> c.reordering()),
  REORDER_DELAY(
      LinkValue.DURATION, (b, v) -> b.reorderDelay(duration(v)), c -> c.reorderDelay().toNanos()),
  DUPLICATE(LinkValue.PROBABILITY, (b, v) -> b.duplication(v.doubleValue()), c -> c.duplication()),
  CORRUPT(LinkValue.PROBABILITY, (b, v) -> b.corruption(v.doubleValue()), c -> c.corruption()),
  RATE(LinkValue.RATE, (b, v) -> b.rate(v.longValueExact()), c -> c.bytesPerSecond()),
  QUEUE(LinkValue.QUEUE, (b, v) -> b.queue(v.longValueExact()), c -> c.queueBytes()),
  OVERHEAD(LinkValue.SIZE, (b, v) -> b.overhead(v.intValueExact()), c -> (long) c.overheadBytes());

  private final LinkValue form;
  private final BiConsumer<LinkConditions.Builder, BigDecimal> setter;
  private final Function<LinkConditions, Number> getter;

  LinkPart(
      LinkValue form,
      BiConsumer<LinkConditions.Builder, BigDecimal> setter,
      Function<LinkConditions, Number> getter) {
    this.form = form;
    this.setter = setter;
    this.getter = getter;
  }

  private static Duration duration(BigDecimal nanos) {
    return Duration.ofNanos(nanos.longValueExact());
  }

  /** The part with a key. */
  static LinkPart of(String key) {
    for (LinkPart part : values()) {
      if (part.key().equals(key)) {
        return part;
      }
    }
    String known = Arrays.stream(values()).map(LinkPart::key).collect(Collectors.joining(", "));
    throw new IllegalArgumentException("'" + key + "' is none of " + known);
  }

  String key() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  void read(String text, LinkConditions.Builder builder) {
    String named = key() + "=" + text;
    BigDecimal value = form.read(named, text);
    try {
      setter.accept(builder, value);
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException(named + " is too large, or has too small a fraction", e);
    }
  }

  String write(LinkConditions conditions) {
    Number value = getter.apply(conditions);
    return form.write(
        value instanceof Double d ? BigDecimal.valueOf(d) : BigDecimal.valueOf(value.longValue()));
  }
}
