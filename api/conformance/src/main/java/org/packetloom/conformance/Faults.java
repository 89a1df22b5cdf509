// SPDX-License-Identifier: Apache-2.0
package org.packetloom.conformance;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.packetloom.DatagramConnector;
import org.packetloom.Packetloom;
import org.packetloom.StreamConnector;
import org.packetloom.message.LinkConditions;
import org.packetloom.message.SimulatedDatagrams;
import org.packetloom.spi.Scheme;

/**
 * What goes wrong with a connector, the same way whenever the seed is the same: latency, partial
 * reads and writes, stalls, resets.
 *
 * {@snippet :
 * Faults faults = Faults.of(1).latency(Duration.ofMillis(20)).partial(7).resetBetween(1_000, 5_000);
 *
 * StreamConnector stream = faults.over(loom, loom.connect("tcp://127.0.0.1:8080"));
 *
 * var loom = Packetloom.builder().scheme(faults.scheme("tcp")).open(); // or only another URI
 * loom.connect("faulty+tcp://127.0.0.1:8080");
 * }
 *
 * <p><b>Repeatable.</b> Where a stream is cut, stalled and reset depends on the seed, on which
 * stream it is of those opened by this object, and on positions in it: not on times, nor on the
 * sizes of buffers. The directions have faults of their own.
 *
 * <p>Immutable but for the count of its streams; each method here returns a copy that counts anew.
 * Safe for use by any thread.
 *
 * @see SimulatedDatagrams
 */
public final class Faults {
  /** How long a stall takes that never ends by itself. */
  public static final Duration FOREVER = Duration.ofNanos(Ticker.LONGEST_NANOS);

  // all of them set before anyone else sees the object
  private final long seed;
  private final AtomicLong streams = new AtomicLong();
  private List<FaultPlan.Stall> stalls = List.of();
  private Duration leastLatency = Duration.ZERO;
  private Duration mostLatency = Duration.ZERO;
  private Optional<VirtualClock> clock = Optional.empty();
  private int mostPiece = Integer.MAX_VALUE;
  private long meanToStall = Long.MAX_VALUE;
  private Duration drawnStall = Duration.ZERO;
  private long leastReset = Long.MAX_VALUE;
  private long mostReset = Long.MAX_VALUE;
  private boolean isReading = true;
  private boolean isWriting = true;

  private Faults(long seed) {
    this.seed = seed;
  }

  private Faults(Faults other) {
    this(other.seed);
    stalls = other.stalls;
    leastLatency = other.leastLatency;
    mostLatency = other.mostLatency;
    clock = other.clock;
    mostPiece = other.mostPiece;
    meanToStall = other.meanToStall;
    drawnStall = other.drawnStall;
    leastReset = other.leastReset;
    mostReset = other.mostReset;
    isReading = other.isReading;
    isWriting = other.isWriting;
  }

  /**
   * No faults yet.
   *
   * @param seed any number; what is drawn follows from it
   * @return faults that do no harm
   */
  public static Faults of(long seed) {
    return new Faults(seed);
  }

  /**
   * Delays every byte.
   *
   * @param latency on the way out, and again on the way in
   * @return a copy
   * @throws IllegalArgumentException if it is negative
   */
  public Faults latency(Duration latency) {
    return latency(latency, latency);
  }

  /**
   * Delays every byte, some longer than others; the order stays.
   *
   * @param least on the way out, and again on the way in
   * @param most the same
   * @return a copy
   * @throws IllegalArgumentException if {@code least} is negative, or more than {@code most}
   */
  public Faults latency(Duration least, Duration most) {
    ensure(!least.isNegative() && least.compareTo(most) <= 0, "latency", least, most);
    Faults copy = new Faults(this);
    copy.leastLatency = least;
    copy.mostLatency = most;
    return copy;
  }

  /**
   * Cuts the bytes into pieces: no read, and no attempt to write, gets beyond the end of one. A
   * write that waits still writes all.
   *
   * @param mostBytes pieces have 1 to so many bytes
   * @return a copy
   * @throws IllegalArgumentException if it is less than 1
   */
  public Faults partial(int mostBytes) {
    ensure(mostBytes >= 1, "bytes of a piece", mostBytes, mostBytes);
    Faults copy = new Faults(this);
    copy.mostPiece = mostBytes;
    return copy;
  }

  /**
   * Lets nothing pass for a time; may be called several times.
   *
   * @param position how many bytes have passed when it begins, zero or more
   * @param duration how long it takes, {@link #FOREVER} for one that only a deadline, an interrupt
   *     or closing ends
   * @return a copy
   * @throws IllegalArgumentException if one is negative
   */
  public Faults stallAt(long position, Duration duration) {
    ensure(position >= 0 && !duration.isNegative(), "stall", position, duration);
    Faults copy = new Faults(this);
    List<FaultPlan.Stall> more = new ArrayList<>(stalls);
    more.add(new FaultPlan.Stall(position, Ticker.nanos(duration)));
    copy.stalls = List.copyOf(more);
    return copy;
  }

  /**
   * Lets nothing pass for a time, again and again, at positions that are drawn.
   *
   * @param meanBytes how many bytes pass between two of them on average, 1 or more
   * @param duration how long each takes
   * @return a copy
   * @throws IllegalArgumentException if one is out of range
   */
  public Faults stalls(long meanBytes, Duration duration) {
    ensure(meanBytes >= 1 && !duration.isNegative(), "stalls", meanBytes, duration);
    Faults copy = new Faults(this);
    copy.meanToStall = meanBytes;
    copy.drawnStall = duration;
    return copy;
  }

  /**
   * Resets the connection: calls fail with {@link org.packetloom.ConnectionResetException} from
   * then on, and the peer finds a reset where its scheme has that, else the end.
   *
   * @param position how many bytes have passed in one direction when it happens, zero or more
   * @return a copy
   * @throws IllegalArgumentException if it is negative
   */
  public Faults resetAt(long position) {
    return resetBetween(position, position);
  }

  /**
   * Resets the connection, as {@link #resetAt}, at a position that is drawn.
   *
   * @param least how many bytes have passed in one direction, zero or more
   * @param most the same
   * @return a copy
   * @throws IllegalArgumentException if {@code least} is negative, or more than {@code most}
   */
  public Faults resetBetween(long least, long most) {
    ensure(least >= 0 && least <= most, "reset", least, most);
    Faults copy = new Faults(this);
    copy.leastReset = least;
    copy.mostReset = most;
    return copy;
  }

  /**
   * Leaves writing as it is.
   *
   * @return a copy
   */
  public Faults readsOnly() {
    Faults copy = new Faults(this);
    copy.isReading = true;
    copy.isWriting = false;
    return copy;
  }

  /**
   * Leaves reading as it is.
   *
   * @return a copy
   */
  public Faults writesOnly() {
    Faults copy = new Faults(this);
    copy.isReading = false;
    copy.isWriting = true;
    return copy;
  }

  /**
   * Takes the time of latencies and stalls from a clock that the test moves; deadlines and timeouts
   * of the streams are in its time as well. What comes in is late from the moment on at which it is
   * seen to have come.
   *
   * @param virtual the clock
   * @return a copy
   */
  public Faults clock(VirtualClock virtual) {
    Faults copy = new Faults(this);
    copy.clock = Optional.of(virtual);
    return copy;
  }

  private static void ensure(boolean holds, String what, Object first, Object second) {
    if (!holds) {
      throw new IllegalArgumentException(what + " out of range: " + first + ", " + second);
    }
  }

  /**
   * Puts these faults in front of a stream, to be used in its place.
   *
   * <p>The result is as a {@link StreamConnector} should be. Deadlines, timeouts and the interrupt
   * policy are its own; those of the stream are taken away. Bytes are taken from the stream as they
   * come, up to 64 KB, and as many that were written may be on their way to it: why they could not
   * be written is told by a later call. Closing it sends what was written, with its latency, and
   * then closes the stream.
   *
   * @param loom knows the stream's scheme; closing it ends what is on its way
   * @param stream belongs to the result from then on
   * @return a stream with faults; two virtual threads serve it until it is closed
   * @throws IOException if the toolkit is closed
   */
  public StreamConnector over(Packetloom loom, StreamConnector stream) throws IOException {
    return FaultyStream.open(this, stream.uri(), loom.connector(stream.uri()).context(), stream);
  }

  /**
   * Puts these faults in front of a connector of datagrams, as {@link SimulatedDatagrams} does, in
   * the machine's time: datagrams are late. Loss and other mishaps of datagrams are {@link
   * LinkConditions}.
   *
   * @param connector belongs to the result from then on
   * @return a connector with latency
   * @throws IllegalArgumentException if there are other faults than latency, or a virtual clock:
   *     datagrams are whole, and have no positions
   */
  public DatagramConnector over(DatagramConnector connector) {
    boolean isOfStreams =
        mostPiece < Integer.MAX_VALUE || mostReset < Long.MAX_VALUE || clock.isPresent();
    if (isOfStreams || !stalls.isEmpty() || meanToStall < Long.MAX_VALUE) {
      throw new IllegalArgumentException("datagrams have latency only, not " + this);
    }
    LinkConditions late = late();
    return SimulatedDatagrams.over(
        connector,
        isWriting ? late : LinkConditions.PERFECT,
        isReading ? late : LinkConditions.PERFECT,
        seed);
  }

  private LinkConditions late() {
    Duration half = mostLatency.minus(leastLatency).dividedBy(2);
    return LinkConditions.builder()
        .delay(leastLatency.plus(half))
        .jitter(half)
        .keepOrder(true)
        .build();
  }

  /**
   * Makes a scheme that is another one with these faults, for {@code tcp}, {@code local} and the
   * like: only URIs have to change. Its streams are those of the other scheme, with default
   * options; its listeners accept in the machine's time.
   *
   * @param scheme such as {@code tcp}
   * @return to be registered; {@code faulty+tcp}, with the addresses of {@code tcp}
   */
  public Scheme scheme(String scheme) {
    return new FaultyScheme(scheme, this);
  }

  /** The directions of the next stream. */
  Plans next() {
    long stream = FaultPlan.mix(seed + streams.getAndIncrement());
    return new Plans(plan(stream, isReading), plan(~stream, isWriting), ticker());
  }

  /** What is to go wrong with one stream. */
  record Plans(FaultPlan reading, FaultPlan writing, Ticker ticker) {}

  private FaultPlan plan(long streamSeed, boolean isFaulty) {
    if (!isFaulty) {
      return Faults.of(seed).plan(streamSeed, true);
    }
    return new FaultPlan(
        new FaultPlan.Terms(
            streamSeed,
            Ticker.nanos(leastLatency),
            Ticker.nanos(mostLatency),
            mostPiece,
            stalls,
            meanToStall,
            Ticker.nanos(drawnStall),
            leastReset,
            mostReset),
        ticker());
  }

  private Ticker ticker() {
    return clock.isPresent() ? clock.get() : Ticker.REAL;
  }

  /** The clock that the streams wait by, if it is not the machine's. */
  Optional<VirtualClock> clock() {
    return clock;
  }

  @Override
  public String toString() {
    return "faults of seed "
        + seed
        + (isReading ? "" : ", writes only")
        + (isWriting ? "" : ", reads only")
        + (mostLatency.isZero() ? "" : ", latency " + leastLatency + " to " + mostLatency)
        + (mostPiece == Integer.MAX_VALUE ? "" : ", pieces of 1 to " + mostPiece)
        + (stalls.isEmpty() ? "" : ", " + stalls)
        + (meanToStall == Long.MAX_VALUE ? "" : ", stalls each " + meanToStall + " bytes")
        + (mostReset == Long.MAX_VALUE ? "" : ", reset at " + leastReset + " to " + mostReset)
        + (clock.isEmpty() ? "" : ", " + clock.get());
  }
}
