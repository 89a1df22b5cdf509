// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.linux;

import org.jspecify.annotations.Nullable;
import org.packetloom.platform.unix.Slots;
import org.packetloom.platform.unix.Wakeup;

/**
 * What a ring tells, brought to those who wait for it. Belongs to the runner.
 *
 * <p>A completion whose tag is gone finds nobody, and its buffer goes back.
 */
final class UringCompletions {
  private final UringPoller poller;
  private final UringRequests requests;
  private final Slots slots;
  private final Wakeup wakeup;

  UringCompletions(UringPoller poller, UringRequests requests, Slots slots, Wakeup wakeup) {
    this.poller = poller;
    this.requests = requests;
    this.slots = slots;
    this.wakeup = wakeup;
  }

  /** Tells all that there are. */
  void tellAll(Ring ring) {
    while (ring.completed() > 0) {
      boolean unused = tell(ring);
    }
  }

  /** Tells the next one; whether it was an arrival: of something to read. */
  boolean tell(Ring ring) {
    long data = ring.userData();
    int result = ring.result();
    int how = ring.resultFlags();
    ring.take(); // first, so that one that throws costs only its own event
    if (isOwn(data)) {
      completeOwn(data, how);
      return false;
    }
    if (UringRequests.direction(data) == UringRequests.WATCH) {
      completeWatch(data, result, how);
      return false;
    }
    complete(data, result, how);
    return UringRequests.direction(data) == UringTransfer.READ;
  }

  /** Takes completions that nobody has to be told of, up to the first that is another. */
  void skipSilent(Ring ring) {
    while (ring.completed() > 0) {
      long data = ring.userData();
      int result = ring.result();
      int how = ring.resultFlags();
      if (!isOwn(data) && !isSilent(data, result, how)) {
        return;
      }
      ring.take();
      if (isOwn(data)) {
        completeOwn(data, how);
      }
    }
  }

  private boolean isSilent(long data, int result, int how) {
    if (UringRequests.direction(data) != UringRequests.WATCH) {
      return goesOn(operation(data), result, how);
    }
    UringPoll poll = poll(data);
    return poll == null || poll.skip(result, isMore(how));
  }

  private static boolean isOwn(long data) {
    return UringRequests.direction(data) == 0;
  }

  private void completeOwn(long data, int how) {
    if (data == UringRequests.WAKE) {
      wakeup.take();
      if (!isMore(how)) {
        requests.watchAgain();
      }
    }
  }

  private void completeWatch(long data, int result, int how) {
    UringPoll poll = poll(data);
    if (poll != null) {
      poller.levels().tell(poll.watch(), poll.complete(result, isMore(how)));
    }
  }

  /** Whose completion it is; null if that is gone. */
  private @Nullable UringPoll poll(long data) {
    return slots.find(UringRequests.tag(data)) instanceof UringWatch watch ? watch.poll() : null;
  }

  private static boolean isMore(int how) {
    return (how & UringConstants.IORING_CQE_F_MORE) != 0;
  }

  private void complete(long data, int result, int how) {
    boolean hasBuffer = (how & UringConstants.IORING_CQE_F_BUFFER) != 0;
    int buffer = hasBuffer ? how >>> UringConstants.IORING_CQE_BUFFER_SHIFT : -1;
    if (hasBuffer) {
      poller.received().handedOut(buffer);
    }
    UringOperation operation = operation(data);
    if (operation == null) {
      if (hasBuffer) {
        poller.received().giveBack(buffer);
      }
    } else if (!goesOn(operation, result, how)) {
      operation.transfer().completed(operation, result, buffer, isMore(how));
    }
  }

  /** Whose completion it is; null if that is gone. */
  private @Nullable UringOperation operation(long data) {
    return slots.find(UringRequests.tag(data)) instanceof UringTransfer transfer
        ? transfer.operationOf(UringRequests.direction(data))
        : null;
  }

  /**
   * Whether a poll goes on. The kernel tells a writer that the peer has ended its own writing,
   * asked or not, and each time anew: then only changes are of interest.
   */
  private boolean goesOn(@Nullable UringOperation operation, int result, int how) {
    if (operation == null || !operation.isPoll() || operation.isStaying()) {
      return false;
    }
    boolean isMore = isMore(how);
    boolean isNews = result != Constants.POLLRDHUP || operation.direction() != UringTransfer.WRITE;
    if (isMore && isNews) {
      operation.foretell(result);
      if (operation.cancel()) {
        poller.submit(operation);
      }
    } else if (!isMore && !isNews && operation.replace(UringOperation.POLL_CHANGES)) {
      poller.submit(operation);
      return true;
    }
    return isMore;
  }
}
