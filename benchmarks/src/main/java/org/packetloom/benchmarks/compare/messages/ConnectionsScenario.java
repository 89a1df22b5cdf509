// SPDX-License-Identifier: Apache-2.0
package org.packetloom.benchmarks.compare.messages;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Many connections that one server has, each with a few messages each second both ways. */
final class ConnectionsScenario implements Scenario {
  private static final int BYTES = 32;
  private static final int COUNT = 10_000;
  private static final int QUICK_COUNT = 500;
  private static final int SECONDS = 10;
  private static final double MICRO = 1e3;

  @Override
  public String name() {
    return "connections";
  }

  @Override
  public String summary() {
    return "10 000 connections of one server with 10 messages of 32 B each second and way";
  }

  @Override
  public String note() {
    return "Connections: one server endpoint in one thread, with no sockets between; 60 ticks each"
        + " second, 10 messages of 32 B each second and way for each of 10 000 connections (quick:"
        + " 500); processor time of the server for each message that it sends or takes, with all"
        + " acknowledgements, and what part of a processor it needs. Encrypted: AES-256-GCM,"
        + " X25519.";
  }

  @Override
  public List<Setting> settings(boolean isQuick) {
    List<Setting> settings = new ArrayList<>();
    for (String variant : List.of("plain", "encrypted")) {
      Setting setting = Setting.of(name(), Driver.LOOP, BYTES).withVariant(variant);
      settings.add(setting.withSeconds(isQuick ? 1 : SECONDS));
    }
    return settings;
  }

  @Override
  public List<String> ratioFigures() {
    return List.of("server_cpu_us_per_message");
  }

  @Override
  public boolean isExact() {
    return false;
  }

  @Override
  public Outcome run(PeerKind peer, Setting setting, long seed) {
    int count = setting.seconds() < SECONDS ? QUICK_COUNT : COUNT;
    var crowd = new Crowd(count, setting.variant().equals("encrypted"), setting.bytes());
    crowd.connect();
    double handshake = crowd.serverNanos() / MICRO / count;
    crowd.talk(1); // compilers have had enough then
    crowd.reset();
    crowd.talk(setting.seconds());
    double messages = crowd.messages();
    double nanos = crowd.serverNanos();
    Map<String, Double> figures = new LinkedHashMap<>();
    figures.put("server_cpu_us_per_message", nanos / MICRO / messages);
    figures.put("server_cpu_percent", 100 * nanos / (setting.seconds() * 1e9));
    figures.put("server_cpu_us_per_handshake", handshake);
    figures.put("allocated_bytes_each", crowd.serverBytes() / messages);
    return Outcome.of(figures, crowd.missing());
  }
}
