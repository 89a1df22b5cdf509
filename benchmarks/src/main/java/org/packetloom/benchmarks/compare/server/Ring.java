// SPDX-License-Identifier: Apache-2.0
package org.packetloom.benchmarks.compare.server;

import java.io.Closeable;
import java.io.IOException;
import java.util.Arrays;
import java.util.function.Supplier;

/**
 * Connectors along which bytes are passed on. Each is read by one thread, and written to by
 * whichever thread has a byte for it.
 */
public interface Ring extends Closeable {
  /** Who has buffers of its own. */
  enum Buffers {
    /** Each place, as a thread of its own reads from it. */
    OF_PLACES,
    /** The one thread that reads from all places, as the rings in C have it. */
    OF_THREAD;

    /** Puts a buffer into each element. */
    <B> B[] fill(B[] elements, Supplier<B> fresh) {
      if (this == OF_THREAD) {
        Arrays.fill(elements, fresh.get());
      } else {
        Arrays.setAll(elements, _ -> fresh.get());
      }
      return elements;
    }
  }

  /**
   * Waits for a byte.
   *
   * @param index which connector
   * @return the byte, 0 to 255; -1 if the connector does not wait and there is none
   * @throws IOException if the connector is closed
   */
  int read(int index) throws IOException;

  /**
   * Writes a byte.
   *
   * @param from the connector that the calling thread reads from; their count for any other thread,
   *     of which there is one
   * @param to which connector
   * @param value 0 to 255
   * @throws IOException if it could not be written
   */
  void write(int from, int to, int value) throws IOException;
}
