// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.time.Duration;
import java.util.Optional;
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
 * @param firstReads what the listener has learnt that opens it, if one does
 */
record Opening(Loom loom, Settings settings, Deadline openDeadline, Optional<FirstReads> firstReads)
    implements SchemeContext {
  static Opening begin(Loom loom, Settings settings) {
    Deadline end = settings.openDeadline().earliest(Deadline.current());
    return new Opening(loom, settings, end, Optional.empty());
  }

  /** The same with another end. */
  Opening until(Deadline deadline) {
    return new Opening(loom, settings, deadline, firstReads);
  }

  /** The same for what a listener accepts. */
  Opening accepting() {
    return new Opening(loom, settings, openDeadline, Optional.of(new FirstReads()));
  }

  /** The same for another connector, whose opening begins now. */
  Opening again() {
    Deadline end = settings.openDeadline().earliest(Deadline.current());
    // usually none either time: that saves an object for each connection
    return end.equals(openDeadline) ? this : until(end);
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
