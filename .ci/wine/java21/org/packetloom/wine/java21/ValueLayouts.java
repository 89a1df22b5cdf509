// SPDX-License-Identifier: Apache-2.0
package org.packetloom.wine.java21;

import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;

/** Handles of single values: they did not take an offset. */
@Completes(ValueLayout.class)
public final class ValueLayouts {
  private ValueLayouts() {}

  public static VarHandle varHandle(ValueLayout layout) {
    return Layouts.varHandle(layout);
  }
}
