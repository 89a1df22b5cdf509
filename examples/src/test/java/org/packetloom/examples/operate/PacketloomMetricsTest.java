// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.operate;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.packetloom.Packetloom;
import org.packetloom.management.PacketloomMetrics;

/** What Micrometer reads of a toolkit, here where that library may be used. */
class PacketloomMetricsTest {
  @Test
  void metersTellWhatTheToolkitDoes() throws IOException {
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    try (Packetloom loom = Packetloom.open();
        var pair = loom.pair("local://")) {
      pair.first().write(new byte[7]);
      assertThat(pair.second().read(new byte[7])).isEqualTo(7);

      PacketloomMetrics.of(loom, "toolkit", "test").bindTo(registry);

      assertThat(gauge(registry, "packetloom.connectors.open", "scheme", "local")).isEqualTo(2);
      assertThat(gauge(registry, "packetloom.connectors.open", "scheme", "tcp")).isZero();
      assertThat(gauge(registry, "packetloom.threads.parked", "toolkit", "test")).isZero();
      assertThat(count(registry, "packetloom.bytes", "direction", "read")).isEqualTo(7);
      assertThat(count(registry, "packetloom.bytes", "direction", "written")).isEqualTo(7);
      assertThat(count(registry, "packetloom.connectors.leaked", "toolkit", "test")).isZero();
      assertThat(registry.find("packetloom.poller.events").functionCounters()).isNotEmpty();
      assertThat(registry.getMeters())
          .allMatch(meter -> "test".equals(meter.getId().getTag("toolkit")));
    } finally {
      registry.close();
    }
  }

  private static double gauge(SimpleMeterRegistry registry, String name, String... tags) {
    return registry.get(name).tags(tags).gauge().value();
  }

  private static double count(SimpleMeterRegistry registry, String name, String... tags) {
    return registry.get(name).tags(tags).functionCounter().count();
  }
}
