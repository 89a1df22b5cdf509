// SPDX-License-Identifier: Apache-2.0
package org.packetloom;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * The listeners of a server, opened and closed together.
 *
 * @param listeners all of them
 * @param uris where each listens
 */
record ListenerGroup(List<Listener> listeners, List<ConnectorUri> uris) {
  /** Opens the listeners of one place: one, or several that share an address. */
  @FunctionalInterface
  interface Opening {
    /**
     * Opens them.
     *
     * @param opened takes each, as soon as it is open
     */
    void open(Consumer<Listener> opened) throws IOException;
  }

  /** Opens all; if one fails, closes those that were open and throws what that one threw. */
  static ListenerGroup open(List<Opening> openings) throws IOException {
    List<Listener> open = new ArrayList<>();
    try {
      for (Opening opening : openings) {
        opening.open(open::add);
      }
      open.forEach(listener -> ensureWaits(listener.uri()));
      List<ConnectorUri> uris = open.stream().map(Listener::uri).distinct().toList();
      return new ListenerGroup(List.copyOf(open), uris);
    } catch (Throwable failure) {
      for (Listener listener : open) {
        closeAfter(failure, listener);
      }
      throw failure;
    }
  }

  /** Rejects a place that has nobody wait: a server does nothing else. */
  static void ensureWaits(ConnectorUri uri) {
    if (!uri.isBlocking()) {
      throw new IllegalArgumentException("blocking=no at a place of a server: " + uri);
    }
  }

  private static void closeAfter(Throwable failure, Listener listener) {
    try {
      listener.close();
    } catch (IOException | RuntimeException closing) {
      failure.addSuppressed(closing);
    }
  }

  /** Closes all, whatever goes wrong with one. */
  void close(FailureReports reports) {
    for (Listener listener : listeners) {
      try {
        listener.close();
      } catch (IOException | RuntimeException failure) {
        reports.closeFailed(listener.uri(), failure);
      }
    }
  }
}
