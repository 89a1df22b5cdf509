// SPDX-License-Identifier: Apache-2.0
package org.packetloom.conformance;

import java.time.Duration;
import org.packetloom.Deadline;
import org.packetloom.InterruptPolicy;
import org.packetloom.Packetloom;
import org.packetloom.spi.ParkPoint;
import org.packetloom.spi.SchemeContext;

/** A context whose park points are in the time of a virtual clock. */
record VirtualContext(SchemeContext context, VirtualClock clock) implements SchemeContext {
  @Override
  public Packetloom packetloom() {
    return context.packetloom();
  }

  @Override
  public Deadline openDeadline() {
    return context.openDeadline();
  }

  @Override
  public Duration readTimeout() {
    return context.readTimeout();
  }

  @Override
  public Duration writeTimeout() {
    return context.writeTimeout();
  }

  @Override
  public InterruptPolicy interruptPolicy() {
    return context.interruptPolicy();
  }

  @Override
  public ParkPoint parkPoint(String endpoints) {
    return new VirtualParkPoint(context.parkPoint(endpoints), endpoints, clock);
  }
}
