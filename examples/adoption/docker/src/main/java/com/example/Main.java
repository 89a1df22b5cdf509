// SPDX-License-Identifier: Apache-2.0
package com.example;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import org.packetloom.Deadline;
import org.packetloom.Packetloom;
import org.packetloom.Probe;
import org.packetloom.Probe.Kind;
import org.packetloom.Server;
import org.packetloom.StreamConnector;
import org.packetloom.event.Signal;
import org.packetloom.event.Signals;

/**
 * Serves an echo until the container is stopped. With {@code check} as argument talks to one that
 * runs, and with {@code probe} tells what this container allows.
 */
public final class Main {
  private static final int PORT = 7000;

  private Main() {}

  public static void main(String[] arguments) throws Exception {
    String task = Arrays.stream(arguments).findFirst().orElse("serve");
    try (Packetloom loom = Packetloom.builder().engine("loop").open()) {
      switch (task) {
        case "serve" -> serve(loom);
        case "check" -> check(loom);
        case "probe" -> probe(loom.probe());
        default -> throw new IllegalArgumentException(task + ": serve, check or probe");
      }
    }
  }

  private static void serve(Packetloom loom) throws Exception {
    try (Signals stop = loom.signals(Signal.TERM, Signal.INT);
        Server server =
            loom.serve("tcp://:" + PORT, c -> c.inputStream().transferTo(c.outputStream()))) {
      System.out.println("serves on " + server.uri() + ", " + loom);
      stop.await();
      server.drain(Deadline.after(Duration.ofSeconds(5)));
      System.out.println("drained after " + server.acceptedConnections() + " connections");
    }
  }

  private static void check(Packetloom loom) throws IOException {
    try (StreamConnector connection = loom.connect("tcp://127.0.0.1:" + PORT)) {
      connection.readTimeout(Duration.ofSeconds(2));
      connection.write("hello".getBytes(UTF_8));
      byte[] echo = new byte[5];
      connection.readFully(echo);
      System.out.println("echo: " + new String(echo, UTF_8));
    }
  }

  private static void probe(Probe probe) {
    System.out.println("processors: " + Runtime.getRuntime().availableProcessors());
    System.out.println("engine: " + probe.engine() + ", poller: " + probe.poller());
    for (Probe.Finding finding : probe.findings()) {
      if (finding.kind() != Kind.LIMIT) {
        String answer = finding.isAvailable() ? "yes" : "no";
        System.out.println(answer + " " + finding.name() + " " + finding.detail());
      }
    }
  }
}
