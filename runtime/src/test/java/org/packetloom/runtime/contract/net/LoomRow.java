// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract.net;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.packetloom.Packetloom;
import org.packetloom.runtime.Looms;
import org.packetloom.runtime.contract.net.LoomSockets.Threads;
import org.packetloom.suite.net.Sockets;

/** The engine, the poller, the threads and the kind of sockets of one row. */
final class LoomRow {
  /** How sockets are made. */
  enum Kind {
    INTERNET,
    UNIX,
    VIA,
    STEPS
  }

  private final String engine;
  private final String poller;
  private final Threads threads;
  private final Kind kind;

  /** From opening to closing. */
  private Packetloom loom;

  private Path folder;
  private Sockets sockets;

  LoomRow(String engine, String poller, Threads threads, Kind kind) {
    this.engine = engine;
    this.poller = poller;
    this.threads = threads;
    this.kind = kind;
  }

  void open() throws IOException {
    folder = Files.createTempDirectory("packetloom");
    loom = Looms.open(engine, poller);
    sockets =
        switch (kind) {
          case INTERNET -> new LoomSockets(loom, threads);
          case UNIX -> new UnixSockets(loom, threads, folder);
          case VIA -> new ViaSockets(loom, threads, folder);
          case STEPS -> new StepSockets(loom, threads);
        };
  }

  Sockets sockets() {
    return sockets;
  }

  /** Removes the socket files as well, which stay behind as those of the JDK's channels do. */
  void close() throws IOException {
    loom.close();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }
}
