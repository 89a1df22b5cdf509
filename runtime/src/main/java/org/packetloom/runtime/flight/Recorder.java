// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.flight;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.packetloom.PacketloomStatistics;
import org.packetloom.PollerStatistics;

/**
 * Where the runtime tells what it does, for whoever records it. This one records nothing: it serves
 * where the module {@code jdk.jfr} is missing.
 *
 * <p>There is one for the process, in a constant: the compiler sees its methods, and with nothing
 * recorded they come to the load of a flag.
 */
public class Recorder {
  private static final Recorder CURRENT = find();

  /** For {@link JfrRecorder}. */
  protected Recorder() {}

  /**
   * That of the process.
   *
   * @return always the same
   */
  public static Recorder current() {
    return CURRENT;
  }

  private static Recorder find() {
    try {
      Class.forName("jdk.jfr.Event");
      return new JfrRecorder();
    } catch (ClassNotFoundException | LinkageError _) {
      return new Recorder(); // a JDK, or an image, without jdk.jfr
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
   * Whether operations that take long are recorded; asked when a call has to wait.
   *
   * @return false if none is to be begun
   */
  public boolean recordsSlow() {
    return false;
  }

  /**
   * A call has to wait.
   *
   * @return ends with the call
   */
  public Span waiting() {
    return Span.NONE;
  }

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

  /**
   * Has the statistics of a toolkit recorded from time to time.
   *
   * @param toolkit which
   * @param pollers asked by a thread of the recorder, often
   * @param statistics asked by a thread of the recorder
   * @return ends it
   */
  public Runnable watch(
      String toolkit,
      Supplier<List<PollerStatistics>> pollers,
      Supplier<PacketloomStatistics> statistics) {
    return () -> {};
  }
}
