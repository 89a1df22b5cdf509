// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

/**
 * Watches what carries a connector. That may stay open for a while when the connector is closed, so
 * the poller is told in any case that nobody watches any more.
 *
 * @param source watches the carrier
 */
record WatchedBelow(WatchedSource source) implements WatchedSource {
  @Override
  public boolean isSettled(long wanted) {
    return source.isSettled(wanted);
  }

  @Override
  public int watch(long wanted) {
    return source.watch(wanted);
  }

  @Override
  public void end(boolean isClosing) {
    source.end(false);
  }

  @Override
  public void forget(Runnable closer) {
    source.forget(closer);
  }
}
