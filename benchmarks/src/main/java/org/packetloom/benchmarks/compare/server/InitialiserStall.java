// SPDX-License-Identifier: Apache-2.0
package org.packetloom.benchmarks.compare.server;

import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;

/** Sits in a class initialiser, each time in that of a new class. */
final class InitialiserStall implements Runnable {
  private final byte[] bytes;

  InitialiserStall() throws IOException {
    String name = SlowToInitialise.class.getSimpleName() + ".class";
    try (InputStream stream = InitialiserStall.class.getResourceAsStream(name)) {
      bytes = stream.readAllBytes();
    }
  }

  @Override
  public void run() {
    try {
      MethodHandles.lookup().defineHiddenClass(bytes, true);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }
}
