// SPDX-License-Identifier: Apache-2.0
package org.packetloom.benchmarks.compare.server;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Flows of datagrams, each between two virtual threads. */
final class DatagramWork implements Work {
  private static final long LOOK_MILLIS = 500;
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final PeerServer server;
  private final ServerPlan plan;
  private final List<DatagramFlow> flows = new ArrayList<>();

  DatagramWork(PeerServer server, ServerPlan plan) {
    this.server = server;
    this.plan = plan;
  }

  @Override
  public void open(int count) throws IOException {
    for (DatagramFlow flow : flows) {
      flow.close();
    }
    flows.clear();
    for (int i = 0; i < count; i++) {
      DatagramEnds ends = server.datagrams(plan.variant(), plan.blockBytes());
      flows.add(new DatagramFlow(ends, server.threads()));
    }
  }

  @Override
  public String run(long millis) throws IOException {
    long receivedBefore = flows.stream().mapToLong(DatagramFlow::received).sum();
    long lostBefore = flows.stream().mapToLong(DatagramFlow::lost).sum();
    long began = System.nanoTime();
    flows.forEach(DatagramFlow::go);
    watch(began + TimeUnit.MILLISECONDS.toNanos(millis));
    flows.forEach(DatagramFlow::stop);
    long nanos = System.nanoTime() - began;
    long received = flows.stream().mapToLong(DatagramFlow::received).sum() - receivedBefore;
    flows.forEach(DatagramWork::settle);
    long lost = flows.stream().mapToLong(DatagramFlow::lost).sum() - lostBefore;
    long failed = flows.stream().filter(DatagramFlow::hasFailed).count();
    if (failed > 0) {
      open(flows.size());
    }
    return "count=%d nanos=%d errors=%d".formatted(received, nanos, lost + failed);
  }

  /** Until then; what is lost is given up, for senders would wait for it for ever. */
  private void watch(long end) {
    for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
      long millis = Math.max(1, TimeUnit.NANOSECONDS.toMillis(left));
      Pause.millis(Math.min(millis, LOOK_MILLIS));
      if (millis > LOOK_MILLIS) {
        flows.forEach(DatagramFlow::look);
      }
    }
  }

  private static void settle(DatagramFlow flow) {
    await(flow::isAtRest);
    if (!await(() -> flow.underWay() <= 0)) {
      flow.giveUp();
    }
  }

  /** Looks again and again; false if it has not become true in time. */
  private static boolean await(BooleanSupplier condition) {
    long end = System.nanoTime() + PATIENCE_NANOS;
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        return false;
      }
      Pause.millis(1);
    }
    return true;
  }
}
