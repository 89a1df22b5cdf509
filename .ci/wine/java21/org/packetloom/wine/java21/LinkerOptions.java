// SPDX-License-Identifier: Apache-2.0
package org.packetloom.wine.java21;

import java.lang.foreign.Linker;
import java.lang.invoke.MethodHandle;

/**
 * Options of native calls. A critical one was named trivial, and takes no memory of the heap: a
 * call that gives it some fails.
 */
@Completes(Linker.Option.class)
public final class LinkerOptions {
  private static final MethodHandle IS_TRIVIAL =
      Lookups.staticMethod(Linker.Option.class, "isTrivial", Linker.Option.class);

  private LinkerOptions() {}

  @Completes.Static
  public static Linker.Option critical(boolean heap) {
    try {
      return (Linker.Option) IS_TRIVIAL.invoke();
    } catch (Throwable e) {
      throw Lookups.unexpected(e);
    }
  }
}
