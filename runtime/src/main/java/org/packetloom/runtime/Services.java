// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import org.packetloom.FailureDetail;
import org.packetloom.UnresolvedHostException;

/**
 * Finds the ports of services by their names, in the system's file.
 *
 * <p>The file is read anew each time: it is small, and may change.
 *
 * @param file its lines are {@code name port/protocol alias...}, and {@code #} begins a comment
 * @see <a href="https://man7.org/linux/man-pages/man5/services.5.html">services(5)</a>
 */
record Services(Path file) {
  private static final int HIGHEST_PORT = 65_535;

  /** Those of this machine. */
  static Services ofSystem() {
    return new Services(Path.of("/etc/services"));
  }

  /**
   * The port of a service.
   *
   * @param name its name or an alias, in the case of the file
   * @param protocol {@code tcp} or {@code udp}
   * @param uri for messages
   */
  int port(String name, String protocol, String uri) throws UnresolvedHostException {
    // bytes that are no text may stand in comments, and disturb nobody
    try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        OptionalInt port = told(line, name, protocol);
        if (port.isPresent()) {
          return port.getAsInt();
        }
      }
    } catch (IOException e) {
      UnresolvedHostException failure =
          missing(name, protocol, uri, "cannot be read: " + e.getMessage());
      failure.initCause(e);
      throw failure;
    }
    throw missing(name, protocol, uri, "does not name it");
  }

  private UnresolvedHostException missing(String name, String protocol, String uri, String reason) {
    String what = "service '" + name + "' of " + protocol + " has no port: " + file + ' ' + reason;
    return new UnresolvedHostException(FailureDetail.atOnce("resolve", uri, what));
  }

  /** The port that a line tells; empty if it is about something else, or wrong. */
  private static OptionalInt told(String line, String name, String protocol) {
    int comment = line.indexOf('#');
    String text = (comment < 0 ? line : line.substring(0, comment)).strip();
    List<String> words = Arrays.asList(text.split("\\s+"));
    if (words.size() < 2 || !(words.getFirst().equals(name) || isAlias(words, name))) {
      return OptionalInt.empty();
    }
    String[] place = words.get(1).split("/", -1);
    if (place.length != 2 || !place[1].equals(protocol) || !place[0].matches("[0-9]{1,5}")) {
      return OptionalInt.empty();
    }
    int port = Integer.parseInt(place[0]);
    return port > HIGHEST_PORT ? OptionalInt.empty() : OptionalInt.of(port);
  }

  private static boolean isAlias(List<String> words, String name) {
    return words.subList(2, words.size()).contains(name);
  }
}
