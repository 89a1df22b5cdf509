// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.flight;

import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import jdk.jfr.FlightRecorder;
import jdk.jfr.FlightRecorderListener;
import org.packetloom.PacketloomStatistics;
import org.packetloom.PollerStatistics;

/**
 * Waits for the flight recorder to be started, and then has it told what the runtime does.
 *
 * <p>To load the first kind of event takes 150 ms of processor time, to wait here next to nothing:
 * only who records pays for the kinds. The recorder calls before it starts its first recording, so
 * that nothing is missed.
 */
final class JfrWatch implements FlightRecorderListener {
  private final Runnable pollers;
  private final Runnable toolkit;
  private final ReentrantLock lock = new ReentrantLock();

  private boolean isTold; // guarded by lock
  private boolean hasEnded; // guarded by lock

  private JfrWatch(
      String name,
      Supplier<List<PollerStatistics>> pollers,
      Supplier<PacketloomStatistics> statistics) {
    this.pollers = () -> PollerEvent.tell(name, pollers.get());
    this.toolkit = () -> ToolkitEvent.tell(name, statistics.get());
  }

  /** Begins; the recorder may run already. */
  static Runnable begin(
      String name,
      Supplier<List<PollerStatistics>> pollers,
      Supplier<PacketloomStatistics> statistics) {
    JfrWatch watch = new JfrWatch(name, pollers, statistics);
    FlightRecorder.addListener(watch);
    return watch::end;
  }

  @Override
  public void recorderInitialized(FlightRecorder recorder) {
    lock.lock();
    try {
      if (!hasEnded && !isTold) {
        isTold = true;
        Recorder.use(new JfrRecorder());
        FlightRecorder.addPeriodicEvent(PollerEvent.class, pollers);
        FlightRecorder.addPeriodicEvent(ToolkitEvent.class, toolkit);
      }
    } finally {
      lock.unlock();
    }
  }

  private void end() {
    FlightRecorder.removeListener(this);
    lock.lock();
    try {
      hasEnded = true;
      if (isTold) {
        FlightRecorder.removePeriodicEvent(pollers);
        FlightRecorder.removePeriodicEvent(toolkit);
      }
    } finally {
      lock.unlock();
    }
  }
}
