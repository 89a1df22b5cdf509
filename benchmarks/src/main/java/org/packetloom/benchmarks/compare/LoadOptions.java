// SPDX-License-Identifier: Apache-2.0
package org.packetloom.benchmarks.compare;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The command line of the load generator, put together. */
final class LoadOptions {
  private final List<String> words = new ArrayList<>();

  /** A mode, and whom it turns to. */
  LoadOptions(String mode, ServerProcess server) {
    words.add(mode);
    add("--pid", server.pid());
    if (server.port() != 0) {
      add("--port", server.port());
    }
  }

  LoadOptions path(Path path) {
    words.add("--path");
    words.add(path.toString());
    return this;
  }

  LoadOptions of(Case conditions) {
    return add("--connections", conditions.connections()).add("--size", conditions.size());
  }

  LoadOptions window(int warmMillis, int millis) {
    return add("--warm", warmMillis).add("--window", millis);
  }

  LoadOptions rate(long perSecond) {
    return add("--rate", perSecond);
  }

  /** Connections beyond those that stand. */
  LoadOptions crowd(int connections) {
    return add("--crowd", connections);
  }

  /** Where the load generator itself listens. */
  LoadOptions sink(int port) {
    return add("--sink", port);
  }

  LoadOptions syscalls() {
    return add("--syscalls", 1);
  }

  /** Tells user from system time, and counts switches of threads. */
  LoadOptions split() {
    return add("--split", 1);
  }

  private LoadOptions add(String name, long value) {
    words.add(name);
    words.add(Long.toString(value));
    return this;
  }

  List<String> words() {
    return List.copyOf(words);
  }
}
