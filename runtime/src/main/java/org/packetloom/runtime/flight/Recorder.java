// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.flight;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.packetloom.PacketloomStatistics;
import org.packetloom.PollerStatistics;

/**
 * Where the runtime tells what it does, for whoever records it. This one records nothing: it serves
 * until the flight recorder is started, and where the module {@code jdk.jfr} is missing.
 *
 * <p>There is one for the process, as there is one flight recorder. It is a field of the class and
 * not of a toolkit, so that a call that has to wait gets at it by one load.
 */
public class Recorder {
  /** Longer than anything that is recorded. */
  public static final long NEVER = Long.MAX_VALUE;

  private static volatile Recorder current = new Recorder(); // replaced when a recorder starts

  /** For {@link JfrRecorder}. */
  protected Recorder() {}

  /**
   * That of the process.
   *
   * @return to be asked for anew each time
   */
  public static Recorder current() {
    return current;
  }

  /** The flight recorder has been started. */
  static void use(Recorder started) {
    current = started;
  }

  /**
   * Has what a toolkit does recorded from now on, as soon as somebody records, and its statistics
   * from time to time.
   *
   * @param toolkit which
   * @param pollers asked by a thread of the recorder, often
   * @param statistics asked by a thread of the recorder
   * @return ends it
   */
  public static Runnable watch(
      String toolkit,
      Supplier<List<PollerStatistics>> pollers,
      Supplier<PacketloomStatistics> statistics) {
    try {
      Class.forName("jdk.jfr.FlightRecorderListener");
      return JfrWatch.begin(toolkit, pollers, statistics);
    } catch (ClassNotFoundException | LinkageError _) {
      return () -> {}; // a JDK, or an image, without jdk.jfr
    }
  }

  /**
   * A stream is about to be connected.
   *
   * @return ends with the attempt
   */
  public Span connecting() {
    return Span.NONE;
  }

  /**
   * A call begins to accept.
   *
   * @return ends with the call
   */
  public Span accepting() {
    return Span.NONE;
  }

  /**
   * A name is about to be looked up.
   *
   * @return ends with the answer
   */
  public Span resolving() {
    return Span.NONE;
  }

  /**
   * How long a call has waited at least that is recorded; asked when it begins to wait, and when it
   * ends.
   *
   * @return nanoseconds, {@link #NEVER} if none is recorded
   */
  public long slowNanos() {
    return NEVER;
  }

  /**
   * A call has ended that had waited for long.
   *
   * @param operation such as read
   * @param ends both end points
   * @param waitedNanos from its first wait to its end
   */
  public void slow(String operation, String ends, long waitedNanos) {}

  /**
   * Whether the ends of connectors are recorded.
   *
   * @return false if {@link #closed} does nothing
   */
  public boolean recordsCloses() {
    return false;
  }

  /**
   * A connector was closed.
   *
   * @param ends both end points
   * @param descriptor which was closed
   * @param ageNanos how long it was open
   * @param read bytes
   * @param written bytes
   */
  public void closed(String ends, int descriptor, long ageNanos, long read, long written) {}

  /**
   * A connector was found that nobody has closed.
   *
   * @param ends both end points
   * @param descriptor which is closed now
   * @param ageNanos how long it was open
   * @param creation where it was opened, if that was asked for
   */
  public void leaked(String ends, int descriptor, long ageNanos, Optional<Throwable> creation) {}

  /**
   * A loop that one task kept from everything else was handed to another carrier.
   *
   * @param loop its number
   * @param total how often that has happened to it
   */
  public void handedOver(int loop, long total) {}
}
