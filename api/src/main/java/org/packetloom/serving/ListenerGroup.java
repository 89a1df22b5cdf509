// SPDX-License-Identifier: Apache-2.0
package org.packetloom.serving;

import java.io.IOException;
import java.util.List;
import java.util.function.BiConsumer;
import org.packetloom.ConnectorUri;
import org.packetloom.Listener;

/**
 * The listeners of a server, opened and closed together.
 *
 * @param listeners all of them
 * @param uris where each listens
 */
public record ListenerGroup(List<Listener> listeners, List<ConnectorUri> uris) {
  /**
   * Groups listeners; those that share an address count as one place.
   *
   * @param listeners open ones
   * @return the group
   */
  static ListenerGroup of(List<Listener> listeners) {
    return new ListenerGroup(
        List.copyOf(listeners), listeners.stream().map(Listener::uri).distinct().toList());
  }

  /**
   * Closes all, whatever goes wrong with one.
   *
   * @param onFailure is told what goes wrong
   */
  public void close(BiConsumer<ConnectorUri, Throwable> onFailure) {
    for (Listener listener : listeners) {
      try {
        listener.close();
      } catch (IOException | RuntimeException failure) {
        onFailure.accept(listener.uri(), failure);
      }
    }
  }
}
