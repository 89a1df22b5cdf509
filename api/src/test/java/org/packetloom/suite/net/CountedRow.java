// SPDX-License-Identifier: Apache-2.0
package org.packetloom.suite.net;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.packetloom.suite.Await;
import org.packetloom.suite.OpenDescriptors;

/** Makes the sockets of a row once, and counts the descriptors before and after all its tests. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class CountedRow implements SocketRow {
  /** What the JVM itself may open meanwhile, such as a jar. */
  private static final int SLACK = 8;

  private int before;

  /** What the row opens before its first test. */
  protected void openRow() throws Exception {}

  /** Closes what {@link #openRow} opened. */
  protected void closeRow() throws Exception {}

  /** Lets the JDK and the row open what they keep open. */
  protected void warmUp() throws Exception {
    try (SocketEnds first = open()) {
      assertTalk(first);
    }
  }

  @BeforeAll
  final void openAndCount() throws Exception {
    openRow();
    warmUp();
    before = OpenDescriptors.canBeCounted() ? OpenDescriptors.count() : 0;
  }

  @AfterAll
  final void countAndClose() throws Exception {
    try {
      if (OpenDescriptors.canBeCounted() && before > 0) {
        Await.until("descriptors are closed", () -> OpenDescriptors.count() <= before + SLACK);
      }
    } finally {
      closeRow();
    }
  }
}
