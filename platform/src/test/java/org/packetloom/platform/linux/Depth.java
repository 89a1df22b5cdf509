// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.linux;

import java.util.function.IntSupplier;

/** Calls of calls, of which each is another method: compilers do not follow recursion. */
final class Depth {
  private Depth() {}

  static int eight(IntSupplier call) {
    return seven(call);
  }

  static int seven(IntSupplier call) {
    return six(call);
  }

  static int six(IntSupplier call) {
    return five(call);
  }

  static int five(IntSupplier call) {
    return four(call);
  }

  static int four(IntSupplier call) {
    return three(call);
  }

  static int three(IntSupplier call) {
    return two(call);
  }

  static int two(IntSupplier call) {
    return one(call);
  }

  static int one(IntSupplier call) {
    return call.getAsInt();
  }
}
