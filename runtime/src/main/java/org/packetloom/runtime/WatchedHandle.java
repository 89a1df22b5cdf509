// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

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
 */
final class WatchedHandle implements Watcher, WatchedSource, PumpedWork {
  private static final int LASTING = Watch.PEER_ENDED | Watch.HANGUP | Watch.ERROR;

  private final WatchedConnector owner;
  private final DescriptorConnector connector;
  private final Handle handle;
  private final Watch watch;
  private final ReactorCore core;
  private final long possible; // READ, WRITE or both

  private int untold; // what was told and is not run yet; of the thread that pumps
  private volatile int lasting; // of LASTING, what was told; written by the thread that watches

  // of who holds the task
  private boolean isAlwaysReady; // no poller can watch it
  private boolean isArmed; // something was asked for
  private long wantedBefore;
  private int lastingBefore;

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
  }

  @Override
  public void told(int events) {
    int known = lasting;
    if ((events & LASTING & ~known) != 0) {
      lasting = known | events & LASTING;
    }
    ReactorPump pump = core.inline();
    if (pump == null) {
      owner.found(meaningNoticed(events), core.stepTime());
    } else {
      if (untold == 0) {
        pump.addHere(this);
      }
      untold |= events;
    }
  }

  /** Runs handlers with what was told to the thread that pumps, which calls it. */
  @Override
  public boolean work() {
    int events = untold;
    untold = 0;
    return owner.run(meaningNoticed(events), core.stepTime());
  }

  private long meaningNoticed(int events) {
    long meaning = meaning(events);
    handle.notice((int) meaning & (Transfer.READ | Transfer.WRITE)); // READ and WRITE are the same
    return meaning;
  }

  @Override
  public void failed(Throwable cause) {
    owner.failed(cause, core.now());
  }

  /** What readiness of a descriptor is to those who registered. */
  private long meaning(int events) {
    long meaning = 0;
    if ((events & (Watch.READABLE | Watch.HANGUP | Watch.ERROR)) != 0) {
      meaning |= Events.READ; // an end and a failure can be read
    }
    if ((events & (Watch.WRITABLE | Watch.HANGUP | Watch.ERROR)) != 0) {
      meaning |= Events.WRITE;
    }
    meaning &= possible;
    if ((events & (Watch.PEER_ENDED | Watch.HANGUP)) != 0) {
      meaning |= Events.CLOSE;
    }
    if ((events & Watch.ERROR) != 0) {
      meaning |= Events.ERROR;
    }
    return meaning;
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
    int asked = asked(wanted);
    if (isAlwaysReady || asked == 0 && !isArmed) {
      tellReady(wanted);
      return 0;
    }
    isArmed = asked != 0;
    int result = watch.ask(asked, core.isHandingOver());
    if (result < 0 && core.isAlwaysReady(result)) {
      isAlwaysReady = true;
      result = 0;
    }
    tellReady(wanted);
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
  private void tellReady(long wanted) {
    long ready = isAlwaysReady ? wanted & possible : 0;
    if ((wanted & possible & Events.READ) != 0 && connector.hasKept()) {
      ready |= Events.READ;
    }
    if (ready != 0) {
      owner.found(ready, core.now());
    }
  }

  @Override
  public void end(boolean isClosing) {
    watch.end(!isClosing || handle.isShared());
  }

  @Override
  public void forget(Runnable closer) {
    handle.removeCloser(closer);
  }
}
