// SPDX-License-Identifier: Apache-2.0
package org.packetloom;

/** skeleton. */
public final class Server {
  /** skeleton. */
  public static final class Builder {
    Builder(Packetloom loom, Handler handler) {}
    /** x. @param uri x @return x */
    public Builder listen(String uri) { return this; }
    /** x. @return x @throws java.io.IOException x */
    public Server start() throws java.io.IOException { throw new UnsupportedOperationException(); }
  }
}
