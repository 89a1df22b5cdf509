// SPDX-License-Identifier: Apache-2.0
package org.packetloom.benchmarks.compare.messages;

import java.util.List;

/** One row for each scenario. */
public final class Scenarios {
  /** In the order in which they run. */
  public static final List<Scenario> ALL =
      List.of(
          new StreamScenario(),
          BulkScenario.slow(),
          BulkScenario.fast(),
          new BesideScenario(),
          new LossEstimateScenario(),
          new CpuScenario(),
          new BacklogScenario(),
          new IdleScenario(),
          new ConnectionsScenario(),
          new SocketsScenario(),
          new StrangerScenario());

  private Scenarios() {}
}
