// SPDX-License-Identifier: Apache-2.0
package org.packetloom.benchmarks.compare;

import java.util.List;
import java.util.Optional;

/** One row for each workload. */
final class Workloads {
  static final List<Workload> ALL =
      List.of(
          new EchoWorkload(),
          new PingPongWorkload(),
          new TimedEchoWorkload(),
          new TlsEchoWorkload(),
          new RecordedEchoWorkload(),
          new ConnectWorkload(),
          new IdleWorkload(),
          new StallWorkload(),
          new BulkWorkload(),
          new LocalWorkload(),
          new DatagramWorkload(),
          new RelayWorkload(),
          new RelayIdleWorkload(),
          new CascadeWorkload(),
          new ScalingWorkload(),
          new LimitWorkload());

  private Workloads() {}

  static Optional<Workload> named(String name) {
    return ALL.stream().filter(workload -> workload.name().equals(name)).findFirst();
  }
}
