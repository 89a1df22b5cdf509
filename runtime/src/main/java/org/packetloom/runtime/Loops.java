// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.net.SocketAddress;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.packetloom.platform.Clock;
import org.packetloom.spi.ServingTask;

/**
 * The loops of an engine, and what they decide together: where a thread lives, and who helps whom.
 *
 * <p>A thread gets its home when it begins, whoever made it: the loop with the least to do then.
 * Where the JDK does not allow that, it stays with the loop of its starter, or the one that the
 * thread factory chose.
 *
 * <p>A thread that serves a connection whose other end is a thread's of ours joins that one.
 *
 * <p>A loop whose queue will take long wakes one that sleeps, which then takes half of it. How long
 * counts, not how many: to wake another processor costs as much as some five short tasks.
 */
final class Loops {
  /** A queue that takes less than this is no reason to wake another loop. */
  private static final long BACKLOG_NANOS = 200_000;

  /** So many threads more than others a loop may have at any rate, for the sake of peers. */
  private static final int PAIR = 2;

  private final Clock clock;
  private final long epoch;
  private final boolean isSharing;
  private final boolean isSpinning;
  private final boolean isJoining;
  private final Neighbours neighbours;
  private final List<Loop> all;
  private final StallMonitor monitor;
  private final Carriers carriers;
  private final AtomicInteger next = new AtomicInteger();

  /** How loops behave: to be changed for comparisons. */
  record Settings(
      boolean isSharing,
      boolean isHandingOver,
      boolean isSpinning,
      boolean isJoining,
      int mostCarriers) {
    private static final int MOST_CARRIERS = 256;

    /** As system properties say. */
    static Settings ofProperties() {
      return new Settings(
          isOn("packetloom.loop.sharing"),
          isOn("packetloom.loop.handover"),
          isOn("packetloom.loop.spinning"),
          isOn("packetloom.loop.joining"),
          Integer.getInteger("packetloom.loop.carriers", MOST_CARRIERS));
    }

    private static boolean isOn(String property) {
      return !System.getProperty(property, "on").equals("off");
    }
  }

  Loops(Clock clock, List<RunningPoller> pollers, Settings settings) {
    this.clock = clock;
    this.epoch = clock.nanoTime();
    this.isSharing = settings.isSharing() && pollers.size() > 1;
    this.isSpinning = settings.isSpinning() && Runtime.getRuntime().availableProcessors() > 1;
    this.isJoining = settings.isJoining() && pollers.size() > 1;
    this.neighbours = new Neighbours(pollers.size());
    this.carriers = new Carriers(Math.max(pollers.size(), settings.mostCarriers()));
    this.all =
        Stream.iterate(0, i -> i < pollers.size(), i -> i + 1)
            .map(i -> new Loop(i, this, pollers.get(i)))
            .toList();
    this.monitor = new StallMonitor(all, carriers, this::now, settings.isHandingOver());
  }

  void start() {
    all.forEach(carriers::start);
    monitor.start();
  }

  Clock clock() {
    return clock;
  }

  /** Whether others run while one loop does. */
  boolean isParallel() {
    return isSpinning;
  }

  long epoch() {
    return epoch;
  }

  private long now() {
    return clock.nanoTime() - epoch;
  }

  /** As {@link Timers#roughly()}. */
  long roughly() {
    return monitor.roughly();
  }

  List<Loop> all() {
    return all;
  }

  /**
   * The loop that runs the caller, in whose name it runs if it was overtaken; null if none does.
   */
  @Nullable Loop current() {
    Carrier carrier = Carrier.current();
    Loop loop = carrier == null ? null : carrier.loop();
    return loop != null && isOwn(loop) ? loop : null;
  }

  /**
   * The loop where the caller lives, which need not be the one that runs it: it may have been taken
   * there, and goes home when it waits. Null if it lives in none.
   */
  @Nullable Loop home() {
    Loop home = Resident.home(VirtualThreads.schedulerOf(Thread.currentThread()));
    return home == null ? current() : isOwn(home) ? home : null;
  }

  private boolean isOwn(Loop loop) {
    return loop.number() < all.size() && all.get(loop.number()) == loop;
  }

  /** One loop after the other. */
  Loop next() {
    return all.get(Math.floorMod(next.getAndIncrement(), all.size()));
  }

  /** The loop of a group: always the same one. */
  Loop of(Object group) {
    return all.get(Math.floorMod(group.hashCode() * 0x9E3779B9 >>> 16, all.size()));
  }

  // ---- where threads live

  /** Gives a thread that begins its home. */
  Loop place(Runnable firstTask, Loop asked) {
    Loop home = VirtualThreads.canMove() ? leastLoaded(asked) : asked;
    if (home != asked) {
      VirtualThreads.move(firstTask, home);
    }
    home.begin();
    return home;
  }

  private Loop leastLoaded(Loop asked) {
    Loop least = asked;
    long load = asked.load();
    for (Loop other : all) {
      long found = other.load();
      if (found < load) {
        load = found;
        least = other;
      }
    }
    return least;
  }

  /** The caller is about to connect a stream to this address. */
  void connecting(SocketAddress peer) {
    if (isJoining) {
      neighbours.connecting(peer, home());
    }
  }

  /** The caller has not connected, or not at once. */
  void notConnected() {
    if (isJoining) {
      neighbours.notConnected(home());
    }
  }

  /** The caller has connected a stream, whose near end is this. */
  void connected(SocketAddress near) {
    if (isJoining) {
      neighbours.connected(near, home());
    }
  }

  /**
   * Where a thread should live that will serve a connection: with its peer, if that is a thread of
   * ours and has not too many neighbours; null if anywhere.
   */
  @Nullable Loop near(ServingTask task) {
    if (neighbours.isEmpty()) {
      return null;
    }
    int number = neighbours.loopOfPeer(task.connection());
    if (number < 0) {
      return null;
    }
    Loop home = all.get(number);
    long least = leastLoaded(home).load();
    return home.load() <= least + least / 2 + PAIR ? home : null;
  }

  // ---- who helps whom

  /** Has a loop that sleeps help one with much to do. */
  void share(Loop busy) {
    if (!isSharing || busy.backlogNanos() < BACKLOG_NANOS) {
      return;
    }
    for (Loop other : all) {
      if (other != busy && other.tryWake()) {
        return;
      }
    }
  }

  /** A loop with more than it can do soon; null if there is none. */
  @Nullable Loop victim(Loop thief) {
    if (!isSharing) {
      return null;
    }
    Loop victim = null;
    long most = BACKLOG_NANOS / 2;
    for (Loop other : all) {
      long backlog = other == thief ? 0 : other.backlogNanos();
      if (backlog > most) {
        most = backlog;
        victim = other;
      }
    }
    return victim;
  }

  /** A loop has woken: from now on stalls are possible. */
  void awake() {
    monitor.awake();
  }

  /** A carrier that was overtaken has come back. */
  void returned(long lateNanos) {
    monitor.returned(lateNanos);
  }

  // ---- the end

  void close() {
    monitor.close();
    all.forEach(Loop::close);
    carriers.close();
  }

  /** Words for people, a line each. */
  Stream<String> describe() {
    Function<Loop, String> words = Loop::describe;
    return Stream.concat(all.stream().map(words), Stream.of(carriers.describe()));
  }
}
