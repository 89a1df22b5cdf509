// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.memory;

import org.packetloom.conformance.SchemeUnderTest;
import org.packetloom.conformance.StreamConformance;

/** A scheme of the user's own keeps the stream contract, but for what only sockets have. */
class MemoryStreamTest extends StreamConformance {
  @Override
  public SchemeUnderTest scheme() {
    return new MemoryUnderTest();
  }
}
