// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.message;

/**
 * Tells a rate control the time since the connection was made: so it need not care where the
 * caller's clock starts, which may be below zero.
 */
record RateFromStart(RateControl control, long start) implements RateControl {
  @Override
  public void sent(long now, int bytes, long inFlight) {
    control.sent(now - start, bytes, inFlight);
  }

  @Override
  public void acked(AckSample sample) {
    sample.now -= start;
    control.acked(sample);
    sample.now += start;
  }

  @Override
  public void lost(long now, long bytes, long inFlight) {
    control.lost(now - start, bytes, inFlight);
  }

  @Override
  public long paceRate() {
    return control.paceRate();
  }

  @Override
  public long window() {
    return control.window();
  }
}
