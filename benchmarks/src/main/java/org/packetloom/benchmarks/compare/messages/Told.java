// SPDX-License-Identifier: Apache-2.0
package org.packetloom.benchmarks.compare.messages;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Figures of a peer that is not run, as they were taken earlier.
 *
 * @param scenario of which one
 * @param conditions those of a setting that it was taken under, with the name of the peer
 * @param figures by name
 */
public record Told(String scenario, Map<String, String> conditions, Map<String, Double> figures) {
  /** What a reader must know of them. */
  public static final String NOTE =
      "told: not run here, but taken earlier with the same constants; gns (its rate set by hand for"
          + " bulk) and tcp in real time, processor time on another machine";

  private static final String PEER = "peer";

  /** All that is known of a setting. */
  public static List<Told> of(Setting setting) {
    return read().stream().filter(told -> told.isOf(setting)).toList();
  }

  /** Who did it. */
  public String peer() {
    return conditions.get(PEER);
  }

  private boolean isOf(Setting setting) {
    Map<String, String> actual = new LinkedHashMap<>();
    actual.put("driver", setting.driver().toString());
    actual.put("loss", setting.lossNumber());
    actual.put("bytes", Integer.toString(setting.bytes()));
    actual.put("variant", setting.variant());
    return scenario.equals(setting.scenario())
        && setting.burst() == 1
        && conditions.entrySet().stream()
            .filter(condition -> !condition.getKey().equals(PEER))
            .allMatch(condition -> condition.getValue().equals(actual.get(condition.getKey())));
  }

  private static List<Told> read() {
    try (InputStream stream = Told.class.getResourceAsStream("told.txt")) {
      String text = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
      List<Told> all = new ArrayList<>();
      text.lines().filter(line -> !line.startsWith("#")).forEach(line -> all.add(parse(line)));
      return all;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Told parse(String line) {
    String[] halves = line.split(": ");
    String scenario = halves[0].split(" ")[0];
    Map<String, Double> figures = new LinkedHashMap<>();
    pairs(halves[1]).forEach((name, value) -> figures.put(name, Double.valueOf(value)));
    return new Told(scenario, pairs(halves[0].substring(scenario.length() + 1)), figures);
  }

  private static Map<String, String> pairs(String text) {
    Map<String, String> pairs = new LinkedHashMap<>();
    for (String pair : text.split(" ")) {
      String[] parts = pair.split("=");
      pairs.put(parts[0], parts[1]);
    }
    return pairs;
  }
}
