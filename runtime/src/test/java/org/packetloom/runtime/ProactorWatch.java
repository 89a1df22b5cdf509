// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.util.concurrent.locks.ReentrantLock;
import org.packetloom.platform.Poller;
import org.packetloom.platform.Watch;
import org.packetloom.platform.Watcher;

/** A watch of {@link ProactorPoller}: one request at a time, made again once it was told. */
final class ProactorWatch implements Watch {
  private static final int UNASKED = HANGUP | ERROR;

  private final ProactorPoller poller;
  private final Watcher watcher;
  private final Watch real;
  private final ReentrantLock askedLock = new ReentrantLock();
  private int asked; // guarded by askedLock
  private boolean isOnce; // guarded by askedLock
  private boolean hasEnded; // guarded by askedLock

  ProactorWatch(ProactorPoller poller, Poller reactor, int descriptor, Watcher watcher) {
    this.poller = poller;
    this.watcher = watcher;
    this.real = reactor.watch(descriptor, new Request());
  }

  /** Told by the worker. */
  private final class Request implements Watcher {
    @Override
    public void told(int events) {
      poller.complete(() -> tell(events));
    }

    @Override
    public void failed(Throwable cause) {
      fail(cause);
    }
  }

  @Override
  public int descriptor() {
    return real.descriptor();
  }

  @Override
  public int ask(int events, boolean once) {
    askedLock.lock();
    try {
      if (hasEnded) {
        return 0;
      }
      poller.watches().add(this);
      asked = events;
      isOnce = once;
      return real.ask(events, true);
    } finally {
      askedLock.unlock();
    }
  }

  @Override
  public void end(boolean isShared) {
    askedLock.lock();
    try {
      hasEnded = true;
      asked = 0;
      poller.watches().remove(this);
    } finally {
      askedLock.unlock();
    }
    real.end(isShared);
  }

  /** The poller died. */
  void fail(Throwable cause) {
    if (poller.watches().remove(this)) {
      watcher.failed(cause);
    }
  }

  /** The runner: a request came to its end. */
  private void tell(int events) {
    int due;
    askedLock.lock();
    try {
      due = asked == 0 ? 0 : events & (asked | UNASKED);
      if (due != 0 && isOnce) {
        asked = 0;
      } else if (asked != 0) {
        int unused = real.ask(asked, true); // it was watched before
      }
    } finally {
      askedLock.unlock();
    }
    if (due != 0) {
      watcher.told(due);
    }
  }
}
