// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.io.IOException;
import java.util.List;
import org.packetloom.CapabilityException;
import org.packetloom.Connector;
import org.packetloom.event.Events;
import org.packetloom.spi.LayeredListener;
import org.packetloom.spi.Watchable;
import org.packetloom.tls.TlsConnector;

/** Finds out how a connector can be watched. */
final class WatchedSources {
  private static final String WATCH = "watch";

  private WatchedSources() {}

  /** Gives a fresh watcher its sources, or leaves nothing behind. */
  static void find(ReactorCore core, Connector connector, WatchedConnector watched)
      throws IOException {
    if (connector instanceof TlsConnector encrypted && connector instanceof Watchable own) {
      watchBoth(core, encrypted, own, watched);
      return;
    }
    if (connector instanceof Watchable own) {
      watched.add(new WatchedByUser(watched, own), Events.READ | Events.WRITE);
      watched.opened();
      return;
    }
    if (connector instanceof LayeredListener layered) {
      find(core, layered.below(), watched); // there is a peer here once there is one there
      return;
    }
    if (!(connector instanceof DescriptorConnector known)) {
      throw new CapabilityException(
          WATCH + " " + connector, "it has no descriptor that a poller could watch", "");
    }
    known.handle().enter(WATCH);
    try {
      List<Handle> handles = known.handles();
      for (int i = 0; i < handles.size(); i++) {
        Handle handle = handles.get(i);
        if (handle.transfer() instanceof FifoDoor) {
          throw new CapabilityException(
              WATCH + " " + connector,
              "the system does not tell of those who open a pipe",
              "accept in a thread of its own");
        }
        if (handle.descriptor() < 0) {
          continue; // it goes the other way alone, or that one is not open yet
        }
        handle.transfer().holdNothing(); // the watch would not find it
        handle.addCloser(WATCH, watched.closer());
        long part = part(i, handles.size());
        watched.add(new WatchedHandle(core, watched, known, handle, part), part);
      }
      watched.opened();
    } catch (Throwable e) {
      watched.discard();
      throw e;
    } finally {
      known.handle().leave();
    }
  }

  /**
   * An encrypted stream knows what it has opened, what it may open, and when it has room; that
   * there is more to be opened is told by what carries it.
   */
  private static void watchBoth(
      ReactorCore core, TlsConnector encrypted, Watchable own, WatchedConnector watched)
      throws IOException {
    if (encrypted.session().getProtocol().equals("NONE")) {
      throw new CapabilityException(
          WATCH + " " + encrypted,
          "it has not shaken hands, which takes both directions",
          "call handshake() in a thread first");
    }
    if (!(encrypted.transport() instanceof DescriptorConnector below)) {
      throw new CapabilityException(
          WATCH + " " + encrypted,
          "what carries it has no descriptor that a poller could watch",
          "give the connection a thread of its own");
    }
    Handle handle = below.handle();
    handle.enter(WATCH);
    try {
      handle.transfer().holdNothing(); // the watch would not find it
      handle.addCloser(WATCH, watched.closer());
      watched.add(new WatchedByUser(watched, own), Events.READ | Events.WRITE);
      WatchedHandle more = new WatchedHandle(core, watched, below, handle, Events.READ);
      watched.add(new WatchedBelow(more), Events.READ);
      watched.opened();
    } catch (Throwable e) {
      watched.discard();
      throw e;
    } finally {
      handle.leave();
    }
  }

  /** What one of the handles is for: the first to read from, the second, if any, to write to. */
  private static long part(int index, int count) {
    if (count == 1) {
      return Events.READ | Events.WRITE;
    }
    return index == 0 ? Events.READ : Events.WRITE;
  }
}
