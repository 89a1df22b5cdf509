// SPDX-License-Identifier: Apache-2.0
package org.packetloom.benchmarks.compare.messages;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Many connections on one server socket over the loopback interface, in real time. */
final class SocketsScenario implements Scenario {
  private static final int COUNT = 10_000;
  private static final int QUICK_COUNT = 500;
  private static final int SECONDS = 10;
  private static final double MESSAGES_PER_SECOND = 10;

  @Override
  public String name() {
    return "sockets";
  }

  @Override
  public String summary() {
    return "the same over real sockets of the loopback interface, in real time";
  }

  @Override
  public String note() {
    return "Sockets: one server socket, 10 000 connections (quick: 500) from many client sockets of"
        + " one thread, each sends 10 reliable messages of "
        + SocketCrowd.MESSAGE_BYTES
        + " B each second, and the server sends each back; times until the answer is there. Threads:"
        + " a virtual thread for each connection. Tick: one thread, a tick each 5 ms.";
  }

  @Override
  public List<Setting> settings(boolean isQuick) {
    List<Setting> settings = new ArrayList<>();
    for (SocketCrowd.Kind kind : SocketCrowd.Kind.values()) {
      Setting setting =
          Setting.of(name(), Driver.EVENT, SocketCrowd.MESSAGE_BYTES)
              .withVariant(kind.name().toLowerCase(Locale.ROOT));
      settings.add(setting.withSeconds(isQuick ? 1 : SECONDS));
    }
    return settings;
  }

  @Override
  public List<String> ratioFigures() {
    return List.of("server_cpu_percent");
  }

  @Override
  public boolean isExact() {
    return false;
  }

  @Override
  public Outcome run(PeerKind peer, Setting setting, long seed) {
    int count = setting.seconds() < SECONDS ? QUICK_COUNT : COUNT;
    SocketCrowd.Kind kind = SocketCrowd.Kind.valueOf(setting.variant().toUpperCase(Locale.ROOT));
    try {
      SocketCrowd.Result result =
          SocketCrowd.run(
              count, MESSAGES_PER_SECOND, Duration.ofSeconds((long) setting.seconds()), kind);
      Map<String, Double> figures = new LinkedHashMap<>();
      figures.put("p50_ms", result.p50Micros() / 1e3);
      figures.put("p99_ms", result.p99Micros() / 1e3);
      figures.put("answers_per_s", result.answered() / result.seconds());
      figures.put("server_cpu_percent", 100 * result.serverCores());
      return Outcome.of(figures, Math.max(0, result.asked() - result.answered()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
