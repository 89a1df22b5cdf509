// SPDX-License-Identifier: Apache-2.0
package org.packetloom.benchmarks.compare;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * A server that moves as many bytes as it can.
 *
 * @param bench runs the load
 * @param peer who serves
 * @param server where
 * @param options what the load is told besides the time
 */
record Streaming(
    Bench bench, String peer, ServerProcess server, Function<Case, LoadOptions> options)
    implements Trial {
  private static final double GB = 1e9;

  @Override
  public void warm(Case conditions) throws IOException, InterruptedException, MissingException {
    bench.load(options.apply(conditions).window(0, bench.warmUpMillis(peer)).words());
  }

  @Override
  public Sample measure(Case conditions)
      throws IOException, InterruptedException, MissingException {
    Windows windows = bench.windows();
    Measured full =
        bench.measure(options.apply(conditions).window(windows.warm(), windows.window()).words());
    Map<String, Double> figures = new LinkedHashMap<>();
    if (full.count() > 0) {
      figures.put(Figure.GB, full.perSecond() / GB);
      figures.put(Figure.CPU_PER_GB, full.cpuMicrosEach() / 1e6 * GB);
    }
    return Sample.of(figures, full.errors());
  }

  @Override
  public String note() {
    return server.note();
  }

  @Override
  public void close() {
    server.close();
  }
}
