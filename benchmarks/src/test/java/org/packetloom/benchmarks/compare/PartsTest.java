// SPDX-License-Identifier: Apache-2.0
package org.packetloom.benchmarks.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.packetloom.benchmarks.compare.server.Role;
import org.packetloom.benchmarks.compare.server.ServerPlan;

class PartsTest {
  @Test
  void processorsAreReadAsTheKernelWritesThem() {
    assertThat(Cores.parse("0-2,5")).containsExactly(0, 1, 2, 5);
    assertThat(new Cores(List.of(3)).canPin()).isFalse();
    assertThat(new Cores(List.of(3, 4)).pinnedServer()).endsWith("4");
  }

  @Test
  void resultLinesAreRead() throws IOException {
    Measured measured =
        Measured.parse("count=4000 errors=1 starved=2 nanos=2000000000 cpu_nanos=8000000\n");
    assertThat(measured.perSecond()).isEqualTo(2000);
    assertThat(measured.cpuMicrosEach()).isEqualTo(2);
    assertThat(measured.starvation()).isEqualTo("2 connections starved");
    assertThatThrownBy(() -> Measured.parse("segmentation fault")).isInstanceOf(IOException.class);
  }

  @Test
  void plansSurviveTheCommandLine() {
    ServerPlan plan = ServerPlan.of("jdk/socket", Role.SINK, 7).withTimed(true).withPath("/a=b");
    plan = plan.withTarget(8).withVariant("pipe");
    assertThat(ServerPlan.parse(plan.arguments().toArray(String[]::new))).isEqualTo(plan);
  }

  @Test
  void plansWithUnknownPartsAreRejected() {
    assertThatThrownBy(() -> ServerPlan.parse("peer=c", "role=echo", "block=1", "timed=no", "a=b"))
        .hasMessageContaining("[a]");
    assertThatThrownBy(() -> ServerPlan.parse("peer=c")).hasMessageContaining("missing: role");
  }

  @Test
  void everyPollerOfOursIsAPeer() {
    assertThat(Lineup.of(new EchoWorkload(), List.of("packetloom/loop/io_uring"))).hasSize(1);
    assertThat(Peers.ALL).contains("packetloom/thread/io_uring", "packetloom/virtual/poll");
  }

  @Test
  void nettyTakesPartOnBothTransports() {
    for (Workload workload : Workloads.ALL) {
      assertThat(workload.peers().contains(Peers.NETTY_IO_URING))
          .as(workload.name())
          .isEqualTo(workload.peers().contains(Peers.NETTY_EPOLL));
    }
  }

  @Test
  void portsAreGivenOnce() throws IOException {
    assertThat(Ports.free()).isBetween(20_000, 29_999).isNotEqualTo(Ports.free());
  }

  @Test
  void slopeIsThatOfTheBestLine() {
    assertThat(IdleWorkload.counts(9000)).containsExactly(1000, 3000, 5000, 7000, 9000);
    assertThat(FreshServers.slope(List.of(1, 2, 3), List.of(10.0, 12.0, 14.0)))
        .isCloseTo(2, within(1e-9));
  }

  @Test
  void latencyIsTakenAtTheSameRateForAll() {
    assertThat(RoundTrips.rate(1)).isEqualTo(1000);
    assertThat(RoundTrips.rate(100)).isEqualTo(10_000);
    assertThat(RoundTrips.rate(9500)).isEqualTo(20_000);
  }

  @Test
  void variantsThatAreComparedStandTogether() {
    assertThat(Lineup.of(new StallWorkload(), List.of("packetloom/loop/epoll", "jdk/socket")))
        .extracting(Contestant::toString)
        .startsWith("packetloom/loop/epoll compute", "jdk/socket compute");
  }

  @Test
  void variantsThatAreNotComparedTakeTheirTurnsApart() {
    Plan plan = planOf(new BulkWorkload(), 3);
    assertThat(plan.groups()).hasSize(2).allMatch(group -> group.size() == 3);
    assertThat(plan.mostServersInJava()).as("c is none").isEqualTo(6);
    assertThat(planOf(new TimedEchoWorkload(), 1).groups()).hasSize(1);
  }

  @Test
  void moreServersThanMemoryHoldsAreNotStarted() throws Exception {
    Plan plan = planOf(new BulkWorkload(), 3);
    assertThatThrownBy(() -> Memory.ensureFits(plan, OptionalLong.of(3000)))
        .isInstanceOf(MissingException.class)
        .hasMessageContaining("6 servers at a time may take 3072 MiB of memory, and 3000 are free");
    Memory.ensureFits(plan, OptionalLong.of(3072));
    Memory.ensureFits(plan, OptionalLong.empty());
    assertThat(Memory.parse(List.of("MemTotal: 9 kB", "MemAvailable:    2048000 kB")))
        .hasValue(2000);
  }

  private static Plan planOf(Workload workload, int starts) {
    List<String> peers =
        Stream.of("packetloom/loop/epoll", "jdk/socket", "c")
            .filter(workload.peers()::contains)
            .toList();
    return new Plan(workload, Lineup.of(workload, peers), List.of(1), List.of(64), 5, starts);
  }

  @Test
  void numbersHaveThreeDigitsThatCount() {
    assertThat(Numbers.text(0)).isEqualTo("0.00");
    assertThat(Numbers.text(0.0567)).isEqualTo("0.057");
    assertThat(Numbers.text(0.567)).isEqualTo("0.57");
    assertThat(Numbers.text(1.2345)).isEqualTo("1.23");
    assertThat(Numbers.text(12.345)).isEqualTo("12.3");
    assertThat(Numbers.text(123.45)).isEqualTo("123");
    assertThat(Numbers.text(123_456.7)).isEqualTo("123 457");
    assertThat(Numbers.rounded(1.234567)).isEqualTo(1.2346);
  }
}
