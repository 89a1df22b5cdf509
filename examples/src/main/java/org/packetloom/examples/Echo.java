// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import org.packetloom.Packetloom;

/** Serves an echo, and talks to it. */
public final class Echo {
  private Echo() {}

  public static void main(String[] arguments) throws Exception {
    try (var loom = Packetloom.open();
        var server =
            loom.serve("tcp://127.0.0.1:0", c -> c.inputStream().transferTo(c.outputStream()));
        var connection = loom.connect(server.uri())) {
      ByteBuffer buffer = ByteBuffer.allocate(5);
      connection.write(ByteBuffer.wrap("hello".getBytes(UTF_8))); // all of it, or an exception
      connection.readFully(buffer); // parks this thread until it is there
      System.out.println(new String(buffer.array(), UTF_8));
    }
  }
}
