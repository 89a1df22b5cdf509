// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.management.JMX;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.packetloom.Packetloom;
import org.packetloom.management.ConnectorFigures;
import org.packetloom.management.PacketloomMXBean;
import org.packetloom.suite.Await;
import org.packetloom.suite.Task;

/** A toolkit is known by JMX as long as it is open. */
@Timeout(60)
class ManagementTest {
  private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();

  @Test
  void beanTellsTheTruthUntilTheToolkitIsClosed() throws Exception {
    ObjectName name;
    Set<ObjectName> others = names();
    try (Packetloom loom = Packetloom.open();
        var pair = loom.pair("local://")) {
      Await.until("it is known", () -> !withPair(others).isEmpty());
      name = withPair(others).getFirst();
      var bean = bean(name);
      pair.second().write(new byte[5]);
      assertThat(pair.first().read(new byte[5])).isEqualTo(5);
      Task<Integer> reading =
          Task.start(loom.threadFactory(), () -> pair.first().read(new byte[1])).awaitParked();

      assertThat(bean.getVersion()).isEqualTo(Packetloom.version());
      assertThat(bean.getStatistics().open()).containsEntry("local", 2);
      assertThat(bean.getStatistics().parked()).isEqualTo(1);
      assertThat(bean.getStatistics().pollers()).isEqualTo(loom.statistics().pollers());
      assertThat(bean.traffic()).contains(1, 5, 0).contains(2, 0, 5).hasSize(6);
      assertThat(bean.longestParked(1)).singleElement().satisfies(ManagementTest::checkReader);
      assertThat(bean.connectors(new long[] {2, 1, 99}))
          .extracting(ConnectorFigures::number)
          .containsExactly(2L, 1L);
      assertThat(bean.dump()).contains("local://").contains("read waits in");
      pair.second().close();
      assertThat(reading.result()).isEqualTo(-1);
    }
    assertThat(server.isRegistered(name)).isFalse();
  }

  private static void checkReader(ConnectorFigures reader) {
    assertThat(reader.number()).isEqualTo(1);
    assertThat(reader.bytesRead()).isEqualTo(5);
    assertThat(reader.parkedMillis()).isNotNegative();
    assertThat(reader.parked()).startsWith("read waits in");
  }

  private Set<ObjectName> names() throws Exception {
    return server.queryNames(new ObjectName("org.packetloom:type=Packetloom,*"), null);
  }

  /** New ones with a pair; one that was opened before may become known as late as ours. */
  private List<ObjectName> withPair(Set<ObjectName> others) {
    try {
      return names().stream()
          .filter(name -> !others.contains(name))
          .filter(name -> Map.of("local", 2).equals(bean(name).getStatistics().open()))
          .toList();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private PacketloomMXBean bean(ObjectName name) {
    return JMX.newMXBeanProxy(server, name, PacketloomMXBean.class);
  }
}
