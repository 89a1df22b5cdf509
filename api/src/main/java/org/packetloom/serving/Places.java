// SPDX-License-Identifier: Apache-2.0
package org.packetloom.serving;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.packetloom.ConnectorBuilder;
import org.packetloom.ConnectorUri;
import org.packetloom.Listener;
import org.packetloom.Packetloom;

/** Where a server is to listen, as its builder collects it. */
public final class Places {
  private static final int MOST_SHARDS = 1024;

  private final Packetloom loom;
  private final List<Opening> openings = new ArrayList<>();
  private int shards = 1;

  /**
   * Nowhere yet.
   *
   * @param loom opens listeners
   */
  public Places(Packetloom loom) {
    this.loom = loom;
  }

  /** Opens the listeners of one place: one, or several that share an address. */
  @FunctionalInterface
  private interface Opening {
    /**
     * Opens them.
     *
     * @param opened takes each, as soon as it is open
     */
    void open(Consumer<Listener> opened) throws IOException;
  }

  /**
   * Adds a place.
   *
   * @param uri is looked at when it is opened
   */
  public void add(String uri) {
    Objects.requireNonNull(uri, "uri");
    openings.add(opened -> openShards(ConnectorUri.parse(uri), opened));
  }

  /**
   * Adds a place.
   *
   * @param uri where
   */
  public void add(ConnectorUri uri) {
    Objects.requireNonNull(uri, "uri");
    openings.add(opened -> openShards(uri, opened));
  }

  /**
   * Adds a place with options of its own.
   *
   * @param place is asked to listen when it is opened
   */
  public void add(ConnectorBuilder place) {
    Objects.requireNonNull(place, "place");
    openings.add(opened -> opened.accept(place.listen()));
  }

  /**
   * Adds a listener that is open.
   *
   * @param listener an open listener
   */
  public void add(Listener listener) {
    Objects.requireNonNull(listener, "listener");
    openings.add(opened -> opened.accept(listener));
  }

  /**
   * Opens several listeners at each place that is given as a URI.
   *
   * @param count 1 to 1024
   */
  public void reusePort(int count) {
    shards = ServerSettings.ensureBetween(1, count, MOST_SHARDS, "reusePort");
  }

  /** The first one chooses the port for all, where the system is to choose it. */
  private void openShards(ConnectorUri uri, Consumer<Listener> opened) throws IOException {
    if (shards == 1) {
      opened.accept(loom.listen(uri));
      return;
    }
    ConnectorUri place = uri;
    for (int i = 0; i < shards; i++) {
      ConnectorBuilder shard = loom.connector(place);
      Listener listener = shard.option(StandardSocketOptions.SO_REUSEPORT, true).listen();
      opened.accept(listener);
      place = listener.uri();
    }
  }

  /**
   * Opens all; if one fails, closes those that were open and throws what that one threw.
   *
   * @return the listeners
   * @throws IllegalStateException if there is no place
   * @throws IllegalArgumentException if a place does not wait
   * @throws IOException as listening does
   */
  public ListenerGroup open() throws IOException {
    if (openings.isEmpty()) {
      throw new IllegalStateException("no place to listen at");
    }
    List<Listener> open = new ArrayList<>();
    try {
      for (Opening opening : openings) {
        opening.open(open::add);
      }
      open.forEach(listener -> ensureWaits(listener.uri()));
      return ListenerGroup.of(open);
    } catch (Throwable failure) {
      ListenerGroup.of(open).close((_, closing) -> failure.addSuppressed(closing));
      throw failure;
    }
  }

  /**
   * Rejects a place that has nobody wait: a server does nothing else.
   *
   * @param uri of the place
   * @throws IllegalArgumentException if it does not wait
   */
  public static void ensureWaits(ConnectorUri uri) {
    if (!uri.isBlocking()) {
      throw new IllegalArgumentException("blocking=no at a place of a server: " + uri);
    }
  }
}
