// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import org.packetloom.ConnectorInterruptedException;
import org.packetloom.Packetloom;
import org.packetloom.Pair;

/** Interrupts a thread that waits for an answer; it takes leave of its peer over the connection. */
public final class KeptConnection {
  private KeptConnection() {}

  public static void main(String[] arguments) throws Exception {
    try (var loom = Packetloom.open();
        var pair = loom.pair("local://")) {
      Thread asking = loom.threadFactory().newThread(() -> ask(pair));
      asking.start();
      byte[] question = new byte[9];
      pair.second().readFully(question);

      asking.interrupt();

      byte[] leave = new byte[10];
      pair.second().readFully(leave);
      System.out.println(new String(question, UTF_8) + " " + new String(leave, UTF_8));
    }
  }

  private static void ask(Pair pair) {
    var connection = pair.first();
    try {
      connection.write("question?".getBytes(UTF_8));
      try {
        connection.read(new byte[100]);
      } catch (ConnectorInterruptedException _) {
        Thread.interrupted(); // or the next wait would end at once, too
        connection.write("never mind".getBytes(UTF_8));
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
