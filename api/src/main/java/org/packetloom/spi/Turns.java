// SPDX-License-Identifier: Apache-2.0
package org.packetloom.spi;

import java.io.IOException;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Serves the threads of one direction in the order in which they came.
 *
 * <p>Whoever comes enters a ticket and waits until it is the first. Whoever leaves takes his out
 * and signals: the next one then finds himself first.
 */
final class Turns {
  private final ParkPoint point;
  private final Queue<Turn> tickets = new ConcurrentLinkedQueue<>();

  Turns(ParkPoint point) {
    this.point = point;
  }

  /** A turn, held by one thread; closing it gives it to the next. */
  sealed class Turn implements AutoCloseable {
    @Override
    public void close() {
      tickets.remove(this);
      point.signal();
    }

    private boolean isFirst() {
      return tickets.peek() == this;
    }
  }

  /** The turn of a call that waits. */
  final class Waiting extends Turn {
    private final ParkPoint.Call call;

    private Waiting(ParkPoint.Call call) {
      this.call = call;
    }

    /** The call, to wait with. */
    ParkPoint.Call call() {
      return call;
    }

    @Override
    public void close() {
      super.close();
      call.close();
    }
  }

  /** Waits for a turn. */
  Waiting take(String operation) throws IOException {
    Waiting turn = new Waiting(point.begin(operation));
    tickets.add(turn);
    try {
      turn.call.await(((Turn) turn)::isFirst, 0);
      return turn;
    } catch (Throwable e) {
      turn.close();
      throw e;
    }
  }

  /** Takes a turn that is free; empty if another thread has it. */
  Optional<Turn> tryTake() {
    Turn turn = new Turn();
    tickets.add(turn);
    if (turn.isFirst()) {
      return Optional.of(turn);
    }
    turn.close();
    return Optional.empty();
  }
}
