// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.packetloom.Packetloom;
import org.packetloom.runtime.Looms;

/** The engine, the poller and the place of one row of the contracts. */
final class Toolkit implements AutoCloseable {
  private final String engine;
  private final String poller;
  private final Place place;
  private final Path folder;

  private Toolkit(String engine, String poller, Place place, Path folder) {
    this.engine = engine;
    this.poller = poller;
    this.place = place;
    this.folder = folder;
  }

  static Toolkit of(String engine, String poller, Place place) {
    try {
      return new Toolkit(engine, poller, place, Place.createFolder());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  Place place() {
    return place;
  }

  Path folder() {
    return folder;
  }

  /** A fresh address to listen or bind at. */
  String listenUri() {
    return place.listenUri(folder);
  }

  /** Opens it; skips the row if the system lacks its place. */
  Packetloom open() throws IOException {
    place.assumeAvailable();
    return Looms.open(engine, poller);
  }

  /** Removes the folder, which must be empty by now. */
  @Override
  public void close() throws IOException {
    Files.delete(folder);
  }
}
