// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.memory;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;
import org.packetloom.Packetloom;
import org.packetloom.conformance.SchemeUnderTest;

/** What the conformance suites have to know of the memory scheme. */
final class MemoryUnderTest implements SchemeUnderTest {
  private final MemoryScheme scheme = new MemoryScheme();
  private final AtomicLong numbers = new AtomicLong();

  @Override
  public Packetloom open() throws IOException {
    return Packetloom.builder().scheme(scheme).open();
  }

  @Override
  public String listenUri() {
    return "memory:///row-" + numbers.incrementAndGet();
  }

  @Override
  public int moreThanBuffers() {
    return 1 << 20;
  }
}
