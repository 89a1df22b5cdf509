// SPDX-License-Identifier: Apache-2.0
package org.packetloom.benchmarks.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;

/** A figure over the number of connections, both by their powers: a line for each contestant. */
final class HtmlCurve {
  private static final int LEFT = 60;
  private static final int TOP = 16;
  private static final int WIDTH = 480;
  private static final int HEIGHT = 240;
  private static final int LEGEND = 220;
  private static final int LEGEND_LINE = 18;
  private static final int STEPS = 4;
  private static final double WIDEST = 100; // from the least to the largest
  private static final double MARGIN = 0.2;
  private static final List<String> OURS = List.of("#1b7f5c", "#6fbf73", "#a8c686", "#0d5c63");
  private static final List<String> OTHERS =
      List.of("#c0504d", "#d98a3d", "#4573b3", "#8064a2", "#7f7f7f", "#b5a642");

  private final List<Row> rows;
  private final String figure;
  private final List<Integer> connections;
  private final double largest;
  private final double least; // what is below is drawn there

  private HtmlCurve(List<Row> rows, String figure) {
    this.rows = rows.stream().filter(row -> row.figures().containsKey(figure)).toList();
    this.figure = figure;
    connections = connections(this.rows);
    largest = Math.max(Double.MIN_NORMAL, medians().max().orElse(1));
    double smallest = medians().filter(value -> value > 0).min().orElse(largest);
    least = Math.max(largest / WIDEST, smallest * (1 - MARGIN));
  }

  private DoubleStream medians() {
    return rows.stream().mapToDouble(row -> row.figures().get(figure).median());
  }

  /** Whether there is something to see: three points at the least. */
  static boolean isWorthwhile(List<Row> rows) {
    return connections(rows).size() > 2;
  }

  private static List<Integer> connections(List<Row> rows) {
    return rows.stream().map(row -> row.conditions().connections()).distinct().sorted().toList();
  }

  /** A drawing of a figure of rows that differ in contestants and connections only. */
  static String of(List<Row> rows, String figure) {
    return new HtmlCurve(rows, figure).drawing();
  }

  private String drawing() {
    List<Contestant> contestants = rows.stream().map(Row::contestant).distinct().toList();
    int width = LEFT + WIDTH + LEGEND;
    int height = Math.max(TOP + HEIGHT + 30, TOP + contestants.size() * LEGEND_LINE);
    List<String> parts = new ArrayList<>();
    parts.add(
        "<svg viewBox=\"0 0 %d %d\" width=\"%d\" role=\"img\">".formatted(width, height, width));
    axes(parts);
    for (int i = 0; i < contestants.size(); i++) {
      line(parts, contestants, i);
    }
    parts.add("</svg>");
    return String.join("", parts);
  }

  private void axes(List<String> parts) {
    for (int i = 0; i <= STEPS; i++) {
      double value = least * Math.pow(largest / least, (double) i / STEPS);
      parts.add(
          text(LEFT - 8, y(value) + 4, "end", Numbers.text(value))
              + String.format(
                  Locale.ROOT,
                  "<line class=\"grid\" x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\"/>",
                  LEFT,
                  LEFT + WIDTH,
                  y(value),
                  y(value)));
    }
    for (int count : connections) {
      parts.add(text(x(count), TOP + HEIGHT + 20, "middle", Integer.toString(count)));
    }
  }

  private void line(List<String> parts, List<Contestant> contestants, int index) {
    String colour = colour(contestants, index);
    Contestant contestant = contestants.get(index);
    List<Row> own = rows.stream().filter(row -> row.contestant().equals(contestant)).toList();
    List<String> points = new ArrayList<>();
    for (Row row : own) {
      double x = x(row.conditions().connections());
      double y = y(row.figures().get(figure).median());
      points.add(String.format(Locale.ROOT, "%.1f,%.1f", x, y));
      parts.add(
          String.format(
              Locale.ROOT, "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3\" fill=\"%s\"/>", x, y, colour));
    }
    parts.add(
        "<polyline fill=\"none\" stroke=\"%s\" stroke-width=\"2\" points=\"%s\"/>"
            .formatted(colour, String.join(" ", points)));
    int top = TOP + index * LEGEND_LINE;
    parts.add(
        "<rect x=\"%d\" y=\"%d\" width=\"12\" height=\"12\" fill=\"%s\"/>"
            .formatted(LEFT + WIDTH + 16, top, colour));
    parts.add(text(LEFT + WIDTH + 34, top + 11, "start", HtmlForm.escaped(contestant.toString())));
  }

  /** Greens are ours. */
  private static String colour(List<Contestant> contestants, int index) {
    boolean isOurs = contestants.get(index).isOurs();
    long before =
        contestants.stream().limit(index).filter(other -> other.isOurs() == isOurs).count();
    List<String> colours = isOurs ? OURS : OTHERS;
    return colours.get((int) before % colours.size());
  }

  private double x(int count) {
    double first = Math.log(connections.getFirst());
    double last = Math.log(connections.getLast());
    return LEFT + 10 + (WIDTH - 20) * (Math.log(count) - first) / (last - first);
  }

  private double y(double value) {
    double part = Math.log(Math.max(value, least) / least) / Math.log(largest / least);
    return TOP + HEIGHT * (1 - part);
  }

  private static String text(double x, double y, String anchor, String words) {
    return String.format(
        Locale.ROOT,
        "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>",
        x,
        y,
        anchor,
        words);
  }
}
