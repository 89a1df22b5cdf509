// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.memory;

import org.packetloom.conformance.ListenerConformance;
import org.packetloom.conformance.SchemeUnderTest;

/** A scheme of the user's own keeps the whole listener contract; its full queue has other tests. */
class MemoryListenerTest extends ListenerConformance {
  @Override
  public SchemeUnderTest scheme() {
    return new MemoryUnderTest();
  }
}
