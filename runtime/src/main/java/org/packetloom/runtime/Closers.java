// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;

/** What is run before a descriptor goes. Immutable, as there is hardly ever more than one. */
final class Closers {
  private final Runnable[] closers;

  private Closers(Runnable... closers) {
    this.closers = closers;
  }

  static Closers of(Runnable closer) {
    return new Closers(closer);
  }

  Closers with(Runnable closer) {
    return new Closers(
        Stream.concat(Arrays.stream(closers), Stream.of(closer)).toArray(Runnable[]::new));
  }

  /** The others; empty if there are none. */
  Optional<Closers> without(Runnable closer) {
    Runnable[] others =
        Arrays.stream(closers).filter(each -> each != closer).toArray(Runnable[]::new);
    return others.length == 0 ? Optional.empty() : Optional.of(new Closers(others));
  }

  void run() {
    for (Runnable closer : closers) {
      closer.run();
    }
  }
}
