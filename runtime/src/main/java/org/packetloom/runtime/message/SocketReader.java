// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.message;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.packetloom.ConnectorInterruptedException;
import org.packetloom.ConnectorTimeoutException;
import org.packetloom.DatagramConnector;
import org.packetloom.Deadline;
import org.packetloom.InterruptPolicy;
import org.packetloom.PollerFailedException;

/**
 * The thread of one socket: takes datagrams in, hands each to the driver it is for, and does what
 * is due in the drivers that are its own.
 *
 * <p><b>One thread for datagrams and time.</b> It waits in a receive whose deadline is when
 * something is due next. Whoever makes something due earlier moves the deadline. {@code armedAt}
 * says what it is:
 *
 * <pre>
 *   the reader: armedAt = NEVER, reads the drivers' dueAt, sets the deadline, armedAt = deadline
 *   others:     write dueAt, read armedAt, and if that is later set the deadline, armedAt = dueAt
 * </pre>
 *
 * Both are volatile, so at least one of the two sees the other's write; setting is under {@code
 * armLock}. A deadline that is earlier than need be is left as it is: the reader then wakes once
 * for nothing, which costs less than moving it with each message.
 */
final class SocketReader implements Runnable {
  private static final long NEVER = Driver.NEVER;
  private static final int MOST_FAILURES = 100;
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  private final DatagramConnector connector;
  private final Intake intake;

  /** Those whose time it keeps, and all that share the socket's address. */
  private final List<? extends Driver> own;

  private final List<? extends Driver> all;
  private final int[] ownRoutes;
  private final int[] routes = new int[Intake.MOST];
  private final List<Thread> woken = new ArrayList<>();
  private final CountDownLatch ended = new CountDownLatch(1);

  private final ReentrantLock armLock = new ReentrantLock();

  /** The deadline of receiving; written under armLock. */
  private volatile long armedAt = NEVER;

  /** Failures one after another; used by the own thread only. */
  private int failures;

  SocketReader(
      DatagramConnector connector,
      Intake intake,
      List<? extends Driver> own,
      List<? extends Driver> all) {
    this.connector = connector;
    this.intake = intake;
    this.own = own;
    this.all = all;
    this.ownRoutes = own.stream().mapToInt(all::indexOf).toArray();
    connector.readDeadline(Deadline.NONE).readTimeout(Duration.ZERO);
    connector.writeDeadline(Deadline.NONE).writeTimeout(Duration.ZERO);
    connector.interruptPolicy(InterruptPolicy.KEEP_OPEN);
  }

  // ---- the thread

  @Override
  public void run() {
    try {
      while (!isOver()) {
        int count = receive();
        long now = System.nanoTime();
        handOut(count, now);
        doWhatIsDue(now);
      }
    } catch (IOException | RuntimeException | Error e) {
      fail(e);
    } finally {
      release();
    }
  }

  private boolean isOver() {
    for (Driver each : own) {
      each.endpointLock.lock();
      try {
        if (!each.isOver()) {
          return false;
        }
      } finally {
        each.endpointLock.unlock();
      }
    }
    return true;
  }

  /** How many datagrams have come; 0 if the time has, or a failure. */
  private int receive() throws IOException {
    try {
      int count = intake.tryReceive();
      if (count == 0) {
        arm();
        count = intake.receive();
      }
      failures = 0;
      return count;
    } catch (ConnectorTimeoutException _) {
      return 0;
    } catch (ConnectorInterruptedException _) {
      Thread.interrupted(); // whoever wants an end closes
      return 0;
    } catch (ConnectException | NoRouteToHostException e) {
      own.forEach(driver -> tell(driver, e));
      return 0;
    } catch (ClosedChannelException | PollerFailedException e) {
      throw e;
    } catch (IOException e) {
      if (!connector.isOpen() || ++failures > MOST_FAILURES) {
        throw e;
      }
      LockSupport.parkNanos(PAUSE_NANOS);
      return 0;
    }
  }

  private static void tell(Driver driver, IOException failure) {
    driver.endpointLock.lock();
    try {
      driver.refused(failure);
    } finally {
      driver.endpointLock.unlock();
    }
  }

  /** Hands all datagrams of one driver to it at once, then those of the next. */
  private void handOut(int count, long now) {
    for (int i = 0; i < count; i++) {
      routes[i] = route(intake.data(i), intake.sender(i));
    }
    for (int i = 0; i < count; i++) {
      if (routes[i] >= 0) {
        hand(routes[i], i, count, now);
      }
    }
  }

  private void hand(int route, int from, int count, long now) {
    Driver driver = all.get(route);
    driver.beginReading();
    try {
      for (int i = from; i < count; i++) {
        if (routes[i] == route) {
          routes[i] = -1;
          driver.receive(intake.data(i), intake.sender(i), now);
        }
      }
      driver.turn(now);
    } finally {
      driver.endReading(woken);
    }
  }

  /** Those of a connection go to its driver; handshakes to an own one. */
  private int route(ByteBuffer datagram, Optional<SocketAddress> from) {
    if (all.size() == 1 || from.isEmpty()) {
      return 0;
    }
    boolean isData = datagram.hasRemaining() && datagram.get(datagram.position()) < 0;
    if (isData) {
      return ServerEndpoint.shardOf(datagram, from.get(), all.size());
    }
    return ownRoutes[ServerEndpoint.shardOf(datagram, from.get(), own.size())];
  }

  private void doWhatIsDue(long now) {
    for (Driver each : own) {
      if (each.dueAt() <= now) {
        each.beginReading();
        try {
          each.turn(now);
        } finally {
          each.endReading(woken);
        }
      }
    }
  }

  private void fail(Throwable failure) {
    IOException known = failure instanceof IOException e ? e : new IOException(failure);
    for (Driver each : own) {
      each.endpointLock.lock();
      try {
        each.fail(known);
      } finally {
        each.endpointLock.unlock();
      }
    }
  }

  private void release() {
    own.forEach(Driver::release);
    intake.close();
    closeConnector();
    ended.countDown();
  }

  // ---- its deadline

  private long earliest() {
    long earliest = NEVER;
    for (Driver each : own) {
      earliest = Math.min(earliest, each.dueAt());
    }
    return earliest;
  }

  private void arm() {
    long armed = armedAt;
    if (armed <= earliest() && armed > System.nanoTime()) {
      return;
    }
    armLock.lock();
    try {
      armedAt = NEVER;
      arm(earliest());
    } finally {
      armLock.unlock();
    }
  }

  private void arm(long time) {
    connector.readDeadline(time == NEVER ? Deadline.NONE : Deadline.atNanoTime(time));
    armedAt = time;
  }

  /** Something is due at a time, which was written before. */
  void hurry(long time) {
    if (time < armedAt) {
      armLock.lock();
      try {
        if (time < armedAt) {
          arm(time);
        }
      } finally {
        armLock.unlock();
      }
    }
  }

  // ---- its end

  /** Waits until nothing is left; after a time, or an interrupt, makes an end at once. */
  void awaitEnd(Duration patience) {
    try {
      if (ended.await(patience.toNanos(), TimeUnit.NANOSECONDS)) {
        return;
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    abort();
  }

  /** Makes an end at once, without telling anyone. */
  void abort() {
    closeConnector();
    boolean wasInterrupted = Thread.interrupted();
    while (true) {
      try {
        ended.await();
        break;
      } catch (InterruptedException _) {
        wasInterrupted = true;
      }
    }
    if (wasInterrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Closes the connector; its thread then fails. */
  void closeConnector() {
    try {
      connector.close();
    } catch (IOException _) {
      // closed all the same; there is nobody left to be told
    }
  }
}
