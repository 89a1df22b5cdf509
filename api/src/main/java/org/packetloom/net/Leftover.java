// SPDX-License-Identifier: Apache-2.0
package org.packetloom.net;

import java.io.IOException;
import java.lang.ref.Cleaner;
import org.jspecify.annotations.Nullable;
import org.packetloom.Connector;

/**
 * What is left of a socket that nobody refers to any more and nobody has closed: its connector,
 * which is closed then, as the JDK does with its own sockets. A toolkit refers to connectors, not
 * to sockets.
 */
final class Leftover implements Runnable {
  private static final Cleaner CLEANER = Cleaner.create();

  /** Null if there is nothing to close. */
  private volatile @Nullable Connector connector;

  /** Whether somebody has the connector without the socket; never unset. */
  private volatile boolean isShared;

  private Leftover() {}

  /** Of a socket, with what takes it from the watch. */
  record Watched(Leftover leftover, Cleaner.Cleanable cleanable) {}

  static Watched of(Object socket) {
    Leftover leftover = new Leftover();
    return new Watched(leftover, CLEANER.register(socket, leftover));
  }

  void connector(Connector fresh) {
    connector = fresh;
  }

  /** Somebody uses the connector by itself: it is not closed unasked. */
  void share() {
    isShared = true;
  }

  @Override
  public void run() {
    Connector left = connector;
    if (left != null && !isShared) {
      try {
        left.close();
      } catch (IOException _) {
        // nobody is left to be told
      }
    }
  }
}
