// SPDX-License-Identifier: Apache-2.0
package org.packetloom.conformance;

import java.io.IOException;
import java.util.Set;
import org.packetloom.Packetloom;
import org.packetloom.Pair;
import org.packetloom.suite.Feature;

/**
 * What the suites have to know of a scheme: the one class that its author writes.
 *
 * <p>Only {@link #open()} has to be written, and {@link #listenUri()} or {@link #datagramUri()},
 * for what the scheme has. One object serves one class of tests, whose threads call it one at a
 * time.
 */
public interface SchemeUnderTest extends AutoCloseable {
  /**
   * Opens a toolkit that knows the scheme. Suites open several: streams of one connect to listeners
   * of another.
   *
   * @return a new toolkit, which the suite closes
   * @throws IOException if it cannot be opened; fails the tests
   */
  Packetloom open() throws IOException;

  /**
   * An address to listen at that nobody else uses.
   *
   * @return another URI with each call, or one that lets the system choose, such as port 0
   * @throws IOException if there is none; fails the test
   */
  default String listenUri() throws IOException {
    throw new UnsupportedOperationException(getClass().getName() + " has no listenUri()");
  }

  /**
   * An address to receive datagrams at that nobody else uses.
   *
   * @return another URI with each call, or one that lets the system choose, such as port 0
   * @throws IOException if there is none; fails the test
   */
  default String datagramUri() throws IOException {
    throw new UnsupportedOperationException(getClass().getName() + " has no datagramUri()");
  }

  /**
   * Opens two streams connected to each other; unless overridden, by a listener at {@link
   * #listenUri()} that is closed again.
   *
   * @param loom opened by {@link #open()}
   * @return both streams, which the suite closes
   * @throws IOException if they cannot be opened; fails the test
   */
  default Pair openPair(Packetloom loom) throws IOException {
    return SchemeRow.connect(loom, listenUri());
  }

  /**
   * What it has of the features in {@link SchemeRow#OF_SOCKETS}, which only sockets usually have.
   *
   * @return nothing, unless overridden
   */
  default Set<Feature> has() {
    return Set.of();
  }

  /**
   * What it lacks of all other features. Tests of these are skipped, and say so.
   *
   * @return nothing, unless overridden
   */
  default Set<Feature> lacks() {
    return Set.of();
  }

  /**
   * How many bytes are more than two ends of a stream ever hold between them, written and not yet
   * read: how much is written to have a writer wait.
   *
   * @return a megabyte or more; 32 MB, unless overridden
   */
  default int moreThanBuffers() {
    return 32 << 20;
  }

  /** Called after the last test; does nothing unless overridden. */
  @Override
  default void close() throws IOException {}
}
