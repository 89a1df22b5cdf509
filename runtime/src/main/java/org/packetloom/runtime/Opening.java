// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.time.Duration;
import org.packetloom.Deadline;
import org.packetloom.InterruptPolicy;
import org.packetloom.Packetloom;
import org.packetloom.platform.Descriptors;
import org.packetloom.platform.ErrorKind;
import org.packetloom.spi.ParkPoint;
import org.packetloom.spi.SchemeContext;

/**
 * What a connector is opened with: the toolkit's parts and the caller's settings.
 *
 * @param loom the toolkit
 * @param settings what the caller chose
 * @param openDeadline when this opening has to end
 */
record Opening(Loom loom, Settings settings, Deadline openDeadline) implements SchemeContext {
  static Opening begin(Loom loom, Settings settings) {
    return new Opening(loom, settings, settings.openDeadline().earliest(Deadline.current()));
  }

  /** The same for another connector, whose opening begins now. */
  Opening again() {
    Deadline end = settings.openDeadline().earliest(Deadline.current());
    // usually none either time: that saves an object for each connection
    return end.equals(openDeadline) ? this : new Opening(loom, settings, end);
  }

  Engine engine() {
    return loom.engine();
  }

  Descriptors descriptors() {
    return loom.engine().platform().descriptors();
  }

  Failures failures() {
    return loom.engine().failures();
  }

  /** What a negated error number means. */
  ErrorKind kind(int result) {
    return loom.engine().platform().errors().kind(-result);
  }

  @Override
  public Packetloom packetloom() {
    return loom;
  }

  @Override
  public Duration readTimeout() {
    return settings.readTimeout();
  }

  @Override
  public Duration writeTimeout() {
    return settings.writeTimeout();
  }

  @Override
  public InterruptPolicy interruptPolicy() {
    return settings.interruptPolicy();
  }

  @Override
  public ParkPoint parkPoint(String endpoints) {
    return ParkSpot.ofConnector(this, endpoints);
  }
}
