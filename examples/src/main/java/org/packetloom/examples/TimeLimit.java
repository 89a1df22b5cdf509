// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import org.packetloom.ConnectorTimeoutException;
import org.packetloom.Deadline;
import org.packetloom.Packetloom;

/**
 * Gives a whole exchange one time limit, and goes on over the same connection when it has passed.
 */
public final class TimeLimit {
  private TimeLimit() {}

  public static void main(String[] arguments) throws Exception {
    try (var loom = Packetloom.open();
        var pair = loom.pair("local://")) {
      var peer = pair.second();
      var connection = pair.first();
      byte[] answer = new byte[6];

      peer.write("too ".getBytes(UTF_8));
      try {
        Deadline.after(Duration.ofMillis(200))
            .call(
                () -> {
                  connection.write("how are you?".getBytes(UTF_8));
                  connection.readFully(answer); // two bytes are missing
                  return answer;
                });
      } catch (ConnectorTimeoutException e) {
        System.out.println(e.getMessage() + ", which were not lost: " + new String(answer, UTF_8));
      }

      peer.write("late".getBytes(UTF_8));
      int n = connection.read(answer);
      System.out.println("read later: " + new String(answer, 0, n, UTF_8));
    }
  }
}
