// SPDX-License-Identifier: Apache-2.0
package org.packetloom.benchmarks.compare;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;

/** Numbers as people read them: three digits that count. */
final class Numbers {
  private static final double THOUSAND = 1000;
  private static final double LITTLE = 0.1;

  private Numbers() {}

  static String text(double value) {
    if (!Double.isFinite(value)) {
      return "-";
    }
    double size = Math.abs(value);
    if (size >= THOUSAND) {
      return String.format(Locale.ROOT, "%,.0f", value).replace(',', ' ');
    }
    int digits = size >= 100 ? 0 : size >= 10 ? 1 : size >= LITTLE || size == 0 ? 2 : 3;
    return String.format(Locale.ROOT, "%." + digits + "f", value);
  }

  static String text(Spread spread) {
    return text(spread.median()) + " [" + text(spread.min()) + ".." + text(spread.max()) + "]";
  }

  /** For machines: five digits that count, and no more noise. */
  static double rounded(double value) {
    return Double.isFinite(value)
        ? new BigDecimal(value).round(new MathContext(5)).doubleValue()
        : value;
  }
}
