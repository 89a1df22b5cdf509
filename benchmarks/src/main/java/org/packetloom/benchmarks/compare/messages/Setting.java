// SPDX-License-Identifier: Apache-2.0
package org.packetloom.benchmarks.compare.messages;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Conditions that all peers meet alike.
 *
 * @param scenario what is done
 * @param variant in which of several ways; empty if there is one
 * @param driver who gives them their turns
 * @param lossPercent how many of a hundred datagrams get lost
 * @param burst how many in a row, on average
 * @param bytes of a message
 * @param seconds how long; 0 if until all is done
 */
public record Setting(
    String scenario,
    String variant,
    Driver driver,
    double lossPercent,
    int burst,
    int bytes,
    int seconds) {
  static Setting of(String scenario, Driver driver, int bytes) {
    return new Setting(scenario, "", driver, 0, 1, bytes, 0);
  }

  public Setting withVariant(String other) {
    return new Setting(scenario, other, driver, lossPercent, burst, bytes, seconds);
  }

  public Setting withDriver(Driver other) {
    return new Setting(scenario, variant, other, lossPercent, burst, bytes, seconds);
  }

  public Setting withLoss(double percent, int inARow) {
    return new Setting(scenario, variant, driver, percent, inARow, bytes, seconds);
  }

  public Setting withSeconds(int other) {
    return new Setting(scenario, variant, driver, lossPercent, burst, bytes, other);
  }

  double loss() {
    return lossPercent / 100;
  }

  /** What a table with rows for several losses is of. */
  public String title() {
    return scenario + (variant.isEmpty() ? "" : " " + variant) + ", " + driver;
  }

  String lossNumber() {
    return String.valueOf(lossPercent).replaceAll("\\.0$", "");
  }

  /** What loss a row is of. */
  public String lossText() {
    String percent = lossNumber() + " %";
    return burst == 1 ? percent : percent + " in bursts of " + burst;
  }

  /** For machines. */
  public Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("scenario", scenario);
    if (!variant.isEmpty()) {
      map.put("scenario_variant", variant);
    }
    map.put("driver", driver.toString());
    map.put("loss_percent", lossPercent);
    map.put("burst", burst);
    return map;
  }
}
