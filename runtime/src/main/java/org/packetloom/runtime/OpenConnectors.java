// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.io.IOException;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.packetloom.ConnectorUri;
import org.packetloom.LeakDetection;
import org.packetloom.platform.Transfer;
import org.packetloom.runtime.flight.Recorder;

/**
 * The connectors of a toolkit that are open, and the park points of those without descriptor.
 *
 * <p>One is added when it is ready for use and removed when it is closed. After {@link #closeAll}
 * none is let in any more: whoever adds looks at {@code closed} after adding, closeAll sets it
 * before it looks at the sets, so that each one is seen by one of them.
 */
final class OpenConnectors {
  private static final System.Logger LOG = System.getLogger("org.packetloom");

  /** A power of two. */
  private static final int SHARES = 16;

  private final List<ConnectorShare> open =
      Stream.generate(ConnectorShare::new).limit(SHARES).toList();
  private final Set<ParkSpot> spots = ConcurrentHashMap.newKeySet();
  private final ReferenceQueue<DescriptorConnector> left = new ReferenceQueue<>();
  private final LeakDetection detection;
  private final AtomicLong numbers = new AtomicLong();
  private final Tally tally = new Tally();

  /** The last that was made; by any thread. */
  private volatile @Nullable Names blank;

  private volatile boolean closed;

  OpenConnectors(LeakDetection detection) {
    this.detection = detection;
  }

  /** What has been counted. */
  Tally tally() {
    return tally;
  }

  /** Where connectors turn up that nobody can reach and nobody has closed; null if nobody asks. */
  @Nullable ReferenceQueue<DescriptorConnector> left() {
    return detection == LeakDetection.OFF ? null : left;
  }

  /**
   * Waits for one of those that were left.
   *
   * @param millis how long at most; 0 for ever
   * @return null if there was none
   */
  @Nullable Reference<? extends DescriptorConnector> awaitLeft(long millis)
      throws InterruptedException {
    return left.remove(millis);
  }

  /** Where the caller is, if that is asked for; null otherwise. */
  @Nullable Throwable creation() {
    return detection == LeakDetection.TRACE ? new CreationTrace() : null;
  }

  /**
   * What a connector is called whose ends are not known yet. Those of one listener have one URI:
   * the last one's names are at hand.
   */
  Names blank(ConnectorUri uri) {
    Names known = blank;
    if (known != null && known.isOf(uri)) {
      return known;
    }
    Names made = Names.of(uri, Optional.empty(), Optional.empty());
    blank = made;
    return made;
  }

  long nextNumber() {
    return numbers.incrementAndGet();
  }

  /** Lets a connector in, or closes it and throws. */
  void add(OpenConnector connector) throws IOException {
    share(connector).add(connector);
    if (closed) {
      connector.close();
      throw Failures.closed("open", connector.uri().toString());
    }
  }

  /** Lets a park point in, or closes it. */
  void add(ParkSpot spot) {
    spots.add(spot);
    if (closed) {
      spot.close();
    }
  }

  /** Forgets a park point. */
  void remove(ParkSpot spot) {
    spots.remove(spot);
  }

  /** Forgets a connector; its bytes are counted among those of all that have ended. */
  void remove(OpenConnector connector) {
    if (share(connector).remove(connector)) {
      recordEnd(connector);
    }
  }

  private static void recordEnd(OpenConnector connector) {
    if (Recorder.current().recordsCloses()) {
      Recorder.current()
          .closed(
              connector.toString(),
              connector.descriptor(Transfer.READ),
              connector.ageNanos(),
              connector.bytes(Transfer.READ),
              connector.bytes(Transfer.WRITE));
    }
  }

  private ConnectorShare share(OpenConnector connector) {
    return open.get((int) connector.number() & SHARES - 1);
  }

  /** How many connectors were open and are not any more. */
  long endedCount() {
    return open.stream().mapToLong(ConnectorShare::endedCount).sum();
  }

  /** Bytes that connectors have moved in a direction which have ended. */
  long bytes(int direction) {
    return open.stream().mapToLong(share -> share.bytes(direction)).sum();
  }

  boolean isClosed() {
    return closed;
  }

  /** Those that are open now. */
  Stream<OpenConnector> stream() {
    List<OpenConnector> all = new ArrayList<>();
    open.forEach(share -> share.copyTo(all));
    return all.stream();
  }

  Stream<ParkSpot> spots() {
    return spots.stream();
  }

  /**
   * Closes everything, now and what is being opened. Listeners go first, while others are still let
   * in: whoever waits to accept is told of the close, and not given a connection that is refused
   * here, such as the one after that which the close of a stream makes room for.
   */
  void closeAll() {
    stream().filter(OpenConnector::isListening).forEach(OpenConnectors::close);
    closed = true;
    spots.forEach(ParkSpot::close);
    stream().forEach(OpenConnectors::close);
  }

  static void close(OpenConnector connector) {
    try {
      connector.close();
    } catch (IOException e) {
      LOG.log(System.Logger.Level.WARNING, "close " + connector, e);
    }
  }
}
