// SPDX-License-Identifier: Apache-2.0
package org.packetloom;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Objects;

/** Moves the bytes of one buffer or of several, as far as that goes without waiting. */
public interface ScatterGather {
  /**
   * As {@link StreamConnector#tryRead(ByteBuffer)}.
   *
   * @param destination receives up to its remaining bytes
   * @return the number of bytes; 0 for not now; −1 at the end
   * @throws IOException as {@link StreamConnector} lists
   */
  int tryRead(ByteBuffer destination) throws IOException;

  /**
   * Reads what is there into several buffers in turn, without waiting. Buffers may be left empty
   * though there is more; never unless one before was filled.
   *
   * @param destinations receive up to their remaining bytes
   * @param offset index of the first buffer
   * @param length how many buffers
   * @return the number of bytes; 0 for not now, or if nothing remains; −1 at the end
   * @throws IndexOutOfBoundsException if the range does not fit
   * @throws IllegalArgumentException if one of them is read-only
   * @throws IOException as {@link StreamConnector} lists, but never for a deadline or an interrupt
   */
  default long tryRead(ByteBuffer[] destinations, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, destinations.length);
    for (int i = offset; i < offset + length; i++) {
      if (destinations[i].hasRemaining()) {
        return tryRead(destinations[i]);
      }
    }
    return 0;
  }

  /**
   * As {@link StreamConnector#tryWrite(ByteBuffer)}.
   *
   * @param source its position moves by what was taken
   * @return the number of bytes; 0 for not now
   * @throws IOException as {@link StreamConnector} lists
   */
  int tryWrite(ByteBuffer source) throws IOException;

  /**
   * Writes what fits now of several buffers in turn, without waiting. Buffers may be left though
   * they would fit; never unless one before was drained.
   *
   * @param sources their positions move by what was taken
   * @param offset index of the first buffer
   * @param length how many buffers
   * @return the number of bytes; 0 for not now, or if nothing remains
   * @throws IndexOutOfBoundsException if the range does not fit
   * @throws IOException as {@link StreamConnector} lists, but never for a deadline or an interrupt
   */
  default long tryWrite(ByteBuffer[] sources, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, sources.length);
    for (int i = offset; i < offset + length; i++) {
      if (sources[i].hasRemaining()) {
        return tryWrite(sources[i]);
      }
    }
    return 0;
  }
}
