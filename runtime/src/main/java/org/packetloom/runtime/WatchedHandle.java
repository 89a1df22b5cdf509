// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import org.jspecify.annotations.Nullable;
import org.packetloom.event.EventHandler;
import org.packetloom.event.Events;
import org.packetloom.platform.Transfer;
import org.packetloom.platform.Watch;
import org.packetloom.platform.Watcher;

/**
 * Watches a descriptor for a {@link WatchedConnector}.
 *
 * <p>The end of the peer and failures hold for ever once they do. They are told once; asking for
 * them again would only wake the poller over and over. POLLPRI is not asked for as readable: urgent
 * data that nobody fetches would do the same, and any peer can send it.
 *
 * <p><b>The short way.</b> Mostly one handler is registered for READ or WRITE or both, always, and
 * one thread pumps. Then a telling of these calls it, and looks at nothing but this object: with a
 * thousand connectors each object on the way is memory that the processor has to wait for. The task
 * is neither claimed nor run. That is safe, as
 *
 * <ul>
 *   <li>the pumping thread alone calls handlers, here and where it runs the task, so that no two
 *       run at once, and registrations are added and cancelled as they are beside any run;
 *   <li>whatever else there is to tell (CLOSE, user events, failures, bytes that were kept) has the
 *       task submitted, and is told by its run;
 *   <li>who changes what is wanted can claim the task at once, also from within the handler, and
 *       asks the poller himself.
 * </ul>
 *
 * {@code only} is unset before anything changes that speaks against it: when that call has
 * returned, no telling that begins goes this way. Its other fields are written before it is set; a
 * registration that was given up never comes back, so who finds the same one before and after has
 * read what belongs to it.
 */
final class WatchedHandle implements Watcher, WatchedSource {
  private static final int PASSING = Watch.READABLE | Watch.WRITABLE; // as Events, as Transfer
  private static final int LASTING = Watch.PEER_ENDED | Watch.HANGUP | Watch.ERROR;

  // of who holds the task
  private int lastingBefore;
  private long wantedBefore;
  private boolean isAlwaysReady; // no poller can watch it
  private boolean isArmed; // something was asked for

  private volatile int lasting; // of LASTING, what was told; written by the thread that watches

  // of the thread that pumps, which what follows is kept together for
  private final int number; // in told
  private int untold; // what was told and is not run yet

  // for the short way; written under the lock of the registrations
  private volatile int concerning; // what it is to be told
  private volatile @Nullable ConnectorRegistration only; // null if it cannot be gone
  private volatile @Nullable EventHandler handler; // that of only

  private final DescriptorConnector connector;
  private final Handle handle;
  private final @Nullable ToldHandles told; // null where tasks are run by others
  private final ReactorCore core;
  private final WatchedConnector owner;
  private final Watch watch;
  private final long possible; // READ, WRITE or both

  WatchedHandle(
      ReactorCore core,
      WatchedConnector owner,
      DescriptorConnector connector,
      Handle handle,
      long possible) {
    this.core = core;
    this.owner = owner;
    this.connector = connector;
    this.handle = handle;
    this.possible = possible;
    this.watch = core.poller().watch(handle.descriptor(), this);
    this.told = core.told();
    this.number = told == null ? -1 : told.enroll(this);
  }

  @Override
  public void told(int found) {
    int events = Meanings.completed(found, handle.transfer());
    int known = lasting;
    if ((events & LASTING & ~known) != 0) {
      lasting = known | events & LASTING;
    }
    long meaning = Meanings.of(events, possible);
    handle.notice((int) meaning & PASSING);
    if (told == null) {
      owner.found(meaning, core.stepTime());
      return;
    }
    if (untold == 0) {
      told.add(number);
    }
    // asked here too: what the processor has to fetch for that it fetches for several at once, and
    // those that are run next find it there
    boolean isMore = (possible & Events.READ) != 0 && connector.hasKept();
    untold |= isMore ? events | Watch.READABLE : events;
  }

  /**
   * Runs handlers with what was told to the thread that pumps, which calls it.
   *
   * @return false if nothing was done: another thread has just been at it, and it comes again
   */
  boolean work() {
    int events = untold;
    untold = 0;
    ConnectorRegistration receiver = only;
    if (receiver == null || (events & ~PASSING) != 0) {
      return events != 0 && owner.run(Meanings.of(events, possible), core.stepTime());
    }
    EventHandler called = handler;
    int concerned = events & concerning;
    if (concerned == 0 || called == null || receiver != only) {
      return events != 0 && owner.run(Meanings.of(events, possible), core.stepTime());
    }
    core.calls().call(called, new Telling(concerned, connector, receiver, core.stepTime(), null));
    if ((concerned & Transfer.READ) != 0 && connector.hasKept()) {
      owner.found(Events.READ, core.now()); // no poller knows of it
    }
    return true;
  }

  @Override
  public void failed(Throwable cause) {
    owner.failed(cause, core.now());
  }

  @Override
  public void only(@Nullable ConnectorRegistration changed) {
    only = null;
    if (changed != null && owner.connector() == connector) {
      handler = changed.handler();
      concerning = (int) (changed.events() & possible);
      only = changed;
    }
  }

  @Override
  public boolean isSettled(long wanted) {
    return !core.isHandingOver()
        && wanted == wantedBefore
        && lasting == lastingBefore
        && !isAlwaysReady
        && !connector.hasKept();
  }

  @Override
  public int watch(long wanted) {
    wantedBefore = wanted;
    lastingBefore = lasting;
    // looked at once, as others may take them meanwhile
    boolean isKept = (wanted & possible & Events.READ) != 0 && connector.hasKept();
    // of kept bytes a run is told, which asks again: what it takes beside them must not be found
    boolean isReadByRun = isKept && core.isHandingOver();
    int asked = asked(isReadByRun ? wanted & ~Events.READ : wanted);
    if (isAlwaysReady || asked == 0 && !isArmed) {
      tellReady(wanted, isKept);
      return 0;
    }
    isArmed = asked != 0;
    int result = watch.ask(asked, core.isHandingOver());
    if (result < 0 && core.isAlwaysReady(result)) {
      isAlwaysReady = true;
      result = 0;
    }
    tellReady(wanted, isKept);
    return result;
  }

  private int asked(long wanted) {
    int known = lasting;
    long moving = wanted & possible;
    if (moving == 0 && (known & (Watch.HANGUP | Watch.ERROR)) != 0) {
      return 0; // both are told whether asked for or not
    }
    int asked = 0;
    if ((moving & Events.READ) != 0) {
      asked |= Watch.READABLE;
    }
    if ((moving & Events.WRITE) != 0) {
      asked |= Watch.WRITABLE;
    }
    if ((wanted & Events.CLOSE) != 0) {
      asked |= Watch.PEER_ENDED & ~known;
    }
    if ((wanted & (Events.ERROR | Events.CLOSE)) != 0) {
      asked |= Watch.ERROR;
    }
    return asked;
  }

  /** Tells what the poller does not know: bytes that were read beforehand, and files. */
  private void tellReady(long wanted, boolean isKept) {
    long ready = isAlwaysReady ? wanted & possible : 0;
    if (isKept) {
      ready |= Events.READ;
    }
    if (ready != 0) {
      owner.found(ready, core.now());
    }
  }

  @Override
  public void end(boolean isClosing) {
    only = null;
    watch.end(!isClosing || handle.isShared());
    if (told != null) {
      told.leave(number);
    }
  }

  @Override
  public void forget(Runnable closer) {
    handle.removeCloser(closer);
  }
}
