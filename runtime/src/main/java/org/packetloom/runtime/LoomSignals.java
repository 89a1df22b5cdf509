// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.packetloom.CapabilityException;
import org.packetloom.Deadline;
import org.packetloom.InterruptPolicy;
import org.packetloom.event.Signal;
import org.packetloom.event.Signals;
import org.packetloom.platform.SignalKind;
import org.packetloom.platform.SignalRefusal;
import org.packetloom.platform.SignalRefusedException;
import org.packetloom.platform.SignalSource;
import org.packetloom.platform.SignalSource.Hearing;

/**
 * Waits for signals in a {@link ParkSpot}.
 *
 * <p>The thread that tells of a signal remembers it and wakes everyone who waits; whoever takes it
 * out returns, the others wait on.
 */
final class LoomSignals implements Signals {
  private final Set<Signal> kinds;
  private final ParkSpot spot;
  private final Timers timers;

  /** What fired and was not taken, each once, in the order in which it fired; never changed. */
  private final AtomicReference<List<Signal>> remembered = new AtomicReference<>(List.of());

  private LoomSignals(Loom loom, Set<Signal> kinds) {
    this.kinds = Collections.unmodifiableSet(kinds);
    this.timers = loom.engine().timers();
    this.spot = ParkSpot.open(loom, this, InterruptPolicy.KEEP_OPEN);
  }

  /** Hears all kinds, or none. */
  static LoomSignals open(Loom loom, Signal first, Signal... more) throws IOException {
    loom.ensureOpen("signals");
    LoomSignals signals = new LoomSignals(loom, EnumSet.of(first, more));
    List<Hearing> hearings = new ArrayList<>();
    try {
      for (Signal kind : signals.kinds) {
        hearings.add(signals.hear(kind, loom.engine().platform().signals()));
      }
    } catch (Throwable e) {
      hearings.forEach(Hearing::close);
      signals.close();
      throw e;
    }
    // last, as a toolkit that is closed meanwhile has this done at once
    signals.spot.onClose(() -> hearings.forEach(Hearing::close));
    if (!signals.isOpen()) {
      throw Failures.closed("signals", "toolkit");
    }
    return signals;
  }

  /** Why signals of a kind cannot be had. */
  static Optional<SignalRefusal> refusal(Loom loom, Signal kind) {
    return loom.engine().platform().signals().refusal(ofPlatform(kind));
  }

  private Hearing hear(Signal kind, SignalSource source) throws CapabilityException {
    try {
      return source.open(ofPlatform(kind), () -> fired(kind));
    } catch (SignalRefusedException e) {
      CapabilityException failure =
          new CapabilityException("signal " + kind, e.refusal().reason(), e.refusal().remedy());
      failure.initCause(e);
      throw failure;
    }
  }

  private static SignalKind ofPlatform(Signal kind) {
    return switch (kind) {
      case INT -> SignalKind.INT;
      case TERM -> SignalKind.TERM;
      case HUP -> SignalKind.HUP;
      case QUIT -> SignalKind.QUIT;
      case USR1 -> SignalKind.USR1;
      case USR2 -> SignalKind.USR2;
    };
  }

  private void fired(Signal kind) {
    List<Signal> before = remembered.getAndUpdate(known -> with(known, kind));
    if (!before.contains(kind)) {
      spot.signal();
    }
  }

  private static List<Signal> with(List<Signal> known, Signal kind) {
    return known.contains(kind) ? known : Stream.concat(known.stream(), Stream.of(kind)).toList();
  }

  private Optional<Signal> take() {
    List<Signal> before =
        remembered.getAndUpdate(known -> known.isEmpty() ? known : known.subList(1, known.size()));
    return before.stream().findFirst();
  }

  private boolean isRemembered() {
    return !remembered.get().isEmpty();
  }

  @Override
  public Set<Signal> kinds() {
    return kinds;
  }

  @Override
  public Signal await() throws IOException {
    return awaitUntil(Timeout.NEVER).orElseThrow();
  }

  @Override
  public Optional<Signal> await(Deadline deadline) throws IOException {
    return awaitUntil(timers.at(deadline));
  }

  /** Empty only if the time has come. */
  private Optional<Signal> awaitUntil(long end) throws IOException {
    try (ParkSpot.Waiting call = spot.begin("await")) {
      while (call.awaitUntil(this::isRemembered, end)) {
        Optional<Signal> taken = take();
        if (taken.isPresent()) {
          return taken;
        }
      }
      return Optional.empty();
    }
  }

  @Override
  public Optional<Signal> poll() throws IOException {
    if (!isOpen()) {
      throw Failures.closed("poll", toString());
    }
    return take();
  }

  @Override
  public Signals interruptPolicy(InterruptPolicy policy) {
    spot.interruptPolicy(policy);
    return this;
  }

  @Override
  public boolean isOpen() {
    return spot.isOpen();
  }

  @Override
  public void close() {
    spot.close();
  }

  @Override
  public String toString() {
    return kinds.stream().map(Signal::name).collect(Collectors.joining(" ", "signals ", ""));
  }
}
