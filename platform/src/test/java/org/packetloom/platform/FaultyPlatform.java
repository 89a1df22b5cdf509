// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform;

import java.util.EnumSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * A platform whose pollers tell events late, twice or without cause, as a correct runtime has to
 * bear, and whose pollers can be broken. No event is ever dropped.
 */
public final class FaultyPlatform extends ForwardingPlatform {
  /** What the pollers may do with events. */
  public enum Mischief {
    /** Tell an event only after a later wait. */
    DELAY,
    /** Tell an event once more, now or later. */
    DUPLICATE,
    /** Tell that everything is possible when nothing happened. */
    SPURIOUS
  }

  private final Set<Mischief> mischief;
  private final long seed;
  private final Queue<FaultyPoller> opened = new ConcurrentLinkedQueue<>();

  private FaultyPlatform(Platform real, Set<Mischief> mischief, long seed) {
    super(real);
    this.mischief = mischief;
    this.seed = seed;
  }

  /**
   * A platform with some mischief.
   *
   * @param real what does the work
   * @param seed makes the same choices again, in so far as threads do
   * @param mischief which; none for a platform that can only be broken
   */
  public static FaultyPlatform over(Platform real, long seed, Mischief... mischief) {
    Set<Mischief> chosen = EnumSet.noneOf(Mischief.class);
    chosen.addAll(List.of(mischief));
    return new FaultyPlatform(real, chosen, seed);
  }

  /** The pollers opened so far, closed ones included. */
  public List<FaultyPoller> opened() {
    return List.copyOf(opened);
  }

  @Override
  protected Poller poller(Poller poller) {
    FaultyPoller faulty = new FaultyPoller(poller, mischief, seed + opened.size());
    opened.add(faulty);
    return faulty;
  }

  @Override
  public String toString() {
    return "faulty " + real.name() + " " + mischief + " seed " + seed;
  }
}
