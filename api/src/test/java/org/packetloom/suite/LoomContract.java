// SPDX-License-Identifier: Apache-2.0
package org.packetloom.suite;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.packetloom.Packetloom;

/** Opens the toolkit of a row once for all its tests. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class LoomContract implements LoomRow {
  /** Set before the first test, closed after the last. */
  private Packetloom loom;

  @BeforeAll
  final void openLoomOfRow() throws Exception {
    loom = openLoom();
  }

  @AfterAll
  final void closeLoomOfRow() {
    if (loom != null) {
      loom.close();
    }
  }

  @Override
  public final Packetloom loom() {
    return loom;
  }
}
