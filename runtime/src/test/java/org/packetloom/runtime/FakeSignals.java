// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.packetloom.platform.SignalKind;
import org.packetloom.platform.SignalRefusal;
import org.packetloom.platform.SignalRefusedException;
import org.packetloom.platform.SignalSource;
import org.packetloom.platform.SignalTaker;

/** Signals that a test fires, and that reach no process. */
final class FakeSignals implements SignalTaker {
  /** Who is told; not guarded, as tests open and close one after another. */
  private final Map<SignalKind, Runnable> taken = new EnumMap<>(SignalKind.class);

  private final SignalSource source = new SignalSource(this);

  /** A platform with these signals, otherwise that of this machine. */
  TestedPlatform platform() {
    return new TestedPlatform() {
      @Override
      public SignalSource signals() {
        return source;
      }
    };
  }

  /** Has a signal come; without effect if nobody hears it. */
  void fire(SignalKind... kinds) {
    for (SignalKind kind : kinds) {
      taken.getOrDefault(kind, () -> {}).run();
    }
  }

  /** The kinds that somebody hears. */
  Set<SignalKind> taken() {
    return taken.isEmpty() ? Set.of() : EnumSet.copyOf(taken.keySet());
  }

  @Override
  public Optional<SignalRefusal> refusal(SignalKind kind) {
    return kind == SignalKind.QUIT
        ? Optional.of(new SignalRefusal("a test refuses it", "ask for less"))
        : Optional.empty();
  }

  @Override
  public Runnable take(SignalKind kind, Runnable told) throws SignalRefusedException {
    Optional<SignalRefusal> refusal = refusal(kind);
    if (refusal.isPresent()) {
      throw new SignalRefusedException(kind, refusal.get());
    }
    taken.put(kind, told);
    return () -> taken.remove(kind, told);
  }
}
