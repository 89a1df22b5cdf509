// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.packetloom.event.EventFailureListener;
import org.packetloom.event.EventHandler;
import org.packetloom.event.Events;
import org.packetloom.event.HandlerFailedException;
import org.packetloom.event.Occurrence;
import org.packetloom.event.Reactor;

/** Calls handlers, counts, and survives what they throw. */
final class HandlerCalls {
  private static final System.Logger LOGGER = System.getLogger(Reactor.class.getName());

  private static final VarHandle HANDLED_HERE;

  static {
    try {
      HANDLED_HERE =
          MethodHandles.lookup().findVarHandle(HandlerCalls.class, "handledHere", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final EventFailureListener listener;
  private final boolean isAlone;
  private final LongAdder handled = new LongAdder();
  private final LongAdder failed = new LongAdder();

  private long handledHere; // in place of handled, if one thread at a time calls; by HANDLED_HERE

  /** Whether the first failure is to be kept and nothing run after it; the pump's. */
  private boolean isStrict;

  private volatile boolean isStopped; // set by any thread

  /** The failure that was kept, null if there was none; the pump's. */
  private @Nullable HandlerFailedException kept;

  /**
   * With a listener.
   *
   * @param isAlone whether one thread at a time calls handlers
   */
  HandlerCalls(EventFailureListener listener, boolean isAlone) {
    this.listener = listener;
    this.isAlone = isAlone;
  }

  /** Where failures go unless the user says otherwise. */
  static void log(EventHandler handler, Occurrence occurrence, Throwable failure) {
    logQuietly(words(handler, occurrence.events()), failure);
  }

  private static String words(EventHandler handler, long events) {
    return "handler " + handler + " of " + Events.toString(events);
  }

  void call(EventHandler handler, Telling telling) {
    try {
      handler.handle(telling);
    } catch (Throwable failure) {
      if (isOfClose(telling, failure)) {
        return;
      }
      failed.increment();
      if (isStrict) {
        kept = new HandlerFailedException(words(handler, telling.events()), failure);
      } else {
        report(handler, telling, failure);
      }
    } finally {
      if (isAlone) {
        HANDLED_HERE.setOpaque(this, handledHere + 1);
      } else {
        handled.increment();
      }
    }
  }

  /** Tells a handler that it has no registration any more. */
  void tellEnd(EventHandler handler, Telling telling) {
    try {
      handler.registrationEnded(telling.connector());
    } catch (Throwable failure) {
      failed.increment();
      report(handler, telling, failure);
    }
  }

  private void report(EventHandler handler, Telling telling, Throwable failure) {
    try {
      listener.handlerFailed(handler, telling, failure);
    } catch (Throwable e) {
      e.addSuppressed(failure);
      logQuietly("the failure listener failed", e);
    }
  }

  private static void logQuietly(String message, Throwable failure) {
    try {
      LOGGER.log(System.Logger.Level.WARNING, message, failure);
    } catch (Throwable _) {
      // Not even logging works, perhaps for lack of descriptors: the reactor matters more.
    }
  }

  /** Whether a handler failed of nothing but the close of its connector. */
  private static boolean isOfClose(Telling telling, Throwable failure) {
    return telling.isOver() && failure instanceof ClosedChannelException;
  }

  /** From now on the first failure is kept, or none is; the thread that pumps calls it. */
  void strict(boolean is) {
    isStrict = is;
  }

  /** No handler is to be called any more. */
  void stop() {
    isStopped = true;
  }

  /** Whether handlers that are due are to be left for later, or for ever. */
  boolean isEnding() {
    return kept != null || isStopped;
  }

  /** Throws the failure that was kept. */
  void throwKept() {
    HandlerFailedException failure = kept;
    kept = null;
    if (failure != null) {
      throw failure;
    }
  }

  long handled() {
    return isAlone ? (long) HANDLED_HERE.getOpaque(this) : handled.sum();
  }

  long failed() {
    return failed.sum();
  }
}
