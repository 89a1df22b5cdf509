// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.packetloom.ConnectorUri;
import org.packetloom.NativeFailure;
import org.packetloom.StreamConnector;
import org.packetloom.platform.ErrorKind;

/**
 * Connects to whichever of several addresses answers first.
 *
 * <p>The attempts begin in the order of preference, each a while after the one before, or at once
 * when that has failed. All of them run on the calling thread: their sockets are non-blocking, and
 * each has its poller wake the thread, which waits in one {@link ParkSpot} for any of them. So one
 * deadline, one interrupt policy and one close hold for all, and when the call returns or throws,
 * every attempt but the winner has ended and is closed.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8305#section-5">RFC 8305, section 5</a>
 */
final class AddressRace {
  private static final String CONNECT = "connect";

  /** What tells most comes first: an answer of the peer before one of the way to it. */
  private static final List<ErrorKind> TELLING =
      List.of(
          ErrorKind.REFUSED,
          ErrorKind.RESET,
          ErrorKind.ACCESS,
          ErrorKind.TIMED_OUT,
          ErrorKind.UNREACHABLE,
          ErrorKind.EXHAUSTED);

  private final ConnectorUri uri;
  private final Opening opening;
  private final List<Runner> runners;
  private final ParkSpot spot;
  private final long delayNanos;

  /** How many runners have begun. */
  private int begun;

  /**
   * One who takes part, and how far it got.
   *
   * <p>Either of attempt and failure is null, both before it begins.
   */
  private static final class Runner {
    private final Candidate candidate;
    private @Nullable ConnectAttempt attempt;
    private @Nullable IOException failure;

    Runner(Candidate candidate) {
      this.candidate = candidate;
    }

    @Override
    public String toString() {
      String outcome =
          switch (failure) {
            case null -> "no answer";
            case NativeFailure system -> system.errorName();
            case IOException other -> other.getClass().getSimpleName();
          };
      return Addresses.text(candidate.address()) + ' ' + outcome;
    }
  }

  /**
   * An address to connect to.
   *
   * @param uri the URI that it was found for
   * @param address the address
   * @param opening with the settings of the stream
   */
  record Candidate(ConnectorUri uri, InetSocketAddress address, Opening opening) {}

  /**
   * Prepares a race.
   *
   * @param uri for messages
   * @param opening whose deadline and interrupt policy hold for the race
   * @param candidates in the order in which they begin; at least one
   */
  AddressRace(ConnectorUri uri, Opening opening, List<Candidate> candidates) {
    this.uri = uri;
    this.opening = opening;
    this.runners = candidates.stream().map(Runner::new).toList();
    this.delayNanos = opening.settings().attemptDelay().toNanos();
    this.spot = ParkSpot.open(opening, this);
  }

  /** Runs the race; returns the winner, or throws what tells most, with all others. */
  StreamConnector run() throws IOException {
    try {
      spot.deadline(opening.openDeadline());
      try (ParkSpot.Waiting call = spot.begin(CONNECT)) {
        return run(call);
      }
    } catch (IOException e) {
      runners.forEach(runner -> suppress(runner.failure, e));
      throw e;
    } finally {
      spot.close();
      runners.forEach(AddressRace::abandon);
    }
  }

  private static void suppress(@Nullable IOException failure, IOException by) {
    if (failure != null && failure != by) {
      by.addSuppressed(failure);
    }
  }

  private StreamConnector run(ParkSpot.Waiting call) throws IOException {
    long nextAt = begin();
    while (true) {
      for (Runner runner : runners.subList(0, begun)) {
        ConnectAttempt connected = step(runner);
        if (connected != null) {
          runner.attempt = null;
          return connected.finish();
        }
      }
      boolean isOneLeft = begun < runners.size();
      if (isOneLeft && (hasFailed(begun - 1) || opening.engine().timers().now() >= nextAt)) {
        nextAt = begin();
      } else if (isOneLeft || isAnyPending()) {
        call.awaitUntil(this::isAnyTold, isOneLeft ? nextAt : Timeout.NEVER);
      } else {
        throw failure(call);
      }
    }
  }

  /** Begins the next attempt; returns when the one after it is due. */
  private long begin() {
    Runner runner = runners.get(begun++);
    Candidate candidate = runner.candidate;
    try {
      runner.attempt =
          ConnectAttempt.open(candidate.uri(), candidate.address(), candidate.opening());
    } catch (IOException e) {
      runner.failure = e;
    }
    return opening.engine().timers().now() + delayNanos;
  }

  /** Takes an attempt further; returns it if it is connected. */
  private static @Nullable ConnectAttempt step(Runner runner) {
    ConnectAttempt attempt = runner.attempt;
    try {
      return attempt != null && attempt.isTold() && attempt.isConnected() ? attempt : null;
    } catch (IOException e) {
      runner.failure = e;
      abandon(runner);
      return null;
    }
  }

  private static void abandon(Runner runner) {
    ConnectAttempt attempt = runner.attempt;
    runner.attempt = null;
    if (attempt == null) {
      return;
    }
    try {
      attempt.abandon();
    } catch (IOException e) {
      if (runner.failure == null) {
        runner.failure = e;
      }
    }
  }

  private boolean hasFailed(int number) {
    return runners.get(number).failure != null;
  }

  private boolean isAnyPending() {
    return runners.stream().anyMatch(runner -> runner.attempt != null);
  }

  private boolean isAnyTold() {
    for (Runner runner : runners) {
      ConnectAttempt attempt = runner.attempt;
      if (attempt != null && attempt.isTold()) {
        return true;
      }
    }
    return false;
  }

  /** All have failed: the failure that tells most, in words about all. */
  private IOException failure(ParkSpot.Waiting call) {
    IOException best = null;
    int bestRank = Integer.MAX_VALUE;
    for (Runner runner : runners) {
      IOException failure = runner.failure;
      if (failure != null && (best == null || rank(failure) < bestRank)) {
        best = failure;
        bestRank = rank(failure);
      }
    }
    if (best instanceof NativeFailure system) {
      int number = -system.errorNumber();
      return opening.failures().of(CONNECT, toString(), number, call.elapsedNanos(), 0);
    }
    return Objects.requireNonNull(best, "failure");
  }

  private int rank(IOException failure) {
    if (!(failure instanceof NativeFailure system)) {
      return TELLING.size() + 1;
    }
    int rank = TELLING.indexOf(opening.engine().platform().errors().kind(system.errorNumber()));
    return rank < 0 ? TELLING.size() : rank;
  }

  /** The URI, and every address that was tried with what came of it. */
  @Override
  public String toString() {
    return runners.stream()
        .limit(begun)
        .map(Runner::toString)
        .collect(Collectors.joining(", ", uri + " (", ")"));
  }
}
