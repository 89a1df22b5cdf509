// SPDX-License-Identifier: Apache-2.0
package com.example;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.packetloom.Packetloom;
import org.packetloom.Probe;
import org.packetloom.Probe.Kind;
import org.packetloom.Server;
import org.packetloom.StreamConnector;

/** Asks for the engine loop, talks to an echo of its own, and tells which engine served. */
public final class Main {
  private Main() {}

  public static void main(String[] arguments) throws Exception {
    try (Packetloom loom = Packetloom.builder().engine("loop").open();
        Server server =
            loom.serve("tcp://127.0.0.1:0", c -> c.inputStream().transferTo(c.outputStream()));
        StreamConnector connection = loom.connect(server.uri())) {
      connection.write("hello".getBytes(UTF_8));
      byte[] echo = new byte[5];
      connection.readFully(echo);
      System.out.println("echo: " + new String(echo, UTF_8));

      Probe probe = loom.probe();
      System.out.println("engine: " + probe.engine());
      probe.findings().stream()
          .filter(f -> f.kind() == Kind.ENGINE && f.name().equals("loop") && !f.isAvailable())
          .forEach(f -> System.out.println(f.detail() + "; " + f.remedy()));
    }
  }
}
