// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.recipe;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The load generator of the Debian package {@code wrk}.
 *
 * @param program its path
 */
record Wrk(Path program) {
  private static final Pattern REQUESTS = Pattern.compile("(\\d+) requests in");
  private static final Pattern RATE = Pattern.compile("Requests/sec:\\s+([0-9.]+)");
  private static final Pattern ERRORS =
      Pattern.compile("Socket errors:.*|Non-2xx or 3xx responses:.*");
  private static final int MARGIN_SECONDS = 20;

  /** Finds it; empty if it is not installed. */
  static Optional<Wrk> find() {
    try {
      return Optional.of(new Wrk(ServerFolder.program("wrk", "wrk", List.of())));
    } catch (MissingServerException _) {
      return Optional.empty();
    }
  }

  /**
   * What came of a load.
   *
   * @param requests that were answered
   * @param perSecond how many a second
   * @param errors in its own words; empty if there were none
   */
  record Load(long requests, long perSecond, String errors) {}

  /** Asks over 64 connections, each again as soon as it is answered, for some seconds. */
  Load run(int port, int seconds) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                program.toString(),
                "-t1",
                "-c64",
                "-d" + seconds,
                "http://127.0.0.1:" + port + WebAnswer.HELLO)
            .redirectErrorStream(true)
            .start();
    try {
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!process.waitFor(seconds + MARGIN_SECONDS, TimeUnit.SECONDS)
          || process.exitValue() != 0) {
        throw new IOException("wrk failed: " + said);
      }
      long requests = (long) number(REQUESTS, said);
      Matcher errors = ERRORS.matcher(said);
      return new Load(
          requests, Math.round(number(RATE, said)), errors.find() ? errors.group() : "");
    } finally {
      process.destroyForcibly();
    }
  }

  private static double number(Pattern pattern, String said) throws IOException {
    Matcher matcher = pattern.matcher(said);
    if (!matcher.find()) {
      throw new IOException("wrk says no " + pattern + ": " + said);
    }
    return Double.parseDouble(matcher.group(1));
  }
}
