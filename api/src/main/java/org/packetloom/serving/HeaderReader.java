// SPDX-License-Identifier: Apache-2.0
package org.packetloom.serving;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.packetloom.proxy.ProxyHeader;
import org.packetloom.proxy.ProxyProtocolException;

/** Reads a PROXY header, and not a byte more, in as many reads as it takes. Of one thread. */
public final class HeaderReader {
  private final int mostBytes;
  private ByteBuffer bytes = ByteBuffer.allocate(ProxyHeader.MOST_V1_BYTES).limit(0);
  private boolean isOver;

  /**
   * Has read nothing yet.
   *
   * @param mostBytes the longest header to accept
   */
  public HeaderReader(int mostBytes) {
    this.mostBytes = mostBytes;
  }

  /** Where the bytes come from. */
  @FunctionalInterface
  public interface Source {
    /**
     * Reads, waiting or not.
     *
     * @param room where to
     * @return the number of bytes; 0 for not now; −1 at the end
     * @throws IOException as connections do
     */
    int read(ByteBuffer room) throws IOException;
  }

  /**
   * Reads once, and no more than is missing for sure.
   *
   * @param source where from
   * @return true if there is no more to read
   * @throws ProxyProtocolException if what came is no allowed header, or too long
   * @throws IOException as the source does
   */
  public boolean read(Source source) throws IOException {
    int length = bytes.limit();
    int missing = ProxyHeader.missing(bytes);
    if (missing == 0) {
      return true;
    }
    if (length + missing > mostBytes) {
      throw new ProxyProtocolException("longer than " + mostBytes + " bytes");
    }
    bytes = withRoom(missing);
    int count = source.read(bytes.position(length));
    bytes.limit(Math.max(length, bytes.position())).position(0);
    if (count < 0 && length > 0) {
      throw new ProxyProtocolException("the stream ends after " + length + " bytes");
    }
    isOver = count < 0;
    return isOver || count > 0 && ProxyHeader.missing(bytes) == 0;
  }

  private ByteBuffer withRoom(int more) {
    int length = bytes.limit() + more;
    return length <= bytes.capacity()
        ? bytes.limit(length)
        : ByteBuffer.allocate(length).put(bytes).limit(length);
  }

  /**
   * What was read.
   *
   * @return empty if the stream ended before its first byte
   * @throws ProxyProtocolException if it is no allowed header
   * @throws IllegalStateException if there is more to read
   */
  public Optional<ProxyHeader> header() throws ProxyProtocolException {
    if (isOver) {
      return Optional.empty();
    }
    return Optional.of(
        ProxyHeader.parse(bytes)
            .orElseThrow(() -> new IllegalStateException("there is more to read")));
  }
}
