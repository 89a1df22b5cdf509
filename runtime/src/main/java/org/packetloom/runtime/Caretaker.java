// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.packetloom.platform.Transfer;
import org.packetloom.runtime.flight.Recorder;
import org.packetloom.runtime.management.Registration;

/**
 * Looks after a toolkit on a thread of its own, which sleeps until there is something to do: closes
 * connectors that nobody has closed, and shows the toolkit to those who manage the process. What
 * would make opening a toolkit slow, such as waking the logger, is done here too.
 *
 * <p>A connector that was left may still be in use: only the stack of a thread that waits in it
 * knows it, and the compiler has found that the thread will not look at it again. It is looked at
 * from time to time until the call has ended, and closed then. See {@link OpenConnector}.
 */
final class Caretaker implements AutoCloseable {
  /** How long a connector that was left and is in use may be without a look: 200 ms. */
  private static final long BUSY_MILLIS = 200;

  /** How often to look whether somebody manages the process by now: 500 ms. */
  private static final long MANAGED_MILLIS = 500;

  private static final long EVER = 0;

  private static final System.Logger LOG = System.getLogger("org.packetloom");

  private final String toolkit;
  private final OpenConnectors connectors;
  private final Overview overview;
  private final Registration registration;
  private final Thread thread;
  private final List<OpenConnector> busy = new ArrayList<>(); // the thread's

  private Runnable unwatch = () -> {}; // set by start

  private volatile boolean closed;

  Caretaker(String toolkit, OpenConnectors connectors, Overview overview, Registration bean) {
    this.toolkit = toolkit;
    this.connectors = connectors;
    this.overview = overview;
    this.registration = bean;
    this.thread = Thread.ofPlatform().daemon().name("packetloom-caretaker").unstarted(this::run);
  }

  void start() {
    unwatch = Recorder.watch(toolkit, overview::getPollerStatistics, overview::getStatistics);
    thread.start();
  }

  private void run() {
    LOG.log(System.Logger.Level.DEBUG, () -> "opened " + toolkit);
    try {
      while (!closed) {
        boolean isWatching = !registration.tryRegister();
        Reference<?> found = connectors.awaitLeft(pause(isWatching));
        if (found instanceof OpenConnector left) {
          busy.add(left);
        }
        busy.removeIf(this::tryClose);
      }
    } catch (InterruptedException _) {
      // closed
    } finally {
      registration.end();
    }
    LOG.log(System.Logger.Level.DEBUG, () -> "closed " + toolkit);
  }

  private long pause(boolean isWatching) {
    return !busy.isEmpty() ? BUSY_MILLIS : isWatching ? MANAGED_MILLIS : EVER;
  }

  /** Closes what was left, unless a call is in progress there; whether that is done. */
  private boolean tryClose(OpenConnector left) {
    if (left.isClosed()) {
      return true;
    }
    if (left.isInUse()) {
      return false;
    }
    long age = left.ageNanos();
    Optional<Throwable> creation = left.creation();
    Recorder.current().leaked(left.toString(), left.descriptor(Transfer.READ), age, creation);
    String text =
        "nobody has closed %s, descriptor %d, opened %d ms ago; it is closed now%s"
            .formatted(
                left,
                left.descriptor(Transfer.READ),
                age / 1_000_000,
                creation.isPresent() ? "" : ". Where: -Dpacketloom.leaks=trace");
    OpenConnectors.close(left);
    connectors.tally().leaked();
    creation.ifPresentOrElse(
        where -> LOG.log(System.Logger.Level.WARNING, text, where),
        () -> LOG.log(System.Logger.Level.WARNING, text));
    return true;
  }

  /** Ends it, and waits for that. */
  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    Joining.join(thread);
    unwatch.run();
  }
}
