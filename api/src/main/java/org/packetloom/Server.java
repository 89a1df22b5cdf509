// SPDX-License-Identifier: Apache-2.0
package org.packetloom;

import java.io.IOException;

/** Serves connections, one virtual thread each. */
public final class Server {
  private Server() {}

  /** Prepares a server. */
  public static final class Builder {
    Builder(Packetloom loom, Handler handler) {}

    /**
     * Adds an address to listen at.
     *
     * @param uri the address
     * @return this builder
     */
    public Builder listen(String uri) {
      return this;
    }

    /**
     * Starts the server.
     *
     * @return the server
     * @throws IOException if it cannot listen
     */
    public Server start() throws IOException {
      throw new UnsupportedOperationException();
    }
  }
}
