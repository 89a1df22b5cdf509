// SPDX-License-Identifier: Apache-2.0
package org.packetloom.event;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.packetloom.StreamConnector;
import org.packetloom.spi.Watchable;
import org.packetloom.tls.TlsConnector;

/**
 * A connection that is closed, while its peer has yet to take what is left: an encrypted one keeps
 * its descriptor until then, and so its place. No thread waits for that.
 */
final class Lingering {
  private final TlsConnector closed;
  private final Runnable then;
  private final AtomicBoolean isOver = new AtomicBoolean();

  private Lingering(TlsConnector closed, Runnable then) {
    this.closed = closed;
    this.then = then;
  }

  /**
   * Has something done once a connection is gone: now, or by the thread that ends it.
   *
   * @param closed closed before
   * @param then is done once
   */
  static void whenGone(StreamConnector closed, Runnable then) {
    if (closed instanceof TlsConnector encrypted
        && encrypted.transport().isOpen()
        && closed instanceof Watchable told) {
      var lingering = new Lingering(encrypted, then);
      Watchable.Watching _ = told.watch(lingering::look); // ends with the connection
      lingering.look(); // it may have gone meanwhile
    } else {
      then.run();
    }
  }

  private void look() {
    if (!closed.transport().isOpen() && isOver.compareAndSet(false, true)) {
      then.run();
    }
  }

  /** Ends what lingers of a connection that was closed: there is no time to take what is left. */
  static void cut(StreamConnector closed) {
    if (closed instanceof TlsConnector encrypted) {
      try {
        encrypted.transport().close();
      } catch (IOException _) {
        // it is closed all the same
      }
    }
  }
}
