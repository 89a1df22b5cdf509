// SPDX-License-Identifier: Apache-2.0
package org.packetloom;

import java.io.IOException;

/** A stream whose closing fails, though it closes. */
final class UnclosableStream extends FakeStream {
  private final IOException failure;

  UnclosableStream(IOException failure) {
    this.failure = failure;
  }

  @Override
  public void close() throws IOException {
    super.close();
    throw failure;
  }
}
