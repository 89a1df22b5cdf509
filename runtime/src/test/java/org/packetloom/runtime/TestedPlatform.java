// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import org.packetloom.platform.ForwardingPlatform;
import org.packetloom.platform.Platform;
import org.packetloom.platform.Pollers;
import org.packetloom.platform.UnsupportedPlatformException;

/** The platform of the pollers under test, for tests that change a part of it. */
class TestedPlatform extends ForwardingPlatform {
  TestedPlatform() {
    super(real());
  }

  /** The platform as it is. */
  static Platform real() {
    try {
      return Pollers.platform(PollersUnderTest.names().getFirst());
    } catch (UnsupportedPlatformException e) {
      throw new AssertionError(e);
    }
  }
}
