// SPDX-License-Identifier: Apache-2.0
package org.packetloom;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The listeners of a server, opened and closed together.
 *
 * @param listeners all of them
 * @param uris where each listens
 */
record ListenerGroup(List<Listener> listeners, List<ConnectorUri> uris) {
  /** Opens one listener. */
  @FunctionalInterface
  interface Opening {
    Listener open() throws IOException;
  }

  /** Opens all; if one fails, closes those that were open and throws what that one threw. */
  static ListenerGroup open(List<Opening> openings) throws IOException {
    List<Listener> open = new ArrayList<>();
    try {
      for (Opening opening : openings) {
        open.add(opening.open());
      }
      return new ListenerGroup(List.copyOf(open), open.stream().map(Listener::uri).toList());
    } catch (Throwable failure) {
      for (Listener listener : open) {
        closeAfter(failure, listener);
      }
      throw failure;
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
