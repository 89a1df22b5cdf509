// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.bsd;

import java.lang.foreign.Arena;
import java.lang.foreign.SymbolLookup;
import java.util.Optional;
import org.packetloom.platform.PollerFactory;
import org.packetloom.platform.unix.UnixCalls;

/**
 * The poller of a BSD over libkqueue.
 *
 * @param factory opens it
 * @param calls the system calls of a platform that uses it
 */
public record Libkqueue(PollerFactory factory, UnixCalls calls) {
  private static final String NAME = "libkqueue.so.0";

  /** What is needed, for those who skip their tests without it. */
  public static final String NEEDED =
      NAME + " (libkqueue 2.3.1 or later), which .ci/libkqueue installs";

  /**
   * Loads the library.
   *
   * @param calls the system calls of this machine
   * @return empty where it is missing
   */
  public static Optional<Libkqueue> load(UnixCalls calls) {
    SymbolLookup symbols;
    try {
      symbols = SymbolLookup.libraryLookup(NAME, Arena.global()); // it has a thread of its own
    } catch (IllegalArgumentException _) { // as a library is called that cannot be found
      return Optional.empty();
    }
    TakenErrors errors = new TakenErrors();
    LibCKqueue library = new LibCKqueue(symbols, LibkqueueCalls.LAYOUT, calls);
    UnixCalls telling = errors.around(calls);
    LibkqueueCalls queues = new LibkqueueCalls(library, calls, errors);
    return Optional.of(new Libkqueue(new KqueueFactory(queues, telling), telling));
  }
}
