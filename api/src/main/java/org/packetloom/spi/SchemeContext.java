// SPDX-License-Identifier: Apache-2.0
package org.packetloom.spi;

import java.time.Duration;
import org.packetloom.Deadline;
import org.packetloom.InterruptPolicy;
import org.packetloom.Packetloom;

/** What a scheme gets to open a connector with: the caller's settings, and services. */
public interface SchemeContext {
  /**
   * The toolkit on whose behalf the connector is opened, for schemes that build on others.
   *
   * @return the toolkit
   */
  Packetloom packetloom();

  /**
   * When opening has to end; the caller's ambient deadline is contained.
   *
   * @return {@link Deadline#NONE} for no limit
   */
  Deadline openDeadline();

  /**
   * The rolling timeout of reads.
   *
   * @return zero for no limit
   */
  Duration readTimeout();

  /**
   * The rolling timeout of writes.
   *
   * @return zero for no limit
   */
  Duration writeTimeout();

  /**
   * The policy to start with.
   *
   * @return the policy
   */
  InterruptPolicy interruptPolicy();

  /**
   * Makes a park point for one direction of a connector without a descriptor.
   *
   * @param endpoints words the connector in messages, such as {@code memory:///a}
   * @return an open park point with no deadline, no timeout and this context's policy
   */
  ParkPoint parkPoint(String endpoints);
}
