// SPDX-License-Identifier: Apache-2.0
package org.packetloom;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The tables of good and bad URIs, which every implementation can run. */
public final class UriTable {
  /**
   * A URI that must be rejected.
   *
   * @param uri the text
   * @param part what the offending part contains
   */
  public record Bad(String uri, String part) {
    @Override
    public String toString() {
      return uri;
    }
  }

  /**
   * A URI that must be accepted.
   *
   * @param uri the text
   * @param scheme its scheme
   * @param target its target, as {@link #describe} words it
   * @param canonical its canonical text
   */
  public record Good(String uri, String scheme, String target, String canonical) {
    @Override
    public String toString() {
      return uri;
    }
  }

  private UriTable() {}

  /** All bad ones. */
  public static List<Bad> bad() {
    return rows("bad-uris.txt", 2).stream().map(row -> new Bad(row[0], row[1])).toList();
  }

  /** All good ones. */
  public static List<Good> good() {
    return rows("good-uris.txt", 4).stream()
        .map(row -> new Good(row[0], row[1], row[2], row[3]))
        .toList();
  }

  private static List<String[]> rows(String name, int columns) {
    return text(name)
        .lines()
        .filter(line -> !line.isEmpty() && !line.startsWith("# "))
        .map(line -> row(line, columns))
        .toList();
  }

  private static String[] row(String line, int columns) {
    String[] row = line.split("\t", -1);
    if (row.length != columns) {
      throw new IllegalStateException("not " + columns + " columns: " + line);
    }
    for (int i = 0; i < columns; i++) {
      row[i] = row[i].translateEscapes();
    }
    return row;
  }

  private static String text(String name) {
    try (InputStream table = UriTable.class.getResourceAsStream(name)) {
      return new String(table.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** A target in the words of the table; empty parts of a host are written {@code -}. */
  public static String describe(ConnectorTarget target) {
    return switch (target) {
      case ConnectorTarget.Host host -> "Host " + describe(host);
      case ConnectorTarget.Path path -> "Path " + path.path();
      case ConnectorTarget.Abstract named ->
          "Abstract " + java.util.HexFormat.of().formatHex(named.name());
      case ConnectorTarget.Empty _ -> "Empty";
      case ConnectorTarget.Opaque opaque -> "Opaque " + opaque.authority() + " " + opaque.path();
    };
  }

  private static String describe(ConnectorTarget.Host host) {
    return (host.host().isEmpty() ? "-" : host.host())
        + (host.zone().isEmpty() ? "" : "%" + host.zone())
        + " "
        + (host.service().isEmpty() ? "-" : host.service());
  }
}
