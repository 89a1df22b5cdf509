// SPDX-License-Identifier: Apache-2.0
package org.packetloom.wine.java21;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.util.NoSuchElementException;

/** Symbols of native libraries. */
@Completes(SymbolLookup.class)
public final class Symbols {
  private Symbols() {}

  public static MemorySegment findOrThrow(SymbolLookup lookup, String name) {
    return lookup
        .find(name)
        .orElseThrow(() -> new NoSuchElementException("Symbol not found: " + name));
  }
}
