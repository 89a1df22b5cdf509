// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The signals of a process, shared among all who want to hear them. Safe for use by any thread.
 *
 * <p>What becomes of a signal is set for the whole process, so there is one source: the first who
 * opens a kind has it taken, the last who closes it has it given back.
 */
public final class SignalSource {
  private final SignalTaker taker;
  private final ReentrantLock changing = new ReentrantLock();

  /** The kinds that are taken; guarded by changing. */
  private final Map<SignalKind, Taken> taken = new EnumMap<>(SignalKind.class);

  /** A kind that is taken: who hears it, and how it is given back. */
  private static final class Taken {
    private final List<Hearing> hearings = new CopyOnWriteArrayList<>();

    /** Set once it is taken; guarded by changing. */
    private Runnable giveBack = () -> {};

    private void tell() {
      hearings.forEach(hearing -> hearing.told.run());
    }
  }

  /** Somebody who hears the signals of a kind. */
  public final class Hearing implements AutoCloseable {
    private final SignalKind kind;
    private final Runnable told;

    private Hearing(SignalKind kind, Runnable told) {
      this.kind = kind;
      this.told = told;
    }

    /** Ends the hearing: a signal that comes later is not told; does nothing if closed. */
    @Override
    public void close() {
      leave(this);
    }
  }

  /**
   * Makes the source of the process; nothing is taken yet.
   *
   * @param taker the system's way
   */
  public SignalSource(SignalTaker taker) {
    this.taker = taker;
  }

  /**
   * Why signals of a kind cannot be heard; asking changes nothing.
   *
   * @param kind which
   * @return empty if they can, as far as can be told in advance
   */
  public Optional<SignalRefusal> refusal(SignalKind kind) {
    changing.lock();
    try {
      return taken.containsKey(kind) ? Optional.empty() : taker.refusal(kind);
    } finally {
      changing.unlock();
    }
  }

  /**
   * Begins to hear the signals of a kind.
   *
   * @param kind which
   * @param told runs for each signal, as do those of all others who hear the kind; must neither
   *     wait nor throw
   * @return ends it
   * @throws SignalRefusedException if they cannot be heard
   */
  public Hearing open(SignalKind kind, Runnable told) throws SignalRefusedException {
    Hearing hearing = new Hearing(kind, told);
    changing.lock();
    try {
      Taken known = taken.get(kind);
      if (known != null) {
        known.hearings.add(hearing);
        return hearing;
      }
      Taken fresh = new Taken();
      fresh.hearings.add(hearing); // before the first signal can come
      fresh.giveBack = taker.take(kind, fresh::tell);
      taken.put(kind, fresh);
      return hearing;
    } finally {
      changing.unlock();
    }
  }

  private void leave(Hearing hearing) {
    changing.lock();
    try {
      Taken known = taken.get(hearing.kind);
      if (known != null && known.hearings.remove(hearing) && known.hearings.isEmpty()) {
        taken.remove(hearing.kind);
        known.giveBack.run();
      }
    } finally {
      changing.unlock();
    }
  }
}
