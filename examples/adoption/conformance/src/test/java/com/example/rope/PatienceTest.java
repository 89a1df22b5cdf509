// SPDX-License-Identifier: Apache-2.0
package com.example.rope;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.packetloom.ConnectorTimeoutException;
import org.packetloom.Packetloom;
import org.packetloom.conformance.Faults;
import org.packetloom.conformance.VirtualClock;
import org.packetloom.suite.Task;

/** An application's test: an answer that stalls for an hour is given up after a minute. */
class PatienceTest {
  @Test
  void anAnswerThatStallsIsGivenUpAfterAMinute() throws Exception {
    VirtualClock clock = VirtualClock.create();
    Faults faults = Faults.of(1).stallAt(10, Duration.ofHours(1)).clock(clock);
    try (var loom = Packetloom.builder().scheme(new RopeScheme()).open();
        var pair = loom.pair("rope://");
        var client = faults.over(loom, pair.first())) {
      pair.second().write(new byte[100]);
      client.readTimeout(Duration.ofMinutes(1)).readFully(new byte[10]);
      var reader = Task.start(loom.threadFactory(), () -> client.read(new byte[1]));
      clock.awaitWaits(1);
      clock.advance(Duration.ofMinutes(1));
      assertThat(reader.failure()).isInstanceOf(ConnectorTimeoutException.class);
    }
  }
}
