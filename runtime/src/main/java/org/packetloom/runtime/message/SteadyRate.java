// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.message;

/** A rate that nothing changes: the application's own, or none. */
record SteadyRate(long paceRate) implements RateControl {
  @Override
  public void sent(long now, int bytes, long inFlight) {}

  @Override
  public void acked(AckSample sample) {}

  @Override
  public void lost(long now, long bytes, long inFlight) {}

  @Override
  public long window() {
    return Long.MAX_VALUE;
  }
}
