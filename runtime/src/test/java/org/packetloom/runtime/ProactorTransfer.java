// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.nio.ByteBuffer;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntSupplier;
import org.packetloom.platform.DescriptorKind;
import org.packetloom.platform.NativeAddress;
import org.packetloom.platform.Poller;
import org.packetloom.platform.Readiness;
import org.packetloom.platform.Transfer;

/**
 * A transfer of {@link ProactorPoller}: an attempt submits an operation, or takes the outcome of
 * the one that was submitted before.
 */
final class ProactorTransfer implements Transfer {
  /** The most that one operation moves. */
  private static final int MOST_BYTES = 1 << 16;

  private final ProactorPoller poller;
  private final Transfer real; // attempts are made by the worker
  private final DescriptorKind kind;
  private final Readiness readiness;
  private final ReentrantLock operationLock = new ReentrantLock();
  private final Operation reading = new Operation(READ);
  private final Operation writing = new Operation(WRITE);

  /** The peer of an accepted connection that waits to be taken; guarded by operationLock. */
  private final NativeAddress.Box accepted = new NativeAddress.Box();

  /** What ended before there was anybody to tell; guarded by operationLock. */
  private int untold;

  private boolean isRegistered; // guarded by operationLock
  private boolean isWatched; // guarded by operationLock; the reactor tells the worker
  private boolean isGone; // guarded by operationLock

  ProactorTransfer(
      ProactorPoller poller,
      Poller reactor,
      int descriptor,
      DescriptorKind kind,
      Readiness readiness) {
    this.poller = poller;
    this.kind = kind;
    this.readiness = readiness;
    this.real =
        reactor.attach(
            descriptor,
            kind,
            new Readiness() {
              @Override
              public void ready(int events) {
                poller.submit(ProactorTransfer.this);
              }

              @Override
              public void failed(Throwable cause) {
                readiness.failed(cause);
              }
            });
  }

  private enum State {
    /** Nothing was submitted; an attempt may move it to SUBMITTED. */
    IDLE,
    /** The worker is to perform it; the worker may move it to DONE, or to IDLE if called back. */
    SUBMITTED,
    /** The outcome waits; an attempt moves it to IDLE. */
    DONE
  }

  /** What goes on in one direction; guarded by operationLock. */
  private final class Operation {
    private final int direction;
    private State state = State.IDLE;
    private boolean isCalledBack;
    private IntSupplier attempt;
    private ByteBuffer memory = ByteBuffer.allocate(0);
    private int result;

    Operation(int direction) {
      this.direction = direction;
    }

    /** Submits unless it was before; whether the outcome can be taken. */
    boolean isDone(ByteBuffer own, IntSupplier work) {
      if (state == State.IDLE) {
        state = State.SUBMITTED;
        isCalledBack = false;
        memory = own;
        attempt = work;
        if (poller.isEager()) {
          tryAtOnce();
        } else {
          poller.submit(ProactorTransfer.this);
        }
      }
      return state == State.DONE;
    }

    private void tryAtOnce() {
      result = attempt.getAsInt();
      if (result == NOT_READY) {
        poller.submit(ProactorTransfer.this);
      } else {
        state = State.DONE;
      }
    }

    int take() {
      state = State.IDLE;
      return result;
    }

    /** Called by the worker. */
    void perform() {
      if (state != State.SUBMITTED || isGone) {
        return;
      }
      // an operation may have been done by the time that it is called back
      int outcome = isCalledBack && poller.flips() ? NOT_READY : attempt.getAsInt();
      if (outcome == NOT_READY && !isWatched) {
        isWatched = true;
        int unused = real.register(); // tells at once what is ready
      }
      if (outcome != NOT_READY) {
        state = State.DONE;
        result = outcome;
      } else if (isCalledBack) {
        state = State.IDLE;
      } else {
        return;
      }
      end(direction);
    }

    int cancel() {
      return switch (state) {
        case IDLE -> 0;
        case DONE -> 1;
        case SUBMITTED -> {
          if (!isCalledBack) {
            isCalledBack = true;
            poller.submit(ProactorTransfer.this);
          }
          yield NOT_READY;
        }
      };
    }
  }

  private void end(int direction) {
    if (isRegistered) {
      poller.complete(this, direction);
    } else {
      untold |= direction;
    }
  }

  private int locked(IntSupplier work) {
    operationLock.lock();
    try {
      return work.getAsInt();
    } finally {
      operationLock.unlock();
    }
  }

  /** Called by the worker. */
  void perform() {
    operationLock.lock();
    try {
      reading.perform();
      writing.perform();
    } finally {
      operationLock.unlock();
    }
  }

  /** Called by the runner of the poller. */
  void tell(int direction) {
    readiness.ready(direction);
  }

  void fail(Throwable cause) {
    readiness.failed(cause);
  }

  @Override
  public int descriptor() {
    return real.descriptor();
  }

  @Override
  public int register() {
    poller.registered().add(this);
    return locked(
        () -> {
          isRegistered = true;
          for (int direction = READ; direction <= WRITE; direction++) {
            if ((untold & direction) != 0) {
              poller.complete(this, direction);
            }
          }
          return 0;
        });
  }

  @Override
  public boolean isPersistent(int direction) {
    return true;
  }

  @Override
  public int arm(int direction, int most) {
    return 0;
  }

  @Override
  public boolean isDrainedByShortRead() {
    return false;
  }

  @Override
  public int tryRead(byte[] destination, int offset, int length) {
    return tryRead(ByteBuffer.wrap(destination, offset, length));
  }

  @Override
  public int tryRead(ByteBuffer destination) {
    return tryRead(new ByteBuffer[] {destination}, 0, 1);
  }

  @Override
  public int tryRead(ByteBuffer[] destinations, int offset, int count) {
    return locked(() -> readOrSubmit(destinations, offset, count));
  }

  private int readOrSubmit(ByteBuffer[] destinations, int offset, int count) {
    if (reading.state == State.IDLE) {
      long remaining = Positions.remaining(destinations, offset, count);
      ByteBuffer own = ByteBuffer.allocate((int) Math.min(remaining, MOST_BYTES));
      reading.isDone(own, () -> real.tryRead(own));
    }
    if (reading.state != State.DONE) {
      return NOT_READY;
    }
    if (reading.result <= 0) {
      return reading.take();
    }
    return hand(reading.memory.limit(reading.result), destinations, offset, count);
  }

  /** Hands bytes out; a reader that came later may ask for less than the one that submitted. */
  private int hand(ByteBuffer own, ByteBuffer[] destinations, int offset, int count) {
    int before = own.position();
    for (int i = offset; i < offset + count; i++) {
      ByteBuffer destination = destinations[i].duplicate();
      int part = Math.min(own.remaining(), destination.remaining());
      destination.put(own.slice(own.position(), part));
      own.position(own.position() + part);
    }
    if (!own.hasRemaining()) {
      reading.state = State.IDLE;
    }
    return own.position() - before;
  }

  @Override
  public int tryWrite(byte[] source, int offset, int length) {
    return tryWrite(ByteBuffer.wrap(source, offset, length));
  }

  @Override
  public int tryWrite(ByteBuffer source) {
    return tryWrite(new ByteBuffer[] {source}, 0, 1);
  }

  @Override
  public int tryWrite(ByteBuffer[] sources, int offset, int count) {
    return locked(
        () -> {
          ByteBuffer own = writing.state == State.IDLE ? copy(sources, offset, count) : null;
          return writing.isDone(own, () -> real.tryWrite(own)) ? writing.take() : NOT_READY;
        });
  }

  private static ByteBuffer copy(ByteBuffer[] sources, int offset, int count) {
    long remaining = Positions.remaining(sources, offset, count);
    ByteBuffer own = ByteBuffer.allocate((int) Math.min(remaining, MOST_BYTES));
    for (int i = offset; i < offset + count; i++) {
      ByteBuffer part = sources[i].duplicate();
      part.limit(part.position() + Math.min(part.remaining(), own.remaining()));
      own.put(part);
    }
    return own.flip();
  }

  /**
   * Submits with memory for any datagram; what the caller has no room for is dropped at the end.
   */
  @Override
  public int tryReceive(ByteBuffer destination, NativeAddress.Box sender) {
    return locked(
        () -> {
          ByteBuffer own = ByteBuffer.allocate(reading.state == State.IDLE ? MOST_BYTES : 0);
          if (!reading.isDone(own, () -> real.tryReceive(own, accepted))) {
            return NOT_READY;
          }
          int result = reading.take();
          int fitting = Math.min(result, destination.remaining());
          if (fitting > 0) {
            destination.put(destination.position(), reading.memory, 0, fitting);
          }
          sender.put(accepted.address());
          return result;
        });
  }

  @Override
  public int trySend(ByteBuffer source, NativeAddress peer) {
    return locked(
        () -> {
          ByteBuffer own =
              writing.state == State.IDLE
                  ? copy(new ByteBuffer[] {source}, 0, 1)
                  : ByteBuffer.allocate(0);
          return writing.isDone(own, () -> real.trySend(own, peer)) ? writing.take() : NOT_READY;
        });
  }

  @Override
  public int tryAccept(NativeAddress.Box peer) {
    return locked(
        () -> {
          if (!reading.isDone(ByteBuffer.allocate(0), () -> real.tryAccept(accepted))) {
            return NOT_READY;
          }
          peer.put(accepted.address());
          return reading.take();
        });
  }

  @Override
  public int tryConnect(NativeAddress peer) {
    return locked(
        () ->
            writing.isDone(ByteBuffer.allocate(0), () -> real.tryConnect(peer))
                ? writing.take()
                : NOT_READY);
  }

  @Override
  public int cancel(int direction) {
    return locked(() -> (direction == READ ? reading : writing).cancel());
  }

  @Override
  public void deregister(boolean isShared) {
    poller.registered().remove(this);
    operationLock.lock();
    try {
      isGone = true;
      real.deregister(isShared);
      if (kind == DescriptorKind.LISTENER && reading.state == State.DONE && reading.result >= 0) {
        int unused = poller.descriptors().close(reading.result); // nobody takes it any more
      }
    } finally {
      operationLock.unlock();
    }
  }
}
