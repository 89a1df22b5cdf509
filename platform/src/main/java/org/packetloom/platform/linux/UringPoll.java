// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.linux;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The request of a {@link UringWatch}: one poll at a time, submitted again for as long as something
 * is asked for. One word is the agreement of its callers and the runner:
 *
 * <pre>
 *   REQUESTED  the events of the request that is SUBMITTED
 *   STAYING    it goes on when it has told something
 *   LINKED     in the poller's inbox, or about to be put there; set by whoever then puts it there,
 *              cleared by the runner, who looks at what is asked for after that
 *   SUBMITTED  with the kernel, or about to be; set by the runner unless ENDED; cleared by it when
 *              the request is over, after which it looks at what is asked for
 *   ENDED      nothing is submitted any more; set by a caller
 * </pre>
 *
 * Callers write what they ask for before they look at the word. So either they find that a request
 * will have to be made, or the runner finds what they asked for.
 *
 * <p>A request tells what holds when it is submitted. For one telling it ends with that. For more
 * of them it is submitted again, or stays where polls may ({@link UringKinds}), and from then on
 * tells what comes to hold; whether that goes on to hold is found out by {@link UringLevels}, which
 * look at a watch
 *
 * <ul>
 *   <li>after each telling of a request that stays;
 *   <li>when something is asked for that such a request covers: it may have come to hold while
 *       nobody asked for it, and was not told.
 * </ul>
 *
 * So each watch is looked at, or nothing it asks for held when it was last looked at, or when its
 * request was submitted, and whatever comes after that is told. A request that stays no more, as
 * its last completion says, is submitted again, and tells what holds then.
 *
 * <p>If more is asked for than it requests, it is cancelled, and its end has the next one
 * submitted; less is seen to when events are told, and one that stays is cancelled when it first
 * tells what nobody asks for. The kernel tells unasked that the peer has ended its writing, and a
 * request for one telling ends with that: then the next one stays.
 */
final class UringPoll extends UringEntry {
  /** What the runner has to do: nothing. */
  static final int NOTHING = 0;

  /** What the runner has to do: submit it. */
  static final int SUBMIT = 1;

  /** What the runner has to do: submit a request that cancels it. */
  static final int CANCEL = 2;

  private static final int REQUESTED = 0xffff;
  private static final int LINKED = 1 << 16;
  private static final int SUBMITTED = 1 << 17;
  private static final int ENDED = 1 << 18;
  private static final int STAYING = 1 << 19;

  /** How long the end waits for a runner that is sure to go on. */
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(5);

  /** How long for the thread that submitted what was cancelled to let go of the open file. */
  private static final long COURTESY_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  /** How long for that thread to leave the kernel, which does not know the request any more. */
  private static final long RETURN_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  private static final long STEP_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  private final UringWatch watch;
  private final UringPoller poller;
  private final AtomicInteger state = new AtomicInteger();
  private volatile @Nullable Thread leaver; // who waits in end()

  private boolean mustStay; // the runner's; the last request told what nobody asked for
  private boolean isUseless; // the runner's; it stays, but is to be given up
  private boolean isCancelling; // the runner's; a request that cancels it was submitted

  UringPoll(UringWatch watch, UringPoller poller) {
    this.watch = watch;
    this.poller = poller;
  }

  UringWatch watch() {
    return watch;
  }

  /** The data of its requests. */
  long data() {
    return UringRequests.data(watch.tag(), UringRequests.WATCH);
  }

  // ---- the callers'

  /** Has something polled for, after it was asked for. */
  void want(int events) {
    int seen;
    do {
      seen = state.get();
      boolean isForOne = (seen & (SUBMITTED | STAYING)) == SUBMITTED;
      if ((seen & (LINKED | ENDED)) != 0 || isForOne && isCovered(events, seen)) {
        return;
      }
    } while (!state.compareAndSet(seen, seen | LINKED));
    poller.submit(this);
  }

  /** Ends it: nothing of it is with the kernel when this returns, as far as that can be had. */
  void end() {
    if ((state.getAndUpdate(seen -> seen | ENDED) & SUBMITTED) == 0) {
      return;
    }
    leaver = Thread.currentThread();
    int result = poller.cancelNow(data());
    if (poller.isRunner()) {
      if (result == -LinuxErrors.EAGAIN) {
        link(); // the ring is full: the cancelling follows the request
        return;
      }
      // What it submitted itself it has let go of on its way out of the kernel.
      if (poller.cancelNow(data()) == -LinuxErrors.ENOENT) {
        return;
      }
    }
    if (result == -LinuxErrors.EAGAIN) {
      link(); // the runner alone can cancel it, or has still to submit it
    }
    awaitEnd();
  }

  /** Waits for the runner to take the completion, or else for the kernel not to know it. */
  private void awaitEnd() {
    boolean wasInterrupted = false;
    long began = System.nanoTime();
    long known = began; // when the kernel had it last
    while ((state.get() & SUBMITTED) != 0 && !poller.hasFailed()) {
      int result = poller.cancelNow(data());
      long now = System.nanoTime();
      boolean isUnknown = result == -LinuxErrors.ENOENT;
      known = isUnknown ? known : now;
      if (now - (isUnknown ? known : began) > patience(result)) {
        break;
      }
      LockSupport.parkNanos(this, STEP_NANOS);
      wasInterrupted |= Thread.interrupted();
    }
    if (wasInterrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private long patience(int result) {
    return switch (-result) {
      case LinuxErrors.EAGAIN -> PATIENCE_NANOS; // the runner is about to submit it
      case LinuxErrors.ENOENT -> poller.isWaiting() ? PATIENCE_NANOS : RETURN_NANOS;
      default -> COURTESY_NANOS;
    };
  }

  // ---- the runner's

  /**
   * The events to poll for. A request for POLLPRI is not woken by it, but by POLLRDBAND, which
   * sockets wake with as well (IO_ASYNC_POLL_COMMON in io_uring/poll.c). They do so whatever has
   * arrived, and a request that was woken tells what it was woken with: POLLPRI has to be verified.
   */
  int events() {
    int requested = state.get() & REQUESTED;
    return (requested & Constants.POLLPRI) == 0 ? requested : requested | Constants.POLLRDBAND;
  }

  /** Whether the request stays, or will. */
  boolean isStaying() {
    return (state.get() & STAYING) != 0;
  }

  /** Whether its request is with the kernel. */
  boolean isSubmitted() {
    return (state.get() & SUBMITTED) != 0;
  }

  /** It was taken out of the inbox: what has to be done. */
  int unlink() {
    int seen = state.getAndUpdate(before -> before & ~LINKED);
    int wanted = watch.wanted();
    if ((seen & SUBMITTED) == 0) {
      return wanted != 0 && submit(wanted) ? SUBMIT : NOTHING;
    }
    boolean isOfUse = (seen & ENDED) == 0 && !isUseless && isCovered(wanted, seen);
    if (!isOfUse && !isCancelling) {
      isCancelling = true;
      return CANCEL;
    }
    if (isOfUse && (seen & STAYING) != 0) {
      poller.levels().add(watch);
    }
    return NOTHING;
  }

  /** False if it has ended. */
  private boolean submit(int wanted) {
    boolean stays = mustStay || watch.isLevel() && poller.isSteady();
    int how = stays ? SUBMITTED | STAYING : SUBMITTED;
    int seen;
    do {
      seen = state.get();
      if ((seen & ENDED) != 0) {
        return false;
      }
    } while (!state.compareAndSet(seen, seen | how | wanted));
    return true;
  }

  /** Takes a completion that nobody has to be told of; false if it is another. */
  boolean skip(int result, boolean isMore) {
    int found = found(result);
    if (watch.due(found) != 0) {
      return false;
    }
    if (!isMore) {
      int unused = complete(result, false);
    } else if (isUnasked(found)) {
      giveUp();
    }
    return true;
  }

  private void giveUp() {
    if (!isUseless) {
      isUseless = true;
      link();
    }
  }

  /** Whether it was requested, and is not asked for any more. */
  private boolean isUnasked(int found) {
    int wanted = watch.wanted();
    return wanted == 0 || (found & ~wanted & state.get() & REQUESTED) != 0;
  }

  /** Takes a completion: the events that were found. */
  int complete(int result, boolean isMore) {
    int found = found(result);
    if (isMore) {
      poller.levels().add(watch);
      if (poller.isOfAnother(this)) {
        giveUp();
      }
      return found;
    }
    isUseless = false;
    isCancelling = false;
    mustStay = found == Constants.POLLRDHUP && watch.due(found) == 0;
    int seen = state.getAndUpdate(before -> before & ~(SUBMITTED | STAYING | REQUESTED));
    if ((seen & ENDED) != 0) {
      LockSupport.unpark(leaver);
    } else if (watch.wanted() != 0) {
      link();
    }
    return found;
  }

  private int found(int result) {
    if (result >= 0) {
      int found = result & ~Constants.POLLRDBAND;
      return (found & Constants.POLLPRI) == 0 ? found : verified(found);
    }
    // The thread that submitted it may have ended, which cancels it: it is submitted again.
    return result == -LinuxErrors.ECANCELED ? 0 : Constants.POLLNVAL;
  }

  /** Takes POLLPRI out if it does not hold: see {@link #events}. */
  private int verified(int found) {
    int holding = poller.lookAt(watch.descriptor(), Constants.POLLPRI);
    return found & ~Constants.POLLPRI | holding & Constants.POLLPRI;
  }

  // ---- any thread's

  private void link() {
    if ((state.getAndUpdate(before -> before | LINKED) & LINKED) == 0) {
      poller.submit(this);
    }
  }

  private static boolean isCovered(int events, int seen) {
    return (events & ~seen & REQUESTED) == 0;
  }
}
